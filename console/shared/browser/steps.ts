/**
 * The steps of one page as entries of the browser's history: Back goes to the step before, not away from the site. The steps stand
 * in memory, so that no secret of one (a challenge, a link) lies in the history; after a reload Back leads to the first step.
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

type Entry = { readonly page: number; readonly at: number };
const entry = (): Partial<Entry> => (history.state ?? {}) as Partial<Entry>;

/** The pages with steps that are shown: one may hold another, whose entries are none of its business. */
const shown = new Set<number>();
let pages = Date.now();

export type Steps<P> = {
  readonly place: P;
  /** Goes on to the next step. @param address to be shown with it; absent: the present one */
  readonly forward: (place: P, address?: string) => void;
  /** Shows this in place of the present step: Back leads to the one before it. */
  readonly replace: (place: P, address?: string) => void;
  /** Shows this from now on, also where Back leads to an earlier step: what was done can't be done again. */
  readonly settle: (place: P, address?: string) => void;
};

/** @param first the step to begin with @param begin the step that Back leads to where the earlier ones are not known any more */
export function useSteps<P>(first: () => P, begin: () => P): Steps<P> {
  const [place, setPlace] = useState(first);
  const steps = useRef([place]);
  const page = useRef(0);
  const at = useRef(0);
  const latest = useRef(begin);
  latest.current = begin;

  useEffect(() => {
    pages += 1;
    const own = pages;
    page.current = own;
    shown.add(own);
    history.replaceState({ page: own, at: 0 } satisfies Entry, '');
    function back() {
      const { page: of, at: index = 0 } = entry();
      if (of !== own && of !== undefined && shown.has(of)) return;
      const known = of === own ? steps.current[index] : undefined;
      if (known !== undefined) at.current = index;
      else {
        // Opened by its address, or an entry of this page before a reload: one more step, and the others stay behind it.
        at.current = steps.current.length;
        steps.current = [...steps.current, latest.current()];
        history.replaceState({ page: own, at: at.current } satisfies Entry, '');
      }
      setPlace(() => steps.current[at.current]!);
    }
    window.addEventListener('popstate', back);
    return () => {
      shown.delete(own);
      window.removeEventListener('popstate', back);
    };
  }, []);

  const forward = useCallback((next: P, address?: string) => {
    steps.current = [...steps.current.slice(0, at.current + 1), next];
    at.current += 1;
    history.pushState({ page: page.current, at: at.current } satisfies Entry, '', address);
    setPlace(() => next);
  }, []);
  const replace = useCallback((next: P, address?: string) => {
    steps.current = [...steps.current.slice(0, at.current), next];
    history.replaceState({ page: page.current, at: at.current } satisfies Entry, '', address);
    setPlace(() => next);
  }, []);
  const settle = useCallback((next: P, address?: string) => {
    steps.current = steps.current.slice(0, at.current + 1).map(() => next);
    history.replaceState({ page: page.current, at: at.current } satisfies Entry, '', address);
    setPlace(() => next);
  }, []);
  return { place, forward, replace, settle };
}
