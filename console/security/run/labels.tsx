/** The name and the state of a run, as every page shows them. */
import type { Run } from '../../shared/http/api-types.ts';
import { dateTime, hasText, text } from '../../shared/i18n/language.ts';
import { Badge, type Tone } from '../../shared/ui/feedback.tsx';
import { t } from '../texts/index.ts';

type Named = Pick<Run, 'source' | 'key' | 'kind' | 'preview' | 'wave' | 'mail'>;

/** What the run is, in words: "Preview of the package of May 12, 2026, 9:30 AM". */
export function nameOf({ source, key, kind, preview, wave, mail }: Named): string {
  if (kind === 'campaign') return t(mail === 'reminder' ? 'run.of.campaign.reminder' : 'run.of.campaign');
  if (!source) return t('run.of.unread', { file: key.split('/').at(-1) ?? key });
  const part = kind === 'rollback' ? (preview ? '.preview' : '') : wave === undefined ? '' : '.wave';
  return t(`run.of.${kind}${part}` as 'run.of.import', { time: dateTime(source.packedAt) });
}

/** The same with its source, for pages that do not name it otherwise. */
export const fullNameOf = (run: Named): string =>
  run.source ? t('run.with-source', { run: nameOf(run), source: run.source.deployment }) : nameOf(run);

type Shown = Pick<Run, 'status' | 'kind' | 'waitsFor' | 'rollback' | 'preview'>;

/** Of campaigns alone. */
const CAMPAIGN_STATES = {
  scheduled: [undefined, 'run.status.scheduled'],
  starting: ['accent', 'run.status.sending'],
  running: ['accent', 'run.status.sending'],
  held: ['warn', 'run.status.held'],
  stopped: ['bad', 'run.status.stopped'],
  ended: [undefined, 'run.status.ended'],
  succeeded: ['good', 'run.status.sent'],
} as const;
type CampaignState = keyof typeof CAMPAIGN_STATES;
const isCampaignState = (status: Run['status']): status is CampaignState => Object.hasOwn(CAMPAIGN_STATES, status);

function badgeOf({
  status,
  kind,
  waitsFor = [],
  rollback,
  preview,
}: Shown): readonly [Exclude<Tone, 'info'> | 'accent' | undefined, string] {
  if (status === 'failed') return ['bad', t('migration.status.failed')];
  if (status === 'not-started') return ['bad', t('run.status.not-started')];
  if (kind === 'campaign' && isCampaignState(status)) {
    const [tone, key] = CAMPAIGN_STATES[status];
    return [tone, t(key)];
  }
  if (rollback) return [undefined, t('run.status.rolled-back')];
  if (status === 'queued') return [undefined, t('run.status.queued')];
  if (waitsFor.includes('approval')) return ['warn', t('migration.status.waiting')];
  if (waitsFor.includes('confirmation')) return ['warn', t('run.status.confirmation')];
  if (status === 'waiting') return ['warn', t('migration.status.waiting')];
  if (status === 'starting') return ['accent', t('migration.status.starting')];
  if (status === 'running') return ['accent', t('migration.status.running')];
  if (kind === 'preview' || preview) return [undefined, t('migration.status.previewed')];
  return ['good', t(kind === 'rollback' ? 'run.status.rolled-back' : 'migration.status.imported')];
}

export function StatusBadge({ of }: { of: Shown }) {
  const [tone, words] = badgeOf(of);
  return tone ? <Badge tone={tone}>{words}</Badge> : <Badge>{words}</Badge>;
}

/** Why a run failed, and what to do. A code without a text here is shown with the deployment's own hint. */
export function failureText({ code, hint }: NonNullable<Run['error']>): string {
  const key = `problem.${code}`;
  if (hasText(key)) return text(key);
  return /^(?:migration|run|package|source)\./u.test(code) ? hint : t('migration.failed.inside');
}
