/** Moves the cursor to the field that an answer refused, so that a screen reader reads its error. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** @param on the refusal; a new one moves the cursor again */
export function FaultFocus({ on, children }: { on: unknown; children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (on !== undefined) box.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [on]);
  return (
    <div ref={box} class="stack">
      {children}
    </div>
  );
}
