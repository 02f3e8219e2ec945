/**
 * Telling imported users what to do, as a state of the migration: one round. What it leaves is sent by a campaign of the same source, so
 * that days of mails hold up no run.
 */
import { type CampaignPlace, NO_NOTICES, type Notices } from '#core/migration/record.ts';
import type { Telling } from './due.ts';
import { START, type WalkPorts, walk } from './notify-walk.ts';
import type { MailQuota } from './pace.ts';
import { type RoundPorts, runRound } from './round.ts';

export type NotifyUsersPorts = WalkPorts &
  Omit<RoundPorts, 'keepLane'> & {
    readQuota(): Promise<MailQuota>;
    /** @throws LandfallError run.superseded where the place is no longer `from` */
    commit(from: CampaignPlace | undefined, to: CampaignPlace, notices: Notices): Promise<void>;
    /** The lane of mails, for this attempt; false where a campaign has it. */
    takeLane(): Promise<boolean>;
    keepLane: RoundPorts['keepLane'];
    releaseLane(): Promise<void>;
  };
export type Campaign = Pick<Telling, 'migration' | 'possible' | 'lockout'> & {
  /** Name of the source deployment; absent in a run that an earlier release began. */
  readonly source?: string;
  /** Which round of which attempt: no two share one. */
  readonly attempt: string;
  readonly parts: number;
  /** Where the last round ended, and what it had counted. */
  readonly place: CampaignPlace | undefined;
  readonly notices: Notices | undefined;
  readonly toleratedReturnsPercent: number;
};
/** `done`: each user of the run and of its source has been looked at, or the run is being taken back. */
export type Round = { readonly done: boolean; readonly place: CampaignPlace };

/**
 * One round. @throws LandfallError campaign.stopped where too many mails have come back or were refused,
 * sender.* where none would be taken: every claim of a mail that was not sent has been given back
 */
export async function notifyUsers(ports: NotifyUsersPorts, campaign: Campaign): Promise<Round> {
  const { parts, source, migration, attempt, possible, lockout, toleratedReturnsPercent } = campaign;
  let committed = campaign.place;
  const place = () => committed ?? START;
  if (!(await ports.takeLane())) return { done: false, place: place() };
  try {
    const end = await runRound<CampaignPlace>(ports, {
      telling: {
        migration,
        mail: 'migration',
        ...(source === undefined ? { ownAlone: true } : { source }),
        possible,
        lockout,
        since: 0,
      },
      by: { migration, attempt, mail: 'migration' },
      quota: await ports.readQuota(),
      toleratedReturnsPercent,
      stretches: (batch) => walk(ports, { parts, people: source !== undefined }, campaign.place, batch),
      notices: campaign.notices ?? NO_NOTICES,
      takenBack: 'ends',
      async commit(to, { notices }) {
        await ports.commit(committed, to, notices);
        committed = to;
      },
    });
    return { done: end === 'walked' || end === 'taken back', place: place() };
  } finally {
    await ports.releaseLane();
  }
}
