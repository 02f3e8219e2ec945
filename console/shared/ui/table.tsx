/** A table in its own box: where it is wider than the window, the box scrolls, also by keyboard, and the page does not. */
import type { ComponentChildren } from 'preact';

type TableBoxProps = {
  label: string;
  /** On a phone each row is shown as a card, and each cell with its column's name (`data-name`). */
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
