/** A campaign as text. */
import type { CampaignView } from '#core/campaign/view.ts';
import { EXIT, list, table } from './output.ts';
import { sayError } from './stderr.ts';

const iso = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString();

function audienceText({ audience: { source, listed, userId, again } }: CampaignView): string {
  const whom =
    userId ??
    (listed === undefined
      ? source === undefined
        ? 'the people of all sources'
        : `the people of ${source}`
      : `a list of ${listed}`);
  return again ? `${whom}, also those who were told before` : whom;
}

const WAITS = {
  quota: 'for the quota of the mail service',
  busy: 'for the mail service',
  lane: 'for another campaign’s turn',
  pass: 'for a last look at all people',
  start: 'for its time',
} as const;

const statusText = ({ status, waitsFor, waitsUntil }: CampaignView): string =>
  waitsFor === undefined ? status : `${status} ${WAITS[waitsFor]}, until ${iso(waitsUntil)}`;

/** One line, for the progress. */
export function progressText(campaign: CampaignView): string {
  const { counts, left, lookedAt, people } = campaign;
  const looked = people === undefined ? '' : `, ${Math.min(lookedAt, people)} of ${people} people looked at`;
  const more = left ? `, about ${left} to go` : '';
  return `${statusText(campaign)}: ${counts.sent} sent${more}${looked}`;
}

export function campaignText(campaign: CampaignView): string {
  const { id, mail, requestedBy, counts, pace, quota, error, from } = campaign;
  const { sent, uncertain, refused, bounced, complained, ...people } = counts;
  return [
    list([
      ['campaign', id],
      ['status', statusText(campaign)],
      ['mail', mail],
      ['to', audienceText(campaign)],
      ['goes on with', from && `the mails of run ${from}`],
      ['asked for by', requestedBy],
      ['begins', iso(campaign.at)],
      ['started', iso(campaign.startedAt)],
      ['finished', iso(campaign.finishedAt)],
      [
        'mails',
        `${sent} sent (${bounced} bounced, ${complained} called spam), ${refused} refused, ${uncertain} uncertain`,
      ],
      [
        'people',
        `${people.notNeeded} need none, ${people.notAble} can’t log on, ${people.notInformed} without an address, ${people.notPossible} not possible: the console takes no token alone`,
      ],
      ['left', campaign.left === undefined ? undefined : `about ${campaign.left}`],
      ['pace', pace.allowed === undefined ? undefined : `${pace.now ?? 0} mails a second, ${pace.allowed} at most`],
      [
        'quota',
        quota?.left === undefined ? undefined : `${quota.left} of the campaigns’ ${quota.share} left in these 24 hours`,
      ],
      ['done', campaign.doneAt === undefined ? undefined : `about ${iso(campaign.doneAt)}`],
      [
        'late',
        campaign.late && campaign.dueAt !== undefined ? `it should be done by ${iso(campaign.dueAt)}` : undefined,
      ],
    ]),
    ...(error ? [`${error.code}: ${error.hint}`] : []),
    ...(uncertain + refused + bounced > 0
      ? ['Who they are: `landfall people --stuck uncertain`, `--stuck refused`, `--stuck bounced`.']
      : []),
  ].join('\n');
}

export function campaignsText(campaigns: readonly CampaignView[]): string {
  if (campaigns.length === 0) return 'There has been no campaign yet.';
  return table(
    ['campaign', 'status', 'mail', 'to', 'sent', 'left', 'started'],
    campaigns.map((campaign) => [
      campaign.id,
      campaign.status,
      campaign.mail,
      audienceText(campaign),
      String(campaign.counts.sent),
      campaign.left === undefined ? '' : String(campaign.left),
      iso(campaign.startedAt)!,
    ]),
  );
}

/** The exit code of one that was stopped or failed says so. */
export function printCampaignEnd({ status, error }: CampaignView): void {
  if (status !== 'stopped' && status !== 'failed') return;
  const { code = 'run.failed', hint = 'See `landfall campaign show`.' } = error ?? {};
  sayError({ code, message: hint });
  process.exitCode = EXIT.migrationFailed;
}
