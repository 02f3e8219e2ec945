/** Moves the cursor to the field that an answer refused, so that a screen reader reads its error. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** @param on the refusal; a new one moves the cursor again */
export function FaultFocus({ on, children }: { on: unknown; children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  // With the field's error, not a moment after it.
  useLayoutEffect(() => {
    if (on !== undefined) box.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [on]);
  return (
    <div ref={box} class="stack">
      {children}
    </div>
  );
}
