import { useEffect, useRef } from 'preact/hooks';

/**
 * Moves the focus to the page's heading when the control that had it was removed from the page (WCAG 2.4.3).
 * @param phase what the page shows at present; the focus is checked each time it changes
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
