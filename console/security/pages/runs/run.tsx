/** One migration: its progress, its results, the next step. It is read repeatedly while it runs. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { hrefOf } from '../../../shared/browser/route.ts';
import type { Run } from '../../../shared/http/api-types.ts';
import { dateTime } from '../../../shared/i18n/language.ts';
import { LinkButton } from '../../../shared/ui/button.tsx';
import { Loaded } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { fullNameOf, StatusBadge } from '../../run/labels.tsx';
import { isUnderWay, waitsForYes } from '../../run/next-step.ts';
import { Outcomes, Questions } from '../../run/outcome.tsx';
import { Now, Progress } from '../../run/progress.tsx';
import { useRun } from '../../run/read.ts';
import { UnmatchedQuestions } from '../../run/unmatched.tsx';
import { t } from '../../texts/index.ts';
import { ApprovalSection } from './approval.tsx';
import { ConfirmationSection } from './confirmation.tsx';
import { Campaign, Details, SettingsChange } from './follow-up.tsx';
import { Next } from './next.tsx';
import { QueuedSection } from './queued.tsx';
import { RestoredSettings, RollbackOffer } from './rollback.tsx';

function Lead({ of: { startedAt, status } }: { of: Run }) {
  return <>{t(isUnderWay({ status }) ? 'migration.lead.running' : 'migration.lead', { time: dateTime(startedAt) })}</>;
}

type Known = { of: Run; decides: boolean; onStarted: () => void };
function KnownRun({ of: migration, decides, onStarted }: Known) {
  const { status, kind, attempt, waitsFor = [] } = migration;
  const plans = kind === 'preview' || migration.preview === true;
  const over = !isUnderWay(migration);
  const [watched, setWatched] = useState<number>();
  const rest = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (over) return;
    setWatched(attempt);
    // An administrator who started it from further down sees the progress at the top.
    window.scrollTo(0, 0);
  }, [over, attempt]);
  // For an administrator who watches the run nothing moves: what runs and the states stay in place, and the results appear beside them.
  const live = !over || watched === attempt;
  const next = <Next key={`${attempt} ${status}`} of={migration} decides={decides} onStarted={onStarted} />;
  function show() {
    rest.current?.scrollIntoView({ block: 'start' });
    rest.current?.focus({ preventScroll: true });
  }
  return (
    <div class={live ? 'run-page live' : 'run-page'}>
      {live && <Now of={migration} onShow={show} />}
      <div class="stack loose run-steps">
        <Progress of={migration} />
        <SettingsChange of={migration} />
        <RestoredSettings of={migration} />
        {over && <Details of={migration} />}
      </div>
      <div ref={rest} tabIndex={-1} class="stack loose rest">
        {status === 'queued' && <QueuedSection of={migration} />}
        {(status === 'failed' || status === 'not-started') && next}
        {waitsForYes(migration) && <ConfirmationSection of={migration} decides={decides} onDecided={onStarted} />}
        {status === 'waiting' && (waitsFor.length === 0 || waitsFor.includes('approval')) && (
          <ApprovalSection of={migration} decides={decides} onDecided={onStarted} />
        )}
        {/* What is there already stays where it is while the rest comes. */}
        {live && <Campaign of={migration} />}
        <Outcomes of={migration} />
        {status === 'succeeded' && plans && next}
        {!live && <Campaign of={migration} />}
        {over && <Questions of={migration} />}
        {over && <UnmatchedQuestions of={migration} decides={decides} />}
        {over && kind === 'import' && <RollbackOffer of={migration} decides={decides} />}
        {status === 'succeeded' && kind === 'import' && next}
        {!over && <div class="room" />}
      </div>
    </div>
  );
}

export function OneRun({ id, decides }: { id: string; decides: boolean }) {
  const migration = useRun(id);
  const { data } = migration;
  return (
    <Page
      back={{ href: '#/sources', label: t('sources.title') }}
      title={data ? fullNameOf(data) : t('migration.title')}
      status={data && <StatusBadge of={data} />}
      lead={data && <Lead of={data} />}
    >
      <Loaded from={migration}>
        {(known) =>
          known.kind === 'campaign' ? (
            <LinkButton href={hrefOf(['campaigns', id])}>{t('campaign.goes-on.show')}</LinkButton>
          ) : (
            <KnownRun of={known} decides={decides} onStarted={migration.reload} />
          )
        }
      </Loaded>
    </Page>
  );
}
