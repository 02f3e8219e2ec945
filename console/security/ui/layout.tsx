/** How a page of the Security Console is divided. docs/design.md says when to use which. */
import type { ComponentChildren } from 'preact';
import { Menu, type MenuItem } from '../../shared/ui/menu.tsx';
import { t } from '../texts/index.ts';

/** The main column and what belongs beside it; below it where there is little room. */
export function Split({ aside, children }: { aside: ComponentChildren; children: ComponentChildren }) {
  return (
    <div class="split">
      <div class="stack loose">{children}</div>
      <div class="stack loose">{aside}</div>
    </div>
  );
}

/** The pages beside the open one, as links under the heading; the address says which is open. */
export function Tabs({ label, items }: { label: string; items: readonly MenuItem[] }) {
  return (
    <div class="tabs">
      <Menu label={label} items={items} />
    </div>
  );
}

type ToolbarProps = {
  /** What the filters are called for screen readers, where a page has more than one line of them. */
  label?: string;
  /** At the end of the line. */
  end?: ComponentChildren;
  children: ComponentChildren;
};

/** Filters of a list, in one line above it. Each acts at once. */
export function Toolbar({ label = t('ui.filters'), end, children }: ToolbarProps) {
  return (
    <search class="toolbar row apart" aria-label={label}>
      <div class="row">{children}</div>
      {end && <div class="row">{end}</div>}
    </search>
  );
}

export type Figure = {
  readonly key: string;
  readonly label: string;
  /** Already in the reader's language. */
  readonly value: string;
  /** The list behind the number. */
  readonly href?: string | undefined;
  readonly tone?: 'good' | 'warn' | 'bad';
  /** What the number is a part of, or since when: one short line. */
  readonly note?: ComponentChildren;
};

/** A few numbers side by side; each opens the list behind it. */
export function Figures({ label, of }: { label: string; of: readonly Figure[] }) {
  return (
    <ul class="figure-strip" aria-label={label}>
      {of.map(({ key, label: name, value, href, tone, note }) => {
        const inside = (
          <>
            <strong>{value}</strong>
            <span class="figure-name">{name}</span>
            {note !== undefined && <span class="figure-note">{note}</span>}
          </>
        );
        return (
          <li key={key} class={tone}>
            {href === undefined ? <div>{inside}</div> : <a href={href}>{inside}</a>}
          </li>
        );
      })}
    </ul>
  );
}
