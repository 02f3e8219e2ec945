/** A table in a box of its own: where it is wider than the window, the box scrolls, by keyboard too, and the page does not. */
import type { ComponentChildren } from 'preact';

type TableBoxProps = {
  label: string;
  /** On a phone each row is a card; each cell then says its column's name (`data-name`). */
  cards?: boolean;
  children: ComponentChildren;
};

export function TableBox({ label, cards, children }: TableBoxProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section class="table-box" aria-label={label} tabIndex={0}>
      <table class={cards ? 'table cards' : 'table'}>{children}</table>
    </section>
  );
}
