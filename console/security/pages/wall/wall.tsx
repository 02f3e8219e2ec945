/**
 * `#/wall`: the migration on a screen on a wall, readable at three metres. No names, nothing to operate; it goes on by itself after the
 * network was away, says when its numbers are old, and keeps the screen awake. Escape leads back, and ends the session of a display. Dark, or light with `?theme=light`.
 */
import { useEffect, useRef } from 'preact/hooks';
import { go, hrefOf } from '../../../shared/browser/route.ts';
import { post } from '../../../shared/http/api.ts';
import { number, timeOfDay } from '../../../shared/i18n/language.ts';
import type { PageProps } from '../../../shared/state/page-props.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { Alert, Waiting } from '../../../shared/ui/feedback.tsx';
import { pointsOf } from '../../people/days.ts';
import { DaysDrawing } from '../../people/days-chart.tsx';
import { Bar, percentText } from '../../people/funnel.tsx';
import { needsOf } from '../../people/needs.ts';
import { type Freshness, useDays, useFreshness, useTotals } from '../../people/read.ts';
import { type ChosenSource, sourceName, sourceOf, sourceValues } from '../../people/source.ts';
import { funnelOf, ofSource, percentOf, type Summed } from '../../people/totals.ts';
import { t } from '../../texts/index.ts';

/** Keeps the screen from going dark while the display is shown; again after it was hidden, which ends it. */
function useAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let over = false;
    const ask = () => {
      if (document.hidden || !('wakeLock' in navigator)) return;
      navigator.wakeLock
        .request('screen')
        .then((given) => {
          lock = given;
          if (over) void given.release();
        })
        .catch(() => undefined);
    };
    ask();
    document.addEventListener('visibilitychange', ask);
    return () => {
      over = true;
      document.removeEventListener('visibilitychange', ask);
      void lock?.release();
    };
  }, []);
}

/** The way back: of a display the end of its session, since it has no other page. */
function useWayBack({ me, leave }: Visit, source: ChosenSource): () => void {
  const display = me?.session.scope === 'display';
  async function goBack() {
    if (document.fullscreenElement) void document.exitFullscreen();
    if (display) await post('logoff');
    go(hrefOf([], sourceValues(source)));
    if (display) leave();
  }
  const latest = useRef(goBack);
  latest.current = goBack;
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') void latest.current().catch(() => undefined);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return () => void latest.current().catch(() => undefined);
}

function Steps({ of, questions }: { of: Summed; questions: boolean }) {
  return (
    <ol class="wall-steps">
      {funnelOf(of, questions).map(({ milestone, far }) => (
        <li key={milestone} class={milestone === 'home' ? 'home' : undefined}>
          <span>{t(`people.step.${milestone}`)}</span>
          <strong>{number(far)}</strong>
          <Bar of={percentOf(far, of.people)} />
        </li>
      ))}
    </ol>
  );
}

/** Of those who are stuck, the reasons that hold most people up. */
const SHOWN = 4;

function Stuck({ of }: { of: Summed }) {
  const needs = needsOf(of, true).slice(0, SHOWN);
  return (
    <section class="wall-stuck">
      <h2>{t('wall.stuck')}</h2>
      {needs.length === 0 && <p>{t('wall.stuck.none')}</p>}
      <dl>
        {needs.map(({ of: reason, count }) => (
          <div key={reason}>
            <dt>{t(reason === 'tell' ? 'need.tell' : `stuck.${reason}`)}</dt>
            <dd>{number(count)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Chart({ source, now }: { source: ChosenSource; now: number }) {
  const { days } = useDays(source);
  const points = days ? pointsOf(days, now) : [];
  return (
    <section class="wall-chart" aria-hidden="true">
      {points.length > 0 && <DaysDrawing points={points} share={0.33} />}
    </section>
  );
}

function Fresh({ of }: { of: Freshness | undefined }) {
  if (!of) return null;
  return (
    <p class={of.stale ? 'wall-fresh stale' : 'wall-fresh'}>
      {of.stale && <strong>{t('people.stale')}</strong>} {t('people.as-of', { time: timeOfDay(of.asOf) })}
    </p>
  );
}

export function WallPage({ route: { values }, visit }: PageProps) {
  const { consoles } = visit;
  const source = sourceOf(values);
  const totals = useTotals();
  const fresh = useFreshness(totals);
  useAwake();
  const goBack = useWayBack(visit, source);
  const { data } = totals;
  const of = data && ofSource(data.sources, source);
  return (
    <main id="content" class="wall" data-theme={values['theme'] === 'light' ? 'light' : 'dark'} tabIndex={-1}>
      <header>
        <h1>
          {t('wall.title', { organisation: consoles.organisation })}
          {source === undefined ? '' : ` · ${sourceName(source)}`}
        </h1>
        <Fresh of={fresh} />
        <button type="button" class="button skip" onClick={goBack}>
          {t('wall.back')}
        </button>
      </header>
      {!of && (totals.error === undefined ? <Waiting /> : <p class="wall-none">{t('wall.waits')}</p>)}
      {data && of && (
        <>
          {data.filling && <Alert tone="info">{t('people.filling')}</Alert>}
          <div class="wall-home">
            <strong>{percentText(of.stages.home, of.people)}</strong>
            <p>{t('wall.home', { count: of.people, home: number(of.stages.home), people: number(of.people) })}</p>
          </div>
          <Steps of={of} questions={consoles.recoveryMode !== 'email-link+token'} />
          <Chart source={source} now={data.asOf} />
          <Stuck of={of} />
        </>
      )}
    </main>
  );
}
