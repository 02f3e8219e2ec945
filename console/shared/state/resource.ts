/** What a page shows of the API, and what it sends there: state for hooks. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { get, isRefusal } from '../http/api.ts';

export type Resource<T> = {
  /** What came last; kept while it is asked for again. */
  readonly data: T | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  readonly reload: () => void;
  /** Puts what a write answered in the place of what was read. */
  readonly set: (data: T) => void;
};

/** Reads `path` when it is there, changes or is asked for again. `every`: ask again so often, in milliseconds, while the page is seen. */
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
      timer = setTimeout(() => (document.hidden ? later(milliseconds) : void read()), milliseconds);
    };
    async function read() {
      try {
        const data = await get<T>(path!, abort.signal);
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

/** The console listens for this: the session is over, whichever request noticed. */
export const SESSION_ENDED = 'landfall:session-ended';
const ended = () => window.dispatchEvent(new Event(SESSION_ENDED));

export type Submit<Args extends readonly unknown[]> = {
  readonly busy: boolean;
  readonly error: unknown;
  readonly submit: (...args: Args) => Promise<void>;
  readonly clear: () => void;
};

/** Runs `work` once at a time: a second click while it runs does nothing. What it throws is kept as `error`. */
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
