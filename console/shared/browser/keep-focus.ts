import { useEffect, useRef } from 'preact/hooks';

/**
 * Gives the focus back to the page's heading where the control that had it went away with what it belonged to (WCAG 2.4.3).
 * @param phase what the page shows: looked at whenever it changes
 */
export function useKeepFocus(phase: unknown): void {
  const before = useRef(phase);
  useEffect(() => {
    if (before.current === phase) return;
    before.current = phase;
    if (document.activeElement === null || document.activeElement === document.body)
      document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  }, [phase]);
}
