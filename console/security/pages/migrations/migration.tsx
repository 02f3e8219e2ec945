/** One migration: its progress, its results, the next step. It is read repeatedly while it runs. */

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Migration } from '../../../shared/http/api-types.ts';
import { dateTime } from '../../../shared/i18n/language.ts';
import { Back } from '../../../shared/ui/back.tsx';
import { Loaded } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { nameOf, StatusBadge } from '../../migration/labels.tsx';
import { isUnderWay } from '../../migration/next-step.ts';
import { Outcomes, Questions } from '../../migration/outcome.tsx';
import { Progress } from '../../migration/progress.tsx';
import { useMigration } from '../../migration/read.ts';
import { UnmatchedQuestions } from '../../migration/unmatched.tsx';
import { t } from '../../texts/index.ts';
import { ApprovalSection } from './approval.tsx';
import { Campaign, Details, SettingsChange } from './follow-up.tsx';
import { Next } from './next.tsx';

function Lead({ of: { mode, startedAt, status } }: { of: Migration }) {
  const what = t(mode === 'dry-run' ? 'migration.mode.dry-run' : 'migration.mode.run');
  return (
    <>{t(isUnderWay({ status }) ? 'migration.lead.running' : 'migration.lead', { what, time: dateTime(startedAt) })}</>
  );
}

type Known = { of: Migration; decides: boolean; onStarted: () => void };
function KnownMigration({ of: migration, decides, onStarted }: Known) {
  const { status, mode, attempt } = migration;
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
  const next = <Next key={`${attempt} ${status}`} of={migration} onStarted={onStarted} />;
  function show() {
    rest.current?.scrollIntoView({ block: 'start' });
    rest.current?.focus({ preventScroll: true });
  }
  return (
    <>
      {live && <Progress of={migration} onShow={show} />}
      <div ref={rest} tabIndex={-1} class="stack loose rest">
        {status === 'failed' && next}
        {!live && <Outcomes of={migration} />}
        <SettingsChange of={migration} />
        {status === 'waiting' && <ApprovalSection of={migration} decides={decides} onDecided={onStarted} />}
        <Campaign of={migration} />
        {live && <Outcomes of={migration} />}
        {status === 'succeeded' && mode === 'dry-run' && next}
        {over && <Questions of={migration} />}
        {over && <UnmatchedQuestions of={migration} decides={decides} />}
        {!live && <Progress of={migration} />}
        {over && <Details of={migration} />}
        {status === 'succeeded' && mode === 'run' && next}
        {!over && <div class="room" />}
      </div>
    </>
  );
}

export function OneMigration({ id, decides }: { id: string; decides: boolean }) {
  const migration = useMigration(id);
  const { data } = migration;
  return (
    <>
      <Back href="#/migrations">{t('migrations.title')}</Back>
      <Page
        title={data ? nameOf(data) : t('migration.title')}
        lead={data && <Lead of={data} />}
        actions={data && <StatusBadge of={data} />}
      >
        <Loaded from={migration}>
          {(known) => <KnownMigration of={known} decides={decides} onStarted={migration.reload} />}
        </Loaded>
      </Page>
    </>
  );
}
