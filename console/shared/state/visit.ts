/** What a console knows of its visitor: what may be shown to everybody, and who is logged on. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { get, isRefusal } from '../http/api.ts';
import type { Consoles, Me } from '../http/api-types.ts';
import type { Language } from '../i18n/language.ts';
import { SESSION_ENDED } from './resource.ts';

export type Visit = {
  readonly consoles: Consoles;
  /** Who is logged on. */
  readonly me: Me | undefined;
  /** The session ended by itself: the logon page says so. */
  readonly ended: boolean;
  /** Asks again who is logged on, after whatever changes that. */
  readonly refresh: () => void;
  /** The visitor logged off. */
  readonly leave: () => void;
  readonly setLanguage: (language: Language) => void;
};

type State = {
  readonly consoles?: Consoles;
  readonly me?: Me | undefined;
  readonly ended: boolean;
  readonly error?: unknown;
};

/** Who is logged on, if anybody is. */
async function readMe(): Promise<Me | undefined> {
  try {
    return await get<Me>('me');
  } catch (error) {
    if (isRefusal(error, 'session.required')) return undefined;
    throw error;
  }
}

/** Between two looks of a tab that comes back into view, in milliseconds. */
const LOOK_AGAIN = 30_000;

/** Asks both at once when the page opens. `error`: neither is known, `retry` asks again. */
export function useVisit(): { state: State; retry: () => void; refresh: Visit['refresh']; leave: Visit['leave'] } {
  const [state, setState] = useState<State>({ ended: false });
  const looked = useRef(0);

  const retry = useCallback(async () => {
    setState({ ended: false });
    try {
      const [consoles, me] = await Promise.all([get<Consoles>('console'), readMe()]);
      looked.current = Date.now();
      setState({ consoles, me, ended: false });
    } catch (error) {
      setState({ ended: false, error });
    }
  }, []);
  const look = useCallback(async () => {
    looked.current = Date.now();
    const me = await readMe();
    setState((before) => ({ ...before, me, ended: me === undefined && before.me !== undefined }));
  }, []);
  // What has changed must be known: where there is no answer, the console says so and asks again.
  const refresh = useCallback(
    () => void look().catch((error: unknown) => setState((before) => ({ ...before, error }))),
    [],
  );
  const leave = useCallback(() => setState((before) => ({ ...before, me: undefined, ended: false })), []);

  useEffect(() => {
    void retry();
    const end = () => setState((before) => ({ ...before, me: undefined, ended: before.me !== undefined }));
    // Another tab may have logged off, or another user on.
    const lookAgain = () => {
      if (!document.hidden && Date.now() - looked.current > LOOK_AGAIN) void look().catch(() => undefined);
    };
    window.addEventListener(SESSION_ENDED, end);
    document.addEventListener('visibilitychange', lookAgain);
    return () => {
      window.removeEventListener(SESSION_ENDED, end);
      document.removeEventListener('visibilitychange', lookAgain);
    };
  }, []);
  return { state, retry: () => void retry(), refresh, leave };
}
