/** One migration: its progress, its results, the next step. It is read repeatedly while it runs. */

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Run } from '../../../shared/http/api-types.ts';
import { dateTime } from '../../../shared/i18n/language.ts';
import { Back } from '../../../shared/ui/back.tsx';
import { Loaded } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { fullNameOf, StatusBadge } from '../../run/labels.tsx';
import { isUnderWay, waitsForYes } from '../../run/next-step.ts';
import { Outcomes, Questions } from '../../run/outcome.tsx';
import { Progress } from '../../run/progress.tsx';
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
  // For an administrator who watches the run nothing moves: the states stay in place, and the results appear below them.
  const live = !over || watched === attempt;
  const next = <Next key={`${attempt} ${status}`} of={migration} decides={decides} onStarted={onStarted} />;
  function show() {
    rest.current?.scrollIntoView({ block: 'start' });
    rest.current?.focus({ preventScroll: true });
  }
  return (
    <>
      {live && <Progress of={migration} onShow={show} />}
      <div ref={rest} tabIndex={-1} class="stack loose rest">
        {status === 'queued' && <QueuedSection of={migration} />}
        {(status === 'failed' || status === 'not-started') && next}
        {!live && <Outcomes of={migration} />}
        <SettingsChange of={migration} />
        <RestoredSettings of={migration} />
        {waitsForYes(migration) && <ConfirmationSection of={migration} decides={decides} onDecided={onStarted} />}
        {status === 'waiting' && (waitsFor.length === 0 || waitsFor.includes('approval')) && (
          <ApprovalSection of={migration} decides={decides} onDecided={onStarted} />
        )}
        <Campaign of={migration} />
        {live && <Outcomes of={migration} />}
        {status === 'succeeded' && plans && next}
        {over && <Questions of={migration} />}
        {over && <UnmatchedQuestions of={migration} decides={decides} />}
        {!live && <Progress of={migration} />}
        {over && <Details of={migration} />}
        {over && kind === 'import' && <RollbackOffer of={migration} decides={decides} />}
        {status === 'succeeded' && kind === 'import' && next}
        {!over && <div class="room" />}
      </div>
    </>
  );
}

export function OneRun({ id, decides }: { id: string; decides: boolean }) {
  const migration = useRun(id);
  const { data } = migration;
  return (
    <>
      <Back href="#/sources">{t('sources.title')}</Back>
      <Page
        title={data ? fullNameOf(data) : t('migration.title')}
        lead={data && <Lead of={data} />}
        actions={data && <StatusBadge of={data} />}
      >
        <Loaded from={migration}>
          {(known) => <KnownRun of={known} decides={decides} onStarted={migration.reload} />}
        </Loaded>
      </Page>
    </>
  );
}
