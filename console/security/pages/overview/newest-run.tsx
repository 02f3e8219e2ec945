/** The newest run: what came of it, and the next step. */
import { hrefOf } from '../../../shared/browser/route.ts';
import type { Run } from '../../../shared/http/api-types.ts';
import { dateTime } from '../../../shared/i18n/language.ts';
import { LinkButton } from '../../../shared/ui/button.tsx';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { Section } from '../../../shared/ui/page.tsx';
import { failureText, fullNameOf, StatusBadge } from '../../run/labels.tsx';
import { nextStepOf, waitsForYes } from '../../run/next-step.ts';
import { Stat } from '../../run/outcome.tsx';
import { t } from '../../texts/index.ts';

function Numbers({ of: { id, kind, totals, notices } }: { of: Run }) {
  if (!totals) return null;
  const records = (values: Record<string, string>) => hrefOf(['runs', id, 'records'], values);
  const dry = kind === 'preview';
  return (
    <div class="stats">
      <Stat
        name={t(dry ? 'overview.would-move' : 'overview.moved')}
        value={totals.users.created}
        href={records({ outcome: 'created' })}
      />
      {!dry && notices && <Stat name={t('overview.mailed')} value={notices.sent} href={records({ notice: 'sent' })} />}
      {!dry && notices && (
        <Stat
          name={t('campaign.not-informed')}
          value={notices.notInformed}
          href={records({ notice: 'not-informed' })}
        />
      )}
      <Stat name={t('overview.rejected')} value={totals.records.rejected} href={records({ outcome: 'rejected' })} />
    </div>
  );
}

function Advice({ of: migration }: { of: Run }) {
  const step = nextStepOf(migration);
  const { error, totals, notices } = migration;
  if (step === 'wait') return null;
  if (waitsForYes(migration)) return <Alert tone="warn">{t('confirm.overview')}</Alert>;
  if (step === 'decide') return <Alert tone="warn">{t('overview.waits')}</Alert>;
  if (step === 'import' || step === 'import-again') return <Alert tone="info">{t('overview.previewed')}</Alert>;
  if (step !== 'nothing') return <Alert tone="bad">{error ? failureText(error) : t('migration.failed.inside')}</Alert>;
  const open =
    (totals?.records.rejected ?? 0) +
    (notices?.notInformed ?? 0) +
    (notices?.failed ?? 0) +
    (notices?.uncertain ?? 0) +
    (notices?.notPossible ?? 0);
  return open > 0 ? <Alert tone="warn">{t('overview.open')}</Alert> : <Alert tone="good">{t('overview.good')}</Alert>;
}

export function NewestRun({ of: run }: { of: Run }) {
  return (
    <Section title={t('overview.newest')}>
      <a href={hrefOf(['runs', run.id])} class="wrap">
        {fullNameOf(run)}
      </a>
      <div class="row">
        <StatusBadge of={run} />
        <span class="soft">{t('overview.when', { time: dateTime(run.startedAt) })}</span>
      </div>
      <Numbers of={run} />
      <Advice of={run} />
      <div class="row">
        <LinkButton small href={hrefOf(['runs', run.id])}>
          {t('overview.open-it')}
        </LinkButton>
        <a href="#/sources">{t('overview.all')}</a>
      </div>
    </Section>
  );
}
