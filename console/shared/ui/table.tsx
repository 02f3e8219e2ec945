/** A table in a box of its own: where it is wider than the window, the box scrolls, by keyboard too, and the page does not. */
import type { ComponentChildren } from 'preact';

export function TableBox({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section class="table-box" aria-label={label} tabIndex={0}>
      <table class="table">{children}</table>
    </section>
  );
}
