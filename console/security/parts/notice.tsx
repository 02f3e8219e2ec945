/** What has just been done, in view wherever the page is scrolled to. Where the control that did it is gone, the focus comes here. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Alert } from '../../shared/ui/feedback.tsx';

/** @param of undefined until something was done */
export function Notice({ of, children }: { of: unknown; children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  // After every rendering: what held the focus may go with the answer, or only once a list has been read anew.
  useEffect(() => {
    if (of !== undefined && document.activeElement === document.body) box.current?.focus({ preventScroll: true });
  });
  return (
    <div ref={box} role="status" tabIndex={-1} class="notice">
      {of !== undefined && <Alert tone="good">{children}</Alert>}
    </div>
  );
}
