/** Collects the items of a list that the API gives page by page; a search may give empty pages before others. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { get, isRefusal } from '../../shared/http/api.ts';
import { SESSION_ENDED } from '../../shared/state/resource.ts';

type Page<T> = {
  readonly items: readonly T[];
  readonly next?: string | undefined;
  readonly upgrading?: true | undefined;
  /** There are more, which the caller is not given. */
  readonly cut?: true | undefined;
};
type State<T> = {
  readonly items: readonly T[];
  readonly next?: string | undefined;
  readonly busy: boolean;
  readonly error?: unknown;
  /** Items of the release before are still missing. */
  readonly upgrading?: true | undefined;
  /** There are more, which the caller is not given. */
  readonly cut?: true | undefined;
  /** Whether the first page has been read. */
  readonly begun: boolean;
};
export type Pages<T> = State<T> & {
  /** Reads on where it stopped. */
  readonly more: () => void;
  readonly stop: () => void;
  readonly reload: () => void;
};

const NOTHING: State<never> = { items: [], busy: false, begun: false };

/**
 * @param path of a page, given the `next` of the page before; undefined: nothing is read yet
 * @param key what the pages depend on: when it changes, reading starts again
 * @param least items to read at once: after shorter pages the next page is read automatically
 */
export function usePages<Answer, T>(
  path: ((next?: string) => string) | undefined,
  key: string,
  pageOf: (answer: Answer) => Page<T>,
  least = 25,
): Pages<T> {
  const [state, setState] = useState<State<T>>(NOTHING);
  const [turn, setTurn] = useState(0);
  const latest = useRef({ path, pageOf });
  latest.current = { path, pageOf };
  const running = useRef<AbortController>(undefined);

  const read = useCallback(async (from: State<T>) => {
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    const { path: at, pageOf: open } = latest.current;
    if (!at) return setState(NOTHING);
    let { items, next, begun, upgrading, cut } = from;
    const before = items.length;
    setState({ items, next, busy: true, begun });
    try {
      do {
        const page = open(await get<Answer>(at(next), abort.signal));
        items = [...items, ...page.items];
        next = page.next;
        upgrading = page.upgrading;
        cut = page.cut;
        begun = true;
        const busy = next !== undefined && items.length - before < least;
        setState({ items, next, upgrading, cut, busy, begun });
        if (!busy) return;
      } while (next !== undefined);
    } catch (error) {
      if (!abort.signal.aborted) setState({ items, next, busy: false, begun, upgrading, cut, error });
      if (isRefusal(error, 'session.required')) window.dispatchEvent(new Event(SESSION_ENDED));
    }
  }, []);

  useEffect(() => {
    void read({ items: [], busy: true, begun: false });
    return () => running.current?.abort();
  }, [key, turn]);

  return {
    ...state,
    more: () => void read(state),
    stop: () => {
      running.current?.abort();
      setState((before) => ({ ...before, busy: false }));
    },
    reload: useCallback(() => setTurn((before) => before + 1), []),
  };
}
