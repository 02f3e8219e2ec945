/** SendRound: a round of a campaign, and what follows it. */
import { isError, isErrorOf, isLandfallError } from '#core/errors.ts';
import type { Mailing, MailingPlace, WaitCause } from '#core/migration/mailing.ts';
import { NO_NOTICES, type Notices } from '#core/migration/record.ts';
import type { CampaignChange, CampaignInput } from './campaign.ts';
import { nextExecution } from './campaign.ts';
import type { Telling } from './due.ts';
import { LANE_WAIT_SECONDS } from './lane.ts';
import { type MailQuota, QUOTA_WAIT_SECONDS } from './pace.ts';
import { newPass, nextPassAt, type PassPorts, restOfPass } from './passes.ts';
import { type Batch, type RoundEnd, type RoundPorts, runRound } from './round.ts';
import { type CampaignRecord, isCampaign } from './view.ts';

export type RoundOutput = {
  /** Whether another round follows, and after how long. */
  readonly goesOn: boolean;
  readonly waitSeconds: number;
};
/** What a round writes: on condition that attempt, status and `rev` are those that it knows. */
export type Progress = { readonly mailing: Mailing; readonly notices: Notices } & CampaignChange;

export type SendRoundPorts = Omit<RoundPorts, 'keepLane'> &
  PassPorts & {
    readRun(id: string): Promise<CampaignRecord | undefined>;
    readQuota(): Promise<MailQuota>;
    /** People of the campaign's audience, counted. */
    countPeople(sources: readonly string[]): Promise<number>;
    takeLane(token: string): Promise<boolean>;
    keepLane(token: string): ReturnType<RoundPorts['keepLane']>;
    releaseLane(token: string): Promise<void>;
    /** False where the campaign is held, over, or another attempt's. */
    progress(at: CampaignInput, rev: number, progress: Progress): Promise<boolean>;
    /** Idempotent by name. */
    startExecution(name: string, input: string): Promise<void>;
    /** No two calls give the same. */
    newToken(): string;
  };
export type SendRoundSettings = Pick<Telling, 'possible' | 'lockout' | 'reminders'> & {
  readonly toleratedReturnsPercent: number;
};

/** A history of an execution holds 25,000 events. */
const ROUNDS_OF_EXECUTION = 500;
/** Until its time a campaign looks again now and then: a machine's wait and a clock's change don't know each other. */
const LONGEST_WAIT_SECONDS = 3600;
const BUSY_WAIT_SECONDS = 300;
const OVER: RoundOutput = { goesOn: false, waitSeconds: 0 };
const UNDER_WAY: readonly CampaignRecord['status'][] = ['scheduled', 'starting', 'running'];

const WAITS: Readonly<Record<Exclude<RoundEnd, 'walked' | 'taken back' | 'time'>, readonly [WaitCause, number]>> = {
  quota: ['quota', QUOTA_WAIT_SECONDS],
  busy: ['busy', BUSY_WAIT_SECONDS],
  lane: ['lane', LANE_WAIT_SECONDS],
};

/** Thrown by a commit where the campaign is held, over, or another attempt's. */
class Superseded extends Error {}

/** The campaign as this round knows it, and its writes. */
class Round {
  mailing: Mailing;
  notices: Notices;
  sent = 0;
  readonly #ports: SendRoundPorts;
  readonly #at: CampaignInput;

  constructor(ports: SendRoundPorts, at: CampaignInput, { mailing, notices }: CampaignRecord) {
    this.#ports = ports;
    this.#at = at;
    this.mailing = mailing;
    this.notices = notices ?? NO_NOTICES;
  }

  /** @throws Superseded */
  async write(mailing: Mailing, change: CampaignChange = { status: 'running' }): Promise<void> {
    const next = { ...mailing, rev: this.mailing.rev + 1 };
    const written = await this.#ports.progress(this.#at, this.mailing.rev, {
      mailing: next,
      notices: this.notices,
      ...change,
    });
    if (!written) throw new Superseded();
    this.mailing = next;
  }

  /** After a batch: where it stands, what was found, and that something changed. */
  async commit(to: MailingPlace, { fates, notices, due }: Batch): Promise<void> {
    const { place: stood, ...mailing } = this.mailing;
    // A round begins with one.
    const place = stood!;
    this.sent += fates.filter((fate) => fate === 'sent').length;
    const { line, source, shard, at } = to;
    const count = (wanted: keyof Notices) => fates.filter((fate) => fate === wanted).length;
    const found = {
      lookedAt: place.found.lookedAt + fates.length,
      notInformed: place.found.notInformed + count('notInformed'),
      notAble: place.found.notAble + count('notAble'),
      notPossible: place.found.notPossible + count('notPossible'),
      notNeeded: place.found.notNeeded + count('notNeeded'),
    };
    const { lookedAt: _all, ...people } = found;
    // Mails add up; people are those of this pass.
    this.notices = { ...notices, ...people };
    await this.write({
      ...mailing,
      ...(due ? { changedAt: this.#ports.now() } : {}),
      place: {
        pass: place.pass,
        beganAt: place.beganAt,
        ...(line === undefined ? {} : { line }),
        ...(source === undefined ? {} : { source }),
        ...(shard === undefined ? {} : { shard }),
        ...(at === undefined ? {} : { at }),
        ...(due || place.due ? { due: true } : {}),
        found,
      },
    });
  }
}

const awake = ({ waitsUntil: _until, waitsFor: _why, ...mailing }: Mailing): Mailing => mailing;

/** It goes on by itself at this time. */
async function waitFor(round: Round, waitsFor: WaitCause, seconds: number, now: number): Promise<RoundOutput> {
  const waitSeconds = Math.max(1, Math.min(LONGEST_WAIT_SECONDS, Math.ceil(seconds)));
  await round.write({ ...round.mailing, waitsFor, waitsUntil: now + waitSeconds * 1000 });
  return { goesOn: true, waitSeconds };
}

/** After the last person of a pass. */
async function afterPass(round: Round, { firstSeenAt }: CampaignRecord, now: number): Promise<RoundOutput> {
  const { place, ...mailing } = round.mailing;
  const ended = place!;
  const nextAt = nextPassAt(mailing, ended, Math.max(firstSeenAt, mailing.changedAt ?? 0));
  const done = { ...mailing, found: ended.found };
  if (nextAt === undefined) {
    await round.write(done, { status: 'succeeded', finishedAt: now });
    return OVER;
  }
  const waitSeconds = Math.max(1, Math.ceil((nextAt - now) / 1000));
  const place2 = newPass(ended.pass + 1, now + waitSeconds * 1000);
  await round.write({ ...done, place: place2, waitsFor: 'pass', waitsUntil: now + waitSeconds * 1000 });
  return { goesOn: true, waitSeconds };
}

/**
 * Another execution goes on with the same campaign; asked for again it starts the same one. Until its first round the campaign is starting, so that a start
 * which was lost for good is repeated as that of a new campaign is.
 */
async function handOn(ports: SendRoundPorts, record: CampaignRecord, round: Round): Promise<RoundOutput> {
  const next = nextExecution(record);
  await round.write({ ...round.mailing, rounds: 0 }, { status: 'starting', ...next });
  await ports.startExecution(next.execution, next.input);
  return OVER;
}

async function send(
  ports: SendRoundPorts,
  settings: SendRoundSettings,
  record: CampaignRecord,
  round: Round,
  token: string,
): Promise<RoundOutput> {
  const { id } = record;
  const start = ports.now();
  const { audience, mail, pace, total } = round.mailing;
  const counted =
    total ??
    audience.listed ??
    (audience.userId === undefined ? await ports.countPeople(await ports.readSources()) : 1);
  const place = round.mailing.place ?? newPass(1, start);
  await round.write({ ...awake(round.mailing), total: counted, place, rounds: round.mailing.rounds + 1 });
  const end = await runRound<MailingPlace>(
    { ...ports, keepLane: () => ports.keepLane(token) },
    {
      telling: {
        migration: id,
        mail,
        ...(audience.source === undefined ? {} : { source: audience.source }),
        ...(audience.again ? { again: Math.max(record.firstSeenAt, round.mailing.at ?? 0) } : {}),
        ...settings,
        since: place.beganAt,
      },
      by: { migration: id, attempt: token, mail },
      quota: await ports.readQuota(),
      pace,
      toleratedReturnsPercent: settings.toleratedReturnsPercent,
      stretches: (batch) => restOfPass(ports, round.mailing, place, batch),
      notices: round.notices,
      takenBack: 'passed over',
      commit: (to, batch) => round.commit(to, batch),
    },
  );
  const now = ports.now();
  const seconds = Math.max(1, (now - start) / 1000);
  round.mailing = { ...round.mailing, rate: Math.round((round.sent / seconds) * 100) / 100 };
  if (end === 'walked' || end === 'taken back') return afterPass(round, record, now);
  if (end === 'time') return { goesOn: true, waitSeconds: 1 };
  const [why, waitSeconds] = WAITS[end];
  return waitFor(round, why, waitSeconds, now);
}

/** What has to be mended first, or too many mails came back: it goes on when an administrator resumes it. */
async function stop(round: Round, error: unknown, now: number): Promise<RoundOutput> {
  const stops =
    isErrorOf(error, 'sender') || isError(error, 'campaign.stopped') || isError(error, 'campaign.list_expired');
  if (!stops || !isLandfallError(error)) throw error;
  const failure = { code: error.code, hint: error.message };
  await round.write(awake(round.mailing), { status: 'stopped', finishedAt: now, error: failure });
  return OVER;
}

/**
 * One round, of ten minutes at most. @returns whether another one follows
 * @param stopped is told of what stops all mails
 */
export async function sendRound(
  ports: SendRoundPorts,
  settings: SendRoundSettings,
  at: CampaignInput,
  stopped: (error: unknown) => void,
): Promise<RoundOutput> {
  const record = await ports.readRun(at.migration);
  if (!isCampaign(record) || !UNDER_WAY.includes(record.status)) return OVER;
  if (record.attempt !== at.attempt) {
    // The next execution was asked for; whether it was started is not known.
    if (record.attempt === at.attempt + 1 && record.mailing.rounds === 0)
      await ports.startExecution(record.execution, record.input!);
    return OVER;
  }
  const round = new Round(ports, at, record);
  const token = ports.newToken();
  try {
    const now = ports.now();
    const { at: begins = 0, rounds } = record.mailing;
    if (begins > now)
      return {
        goesOn: true,
        waitSeconds: Math.max(1, Math.min(LONGEST_WAIT_SECONDS, Math.ceil((begins - now) / 1000))),
      };
    if (rounds >= ROUNDS_OF_EXECUTION) return await handOn(ports, record, round);
    if (!(await ports.takeLane(token))) return await waitFor(round, 'lane', LANE_WAIT_SECONDS, now);
    try {
      return await send(ports, settings, record, round, token);
    } catch (error) {
      const answer = await stop(round, error, ports.now());
      stopped(error);
      return answer;
    } finally {
      await ports.releaseLane(token);
    }
  } catch (error) {
    if (error instanceof Superseded) return OVER;
    throw error;
  }
}
