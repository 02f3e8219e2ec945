/** Hooks for what a page reads from the API and what it sends there. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { get, isRefusal } from '../http/api.ts';

export type Resource<T> = {
  /** The last answer; kept while it is read again. */
  readonly data: T | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  readonly reload: () => void;
  /** Replaces the data that was read by the answer to a write. */
  readonly set: (data: T) => void;
};

/**
 * Reads `path` when it is given, when it changes and on `reload`.
 * @param every milliseconds until the next reading while the page is visible; undefined: none. Those readings don't prolong the session.
 */
export function useResource<T>(path: string | undefined, every?: (data: T) => number | undefined): Resource<T> {
  const [state, setState] = useState<{ path?: string; data?: T; error?: unknown }>({});
  const [turn, setTurn] = useState(0);
  const interval = useRef(every);
  interval.current = every;

  useEffect(() => {
    if (path === undefined) return undefined;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = (milliseconds: number) => {
      timer = setTimeout(() => (document.hidden ? later(milliseconds) : void read(true)), milliseconds);
    };
    async function read(repeated = false) {
      try {
        const data = await get<T>(path!, abort.signal, repeated);
        setState({ path: path!, data });
        const next = interval.current?.(data);
        if (next !== undefined) later(next);
      } catch (error) {
        if (abort.signal.aborted) return;
        setState((before) => ({ ...(before.path === path ? before : {}), path: path!, error }));
        if (interval.current && !isRefusal(error)) later(5000);
        if (isRefusal(error, 'session.required')) ended();
      }
    }
    void read();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [path, turn]);

  const current = state.path === path ? state : {};
  return {
    data: current.data,
    error: current.error,
    loading: path !== undefined && current.data === undefined && current.error === undefined,
    reload: useCallback(() => setTurn((before) => before + 1), []),
    set: useCallback((data: T) => setState({ ...(path === undefined ? {} : { path }), data }), [path]),
  };
}

/** The event that says that the session is over; any request may find out. */
export const SESSION_ENDED = 'landfall:session-ended';
const ended = () => window.dispatchEvent(new Event(SESSION_ENDED));

export type Submit<Args extends readonly unknown[]> = {
  readonly busy: boolean;
  readonly error: unknown;
  readonly submit: (...args: Args) => Promise<void>;
  readonly clear: () => void;
};

/** Runs `work` once at a time: a second click while it runs does nothing. An error that it throws is returned as `error`. */
export function useSubmit<Args extends readonly unknown[]>(work: (...args: Args) => Promise<void>): Submit<Args> {
  const [state, setState] = useState<{ busy: boolean; error?: unknown }>({ busy: false });
  const running = useRef(false);
  const latest = useRef(work);
  latest.current = work;
  const submit = useCallback(async (...args: Args) => {
    if (running.current) return;
    running.current = true;
    setState({ busy: true });
    try {
      await latest.current(...args);
      setState({ busy: false });
    } catch (error) {
      setState({ busy: false, error });
      if (isRefusal(error, 'session.required')) ended();
    } finally {
      running.current = false;
    }
  }, []);
  const clear = useCallback(() => setState(({ busy }) => ({ busy })), []);
  return { busy: state.busy, error: state.error, submit, clear };
}
