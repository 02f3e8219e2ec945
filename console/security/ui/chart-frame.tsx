/** The frame of a chart: its title, what it says in one sentence, the drawing, and the same numbers as a table. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../texts/index.ts';

type ChartFrameProps = {
  title: string;
  /** What the chart says, for readers who don't see it: "Of 2,072 people 1,755 are home." */
  summary: string;
  /** One entry for each series, with the class of its mark. Lines and areas differ by dash or pattern too. */
  legend?: readonly { readonly name: string; readonly mark: string }[];
  /** The same numbers: a table. */
  table: ComponentChildren;
  /** What operates the drawing, below it. */
  tools?: ComponentChildren;
  /** The `<svg>`. Screen readers skip it: summary and table say all that it does. */
  children: ComponentChildren;
};

export function ChartFrame({ title, summary, legend = [], table, tools, children }: ChartFrameProps) {
  const id = useId();
  return (
    <figure class="chart" aria-labelledby={id}>
      <figcaption>
        <h2 id={id}>{title}</h2>
        <p class="soft">{summary}</p>
      </figcaption>
      {legend.length > 0 && (
        <ul class="legend">
          {legend.map(({ name, mark }) => (
            <li key={name}>
              <svg viewBox="0 0 24 10" width="24" height="10" aria-hidden="true">
                <path class={mark} d="M0 5h24" />
              </svg>
              {name}
            </li>
          ))}
        </ul>
      )}
      <div class="chart-drawing" aria-hidden="true">
        {children}
      </div>
      {tools}
      <details class="chart-table">
        <summary>{t('ui.chart.table')}</summary>
        {table}
      </details>
    </figure>
  );
}
