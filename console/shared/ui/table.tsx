/** A table in its own box: where it is wider than the window, the box scrolls, also by keyboard, and the page does not. */
import type { ComponentChildren } from 'preact';

type TableBoxProps = {
  label: string;
  /** On a phone each row is shown as a card, and each cell with its column's name (`data-name`). */
  cards?: boolean;
  /** As a list of the Security Console: links without lines, and a head that stays in view. */
  dense?: boolean;
  children: ComponentChildren;
};

/** A click anywhere in a row follows the link that names it; keyboards and screen readers have the link itself. */
function followRow(event: MouseEvent): void {
  const target = event.target instanceof Element ? event.target : undefined;
  if (!target || target.closest('a, button, input, select, label, summary') || getSelection()?.toString()) return;
  target.closest('tr')?.querySelector<HTMLElement>('th a')?.click();
}

export function TableBox({ label, cards, dense, children }: TableBoxProps) {
  const look = ['table', cards ? 'cards' : '', dense ? 'dense' : ''].filter(Boolean).join(' ');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section class={dense ? 'table-box tall' : 'table-box'} aria-label={label} tabIndex={0}>
      {dense ? (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the link in the row is what keyboards use
        <table class={look} onClick={followRow}>
          {children}
        </table>
      ) : (
        <table class={look}>{children}</table>
      )}
    </section>
  );
}
