/** The states of a migration: which are done, how far the present one is, and how long it will take. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Run } from '../../shared/http/api-types.ts';
import { duration, number } from '../../shared/i18n/language.ts';
import { roundSeconds } from '../../shared/state/pace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { CheckIcon, ErrorIcon } from '../../shared/ui/icons.tsx';
import { Section } from '../../shared/ui/page.tsx';
import { Spinner } from '../../shared/ui/spinner.tsx';
import { t } from '../texts/index.ts';
import { isUnderWay, waitsForYes } from './next-step.ts';
import { usePace } from './use-pace.ts';

type State = Run['states'][number];
type Times = Extract<State, { startedAt: number }>;
const timesOf = (state: State): Partial<Pick<Times, 'startedAt' | 'finishedAt' | 'done' | 'total'>> =>
  'startedAt' in state ? state : {};

const LOOKS = { succeeded: 'done', running: 'current', failed: 'failed' } as const;
const lookOf = (status: string) => LOOKS[status as keyof typeof LOOKS] ?? 'later';

function Mark({ status, place }: { status: string; place: number }) {
  return (
    <span class="mark" aria-hidden="true">
      {status === 'succeeded' ? (
        <CheckIcon />
      ) : status === 'failed' ? (
        <ErrorIcon />
      ) : status === 'running' ? (
        <Spinner />
      ) : (
        place
      )}
    </span>
  );
}

/** "1,200 a second · about 3 minutes left" */
export function paceText(
  perSecond: number | undefined,
  secondsLeft: number | undefined,
  rate: (value: number) => string,
) {
  if (perSecond === undefined || secondsLeft === undefined) return '';
  const seconds = roundSeconds(secondsLeft);
  const left = seconds === undefined ? t('pace.soon') : t('pace.left', { time: duration(seconds) });
  return `${rate(perSecond)} · ${left}`;
}

const rateText = (perSecond: number) =>
  perSecond < 1
    ? t('pace.minute', { rate: number(Math.max(1, Math.round(perSecond * 60))) })
    : t('pace.second', { rate: number(Math.round(perSecond)) });

/** The count of the present state: parts of the package, or users. */
const doneText = (state: State['state'], done: number, total: number) =>
  t(state === 'NotifyUsers' ? 'migration.users-of' : 'migration.parts-of', { done, total });

/** The running state, always in the same place, so that the page does not move when the next state begins. */
function Running({ of: migration }: { of: Run }) {
  const state = migration.states.find(({ status }) => status === 'running');
  const { done = 0, total } = state ? timesOf(state) : {};
  const pace = usePace(state?.state, done, total, migration);
  const name = state ? t(`migration.state.${state.state}`) : t('migration.status.starting');
  return (
    <div class="stack tight">
      <strong>{name}</strong>
      <progress
        class="progress thick"
        {...(total === undefined ? {} : { max: Math.max(1, total), value: Math.min(done, total) })}
        aria-label={name}
      />
      <div class="row apart small figures now">
        <span>{state && total !== undefined ? doneText(state.state, done, total) : ''}</span>
        <span class="soft">{paceText(pace?.perSecond, pace?.secondsLeft, rateText)}</span>
      </div>
    </div>
  );
}

function endText(run: Run): string {
  if (run.status === 'failed') return t('migration.said.failed');
  if (waitsForYes(run)) return t('confirm.said');
  if (run.status === 'waiting') return t('migration.said.waiting');
  return t(run.kind === 'preview' || run.preview ? 'migration.said.previewed' : 'migration.said.succeeded');
}

/** Takes the same room as the running state, so that the page does not move for a reader who watched the end. */
function Ended({ of: migration, onShow }: { of: Run; onShow: () => void }) {
  return (
    <div class="stack tight">
      <strong>{endText(migration)}</strong>
      <progress class="progress thick" max={1} value={migration.status === 'failed' ? 0 : 1} aria-hidden="true" />
      <div class="row now">
        <Button kind="plain" small onClick={onShow}>
          {t(migration.status === 'failed' ? 'migration.ended.why' : 'migration.ended.show')}
        </Button>
      </div>
    </div>
  );
}

function took(state: State, failed: boolean): string {
  const { startedAt, finishedAt, done, total } = timesOf(state);
  if (state.status === 'pending') return t('migration.state-status.pending');
  if (state.status === 'skipped')
    return t(failed ? 'migration.state-status.not-reached' : 'migration.state-status.skipped');
  if (state.status === 'failed') return t('migration.state-status.failed');
  if (startedAt === undefined || finishedAt === undefined) return t('migration.state-status.running');
  const time = duration((finishedAt - startedAt) / 1000);
  // All of all says nothing more.
  return total === undefined || done === total ? time : `${doneText(state.state, done ?? 0, total)} · ${time}`;
}

/** Announces to a screen reader, briefly, when a state is over. */
function Announcer({ of: migration }: { of: Run }) {
  const { states, status } = migration;
  const over = states.filter((state) => state.status === 'succeeded').length;
  const before = useRef({ over, status });
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (status !== before.current.status && !isUnderWay({ status })) setSaid(endText(migration));
    else if (over > before.current.over) {
      const last = states.filter((state) => state.status === 'succeeded').at(-1)!;
      setSaid(t('migration.said.state', { state: t(`migration.state.${last.state}`) }));
    }
    before.current = { over, status };
  }, [over, status]);
  return (
    <p class="unseen" role="status">
      {said}
    </p>
  );
}

/** What runs now, or what came of it for a reader who watched the end. @param onShow moves to the results */
export function Now({ of: migration, onShow }: { of: Run; onShow: () => void }) {
  return (
    <div class="run-now">
      <Announcer of={migration} />
      {isUnderWay(migration) ? <Running of={migration} /> : <Ended of={migration} onShow={onShow} />}
    </div>
  );
}

/** The states in their order. */
export function Progress({ of: migration }: { of: Run }) {
  return (
    <Section title={t('migration.progress')}>
      <ol class="steps dense">
        {migration.states.map((state, index) => (
          <li
            key={state.state}
            class={lookOf(state.status)}
            aria-current={state.status === 'running' ? 'step' : undefined}
          >
            <Mark status={state.status} place={index + 1} />
            <div class="step-line">
              <span class="step-name">{t(`migration.state.${state.state}`)}</span>
              <span class="soft small figures">{took(state, migration.status === 'failed')}</span>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}
