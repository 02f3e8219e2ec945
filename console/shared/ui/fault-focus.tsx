/** Where an answer refuses a field, the cursor goes there, and its error is read out with it. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** @param on the refusal; another one moves the cursor again */
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
