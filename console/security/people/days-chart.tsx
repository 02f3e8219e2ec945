/**
 * People by day: how many had come to each milestone at the end of each day. Lines differ by dash and width, and are named at their ends;
 * a slider below the drawing says the values of each day, and a table holds all of them.
 */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { dayName, number } from '../../shared/i18n/language.ts';
import { TableBox } from '../../shared/ui/table.tsx';
import { t } from '../texts/index.ts';
import { ChartFrame } from '../ui/chart-frame.tsx';
import { countTicks, dayTicks, type Point, pointsOf, SERIES, type Series } from './days.ts';
import type { Day } from './shapes.ts';

/** Of the box that is drawn into; `em` is the size of its text, in pixels. */
type Size = { readonly width: number; readonly em: number; readonly rtl: boolean };

function useSize(): { readonly box: { current: HTMLDivElement | null }; readonly size: Size } {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size>({ width: 640, em: 12, rtl: false });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const look = () => {
      const { fontSize, direction } = getComputedStyle(element);
      const next = { width: element.clientWidth, em: Number.parseFloat(fontSize), rtl: direction === 'rtl' };
      setSize((before) => (JSON.stringify(before) === JSON.stringify(next) || next.width === 0 ? before : next));
    };
    look();
    const watch = new ResizeObserver(look);
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return { box, size };
}

/** Names at the ends of the lines, moved apart where they would cover each other; from above to below. */
function spread(ends: readonly { readonly series: Series; readonly y: number }[], least: number, lowest: number) {
  const placed = ends.toSorted((a, b) => a.y - b.y).map((one) => ({ ...one }));
  for (let place = 1; place < placed.length; place += 1)
    placed[place]!.y = Math.max(placed[place]!.y, placed[place - 1]!.y + least);
  for (let place = placed.length - 1, most = lowest; place >= 0; place -= 1) {
    placed[place]!.y = Math.min(placed[place]!.y, most);
    most = placed[place]!.y - least;
  }
  return placed;
}

type Edges = { readonly start: number; readonly end: number };

type DrawingProps = {
  readonly points: readonly Point[];
  /** The day that is looked at. */
  readonly chosen?: number;
  readonly onChoose?: (place: number) => void;
  /** Told where the first and the last day stand, in pixels from the edges of the drawing. */
  readonly onPlace?: (edges: Edges) => void;
  /** Height as a share of the width, within bounds in em. */
  readonly share?: number;
};

export function DaysDrawing({ points, chosen, onChoose, onPlace, share = 0.36 }: DrawingProps) {
  const { box, size } = useSize();
  const { width, em, rtl } = size;
  const height = Math.round(Math.min(26 * em, Math.max(15 * em, width * share)));
  const most = Math.max(...points.map(({ until }) => Math.max(...SERIES.map((one) => until[one]))));
  const ticks = countTicks(most);
  const named = width > 42 * em;
  const [top, bottom] = [0.75 * em, 1.75 * em];
  const start = (Math.max(...ticks.map((tick) => number(tick, COMPACT).length)) * 0.62 + 0.75) * em;
  const last = points.at(-1)!;
  const names = SERIES.map((series) => `${t(`people.day.${series}`)} ${number(last.until[series])}`);
  const end = named ? (Math.max(...names.map(({ length }) => length)) * 0.6 + 1.5) * em : 1.25 * em;
  const [across, down] = [width - start - end, height - top - bottom];
  // A day before the first, on which there was nothing: also a single day is a line.
  const steps = points.length;
  useLayoutEffect(() => onPlace?.({ start: start + across / steps, end }), [start, across / steps, end]);
  const mirror = (x: number) => (rtl ? width - x : x);
  const x = (place: number) => mirror(start + ((place + 1) * across) / steps);
  const y = (value: number) => top + down - (value * down) / ticks.at(-1)!;
  const line = (series: Series) =>
    `M${mirror(start).toFixed(1)} ${y(0).toFixed(1)}${points
      .map(({ until }, place) => `L${x(place).toFixed(1)} ${y(until[series]).toFixed(1)}`)
      .join('')}`;
  const ends = spread(
    SERIES.map((series) => ({ series, y: y(last.until[series]) })),
    1.35 * em,
    y(0),
  );
  const [before, after] = rtl ? (['start', 'end'] as const) : (['end', 'start'] as const);
  const toward = rtl ? -1 : 1;
  const choose =
    onChoose &&
    ((event: PointerEvent) => {
      const { left } = (event.currentTarget as Element).getBoundingClientRect();
      const at = mirror(event.clientX - left);
      onChoose(Math.min(steps - 1, Math.max(0, Math.round(((at - start) * steps) / across) - 1)));
    });
  return (
    <div ref={box} class="days-drawing">
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: the frame hides it; summary, slider and table say what it shows */}
      <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} direction="ltr" onPointerMove={choose}>
        {ticks.map((tick) => (
          <g key={tick}>
            <path class={tick === 0 ? 'axis' : 'grid'} d={`M${mirror(start)} ${y(tick)}H${mirror(width - end)}`} />
            <text x={mirror(start - 0.5 * em)} y={y(tick) + 0.35 * em} text-anchor={before}>
              {number(tick, COMPACT)}
            </text>
          </g>
        ))}
        {dayTicks(steps, Math.floor(across / (5.5 * em))).map((place) => (
          <g key={place}>
            <path class="axis" d={`M${x(place)} ${y(0)}v${0.35 * em}`} />
            <text x={x(place)} y={height - 0.3 * em} text-anchor={named || place < steps - 1 ? 'middle' : before}>
              {dayName(points[place]!.day)}
            </text>
          </g>
        ))}
        <path class="area-home" d={`${line('home')}V${y(0)}H${mirror(start)}Z`} />
        {SERIES.map((series) => (
          <path key={series} class={`line line-${series}`} d={line(series)} />
        ))}
        {chosen !== undefined && (
          <g>
            <path class="cursor" d={`M${x(chosen)} ${top}V${y(0)}`} />
            {SERIES.map((series) => (
              <circle
                key={series}
                class={`dot dot-${series}`}
                cx={x(chosen)}
                cy={y(points[chosen]!.until[series])}
                r={series === 'home' ? 4 : 3}
              />
            ))}
          </g>
        )}
        {named &&
          ends.map(({ series, y: at }) => (
            <text
              key={series}
              class={`end end-${series}`}
              x={x(steps - 1) + toward * 0.75 * em}
              y={at + 0.35 * em}
              text-anchor={after}
            >
              {names[SERIES.indexOf(series)]}
            </text>
          ))}
      </svg>
    </div>
  );
}
const COMPACT = { notation: 'compact', maximumFractionDigits: 1 } as const;

const valuesText = ({ until }: Point): string =>
  SERIES.map((series) => `${t(`people.day.${series}`)} ${number(until[series])}`).join(' · ');

/** Chooses a day by arrow keys, finger or mouse, and says its values. */
type ChoiceProps = Required<Pick<DrawingProps, 'points' | 'chosen' | 'onChoose'>> & { readonly edges: Edges };
/** Half of the slider's thumb: the middle of it stands at the day. */
const THUMB = 8;

function DayChoice({ points, chosen, onChoose, edges }: ChoiceProps) {
  const point = points[chosen]!;
  const name = dayName(point.day, true);
  return (
    <div class="day-choice">
      {points.length > 1 && (
        <input
          type="range"
          min={0}
          max={points.length - 1}
          value={chosen}
          style={{ marginInlineStart: `${edges.start - THUMB}px`, marginInlineEnd: `${edges.end - THUMB}px` }}
          aria-label={t('people.days.choose')}
          aria-valuetext={`${name}: ${valuesText(point)}`}
          onInput={(event) => onChoose(Number(event.currentTarget.value))}
        />
      )}
      <p class="figures small">
        <strong>{name}</strong>
        {SERIES.map((series) => (
          <span key={series}>
            {t(`people.day.${series}`)} <b>{number(point.until[series])}</b>
          </span>
        ))}
      </p>
    </div>
  );
}

function DayTable({ points }: { points: readonly Point[] }) {
  return (
    <TableBox label={t('people.days.title')}>
      <thead>
        <tr>
          <th scope="col">{t('people.days.day')}</th>
          {SERIES.map((series) => (
            <th key={series} scope="col" class="number">
              {t(`people.day.${series}`)}
            </th>
          ))}
          <th scope="col" class="number">
            {t('people.days.home-so-far')}
          </th>
        </tr>
      </thead>
      <tbody>
        {points.toReversed().map(({ day, on, until }) => (
          <tr key={day} data-day={day}>
            <th scope="row" class="short">
              {dayName(day, true)}
            </th>
            {SERIES.map((series) => (
              <td key={series} class="number">
                {number(on[series])}
              </td>
            ))}
            <td class="number">{number(until.home)}</td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}

type Props = { readonly days: readonly Day[]; readonly now: number; readonly note?: ComponentChildren };

/** @param now Unix ms: the chart goes on until that day */
export function DaysChart({ days, now, note }: Props) {
  const today = Math.floor(now / 86_400_000);
  const points = useMemo(() => pointsOf(days, now), [days, today]);
  const [asked, setAsked] = useState<number>();
  const [edges, setEdges] = useState<Edges>({ start: THUMB, end: THUMB });
  const last = points.at(-1);
  if (!last) return null;
  const chosen = Math.min(asked ?? points.length - 1, points.length - 1);
  const choose = (place: number) => setAsked(place === points.length - 1 ? undefined : place);
  const summary = t('people.days.summary', {
    count: points.length,
    home: number(last.until.home),
    imported: number(last.until.imported),
  });
  return (
    <ChartFrame
      title={t('people.days.title')}
      summary={summary}
      legend={SERIES.map((series) => ({ name: t(`people.day.${series}`), mark: `line line-${series}` }))}
      tools={
        <>
          <DayChoice points={points} chosen={chosen} onChoose={choose} edges={edges} />
          {note}
        </>
      }
      table={<DayTable points={points} />}
    >
      <DaysDrawing points={points} chosen={chosen} onChoose={choose} onPlace={setEdges} />
    </ChartFrame>
  );
}
