/** `#/`: the state of the newest migration, and the next step. */

import { hrefOf } from '../../../shared/browser/route.ts';
import type { Administrators as AdministratorCounts, Run } from '../../../shared/http/api-types.ts';
import { dateTime } from '../../../shared/i18n/language.ts';
import type { PageProps } from '../../../shared/state/page-props.ts';
import { useResource } from '../../../shared/state/resource.ts';
import { LinkButton } from '../../../shared/ui/button.tsx';
import { Alert, Loaded } from '../../../shared/ui/feedback.tsx';
import { Page, Section } from '../../../shared/ui/page.tsx';
import { failureText, fullNameOf, StatusBadge } from '../../run/labels.tsx';
import { nextStepOf, waitsForYes } from '../../run/next-step.ts';
import { Stat } from '../../run/outcome.tsx';
import { Progress } from '../../run/progress.tsx';
import { useRuns } from '../../run/read.ts';
import { RunTable } from '../../run/table.tsx';
import { t } from '../../texts/index.ts';
import { useCurrent } from '../upload/current.ts';
import { FirstSteps } from './first-steps.tsx';
import { newest } from './newest.ts';

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

function Newest({ of: migration }: { of: Run }) {
  const running = nextStepOf(migration) === 'wait';
  return (
    <>
      <Section title={fullNameOf(migration)}>
        <div class="row">
          <StatusBadge of={migration} />
          <span class="soft">{t('overview.when', { time: dateTime(migration.startedAt) })}</span>
        </div>
        <Numbers of={migration} />
        <Advice of={migration} />
        <div class="row">
          <LinkButton kind="primary" href={hrefOf(['runs', migration.id])}>
            {t(running ? 'overview.watch' : 'overview.open-it')}
          </LinkButton>
        </div>
      </Section>
      {running && <Progress of={migration} />}
    </>
  );
}

function Uploading({ userId }: { userId: string }) {
  const current = useCurrent(userId);
  if (!current) return null;
  const { phase, trouble } = current.state;
  return (
    <Alert tone="info">
      <p class="wrap">
        <strong>{current.file.name}</strong>: {t(trouble ? 'upload.phase.trouble' : `upload.phase.${phase}`)}
      </p>
      <a href="#/upload">{t('overview.upload.show')}</a>
    </Alert>
  );
}

/** A7: the only super-administrator who loses the token is helped by an operator alone. */
function OnlyOne() {
  const { data } = useResource<AdministratorCounts>('admin/administrators');
  return data?.superAdmins === 1 ? <Alert tone="warn">{t('overview.only-one')}</Alert> : null;
}

function Administrators({ userId }: { userId: string }) {
  const runs = useRuns();
  return (
    <Page title={t('frame.home')} actions={<LinkButton href="#/upload">{t('sources.upload')}</LinkButton>}>
      <OnlyOne />
      <Uploading userId={userId} />
      <Loaded from={runs}>
        {({ runs: known }) => {
          const first = newest(known);
          if (!first) return <FirstSteps />;
          const others = known.filter(({ id }) => id !== first.id).slice(0, 5);
          return (
            <>
              <Newest of={first} />
              {others.length > 0 && (
                <Section title={t('overview.before')}>
                  <RunTable sources of={others} label={t('overview.before')} />
                  <a href="#/sources">{t('overview.all')}</a>
                </Section>
              )}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

export function OverviewPage({ visit }: PageProps) {
  const { me } = visit;
  if (me?.role === 'help-desk')
    return (
      <Page title={t('frame.home')} lead={t('overview.help-desk')}>
        <div class="row">
          <LinkButton kind="primary" href="#/users">
            {t('overview.to-users')}
          </LinkButton>
        </div>
      </Page>
    );
  return <Administrators userId={me?.userId ?? ''} />;
}
