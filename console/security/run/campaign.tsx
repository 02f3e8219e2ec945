/** A campaign: its name, its state and how far it is, as every page shows them. */
import type { Campaign } from '../../shared/http/api-types.ts';
import { dateTime, hasText, number, text } from '../../shared/i18n/language.ts';
import { useResource } from '../../shared/state/resource.ts';
import { Badge } from '../../shared/ui/feedback.tsx';
import { t } from '../texts/index.ts';

const LOOK_AGAIN_MS = 3_000;
const OVER: readonly Campaign['status'][] = ['succeeded', 'ended', 'failed'];
const NEEDS: readonly Campaign['status'][] = ['stopped', 'failed', 'held'];

export const isOver = ({ status }: Pick<Campaign, 'status'>): boolean => OVER.includes(status);
/** Whether it goes on only once a person does something. */
export const needsPerson = ({ status }: Pick<Campaign, 'status'>): boolean => NEEDS.includes(status);
/** Whether it sends, or will by itself. */
export const goesOn = (of: Pick<Campaign, 'status'>): boolean => !isOver(of) && !needsPerson(of);

type CampaignList = { readonly campaigns: readonly Campaign[]; readonly next?: string };
export const useCampaigns = (wanted = true) =>
  useResource<CampaignList>(wanted ? 'admin/campaigns' : undefined, ({ campaigns }) =>
    campaigns.some(goesOn) ? LOOK_AGAIN_MS : 5 * LOOK_AGAIN_MS,
  );

export function nameOf({ mail, audience }: Pick<Campaign, 'mail' | 'audience'>): string {
  const what = t(`campaigns.mail.${mail}`);
  const whom =
    audience.userId ??
    (audience.listed === undefined
      ? (audience.source ?? t('campaigns.all-sources'))
      : t('campaigns.listed', { count: audience.listed }));
  return t('campaigns.name', { what, whom });
}

const TONES = {
  scheduled: undefined,
  running: 'accent',
  waiting: 'accent',
  held: 'warn',
  stopped: 'bad',
  failed: 'bad',
  succeeded: 'good',
  ended: undefined,
} as const satisfies Record<Campaign['status'], string | undefined>;

export function CampaignBadge({ of: { status } }: { of: Pick<Campaign, 'status'> }) {
  const tone = TONES[status];
  return <Badge {...(tone ? { tone } : {})}>{t(`campaigns.status.${status}`)}</Badge>;
}

/** "1,200 sent, about 800 left, done about May 3, 9:30 AM" */
export function progressText(of: Campaign): string {
  const { counts, left, doneAt, status, at, waitsUntil, waitsFor } = of;
  const parts = [t('campaigns.sent', { count: counts.sent })];
  if (!isOver(of) && left !== undefined && left > 0) parts.push(t('campaigns.left', { count: left }));
  if (status === 'scheduled' && at !== undefined) parts.push(t('campaigns.begins', { time: dateTime(at) }));
  if (status === 'waiting' && waitsFor)
    parts.push(t(`campaigns.waits.${waitsFor}`, { time: waitsUntil === undefined ? '–' : dateTime(waitsUntil) }));
  if (goesOn(of) && doneAt !== undefined && (left ?? 0) > 0)
    parts.push(t('campaigns.done-at', { time: dateTime(doneAt) }));
  if (of.late && of.dueAt !== undefined) parts.push(t('campaigns.late', { time: dateTime(of.dueAt) }));
  return parts.join(' · ');
}

/** Of what is to be sent; undefined while it is not known. */
export function shareOf({
  counts,
  left,
}: Pick<Campaign, 'counts' | 'left'>): { value: number; max: number } | undefined {
  if (left === undefined) return undefined;
  const sent = counts.sent + counts.refused + counts.uncertain;
  return { value: sent, max: Math.max(1, sent + left) };
}

/** Why it stopped, and what to mend. */
export function errorText({ code, hint }: NonNullable<Campaign['error']>): string {
  return hasText(`problem.${code}`) ? text(`problem.${code}`) : hint;
}

export const rateText = (perSecond: number | undefined): string =>
  perSecond === undefined
    ? '–'
    : perSecond < 1
      ? t('campaigns.rate.minute', { rate: number(Math.round(perSecond * 600) / 10) })
      : t('campaigns.rate.second', { rate: number(Math.round(perSecond * 10) / 10) });
