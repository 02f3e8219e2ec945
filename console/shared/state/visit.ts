/** What a console knows before it shows a page: its public settings, and who is logged on. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Language } from '#core/languages.ts';
import { applyBrand } from '../browser/brand.ts';
import { get, isRefusal } from '../http/api.ts';
import type { Consoles, Me } from '../http/api-types.ts';
import { typedBy } from './kept.ts';
import { SESSION_ENDED } from './resource.ts';

export type Visit = {
  readonly consoles: Consoles;
  /** The user who is logged on, if any. */
  readonly me: Me | undefined;
  /** The session expired: the logon page says so. */
  readonly ended: boolean;
  /** Reads again who is logged on, after an act that changes it. */
  readonly refresh: () => void;
  /** The user has logged off. */
  readonly leave: () => void;
  readonly setLanguage: (language: Language) => void;
};

type State = {
  readonly consoles?: Consoles;
  readonly me?: Me | undefined;
  readonly ended: boolean;
  readonly error?: unknown;
};

/** Where a console reads who is logged on to it. */
export type WhoPath = 'me' | 'admin/session';

/** Reads who is logged on to this console; undefined where no user is. A session of the other console may not be enough for this one. */
async function readMe(path: WhoPath): Promise<Me | undefined> {
  try {
    const me = await get<Me>(path);
    typedBy(me.userId);
    return me;
  } catch (error) {
    if (isRefusal(error, 'session.required', 'role.required', 'session.change_password')) return undefined;
    throw error;
  }
}

/** The least time between two readings when the tab becomes visible again, in milliseconds. */
const LOOK_AGAIN = 30_000;

/** Reads settings and user at once when the page opens. After an `error` neither is known, and `retry` reads them again. */
export function useVisit(path: WhoPath): {
  state: State;
  retry: () => void;
  refresh: Visit['refresh'];
  leave: Visit['leave'];
} {
  const [state, setState] = useState<State>({ ended: false });
  const looked = useRef(0);

  const retry = useCallback(async () => {
    setState({ ended: false });
    try {
      const [consoles, me] = await Promise.all([get<Consoles>('console'), readMe(path)]);
      looked.current = Date.now();
      applyBrand(consoles.brand);
      setState({ consoles, me, ended: false });
    } catch (error) {
      setState({ ended: false, error });
    }
  }, []);
  const look = useCallback(async () => {
    looked.current = Date.now();
    const me = await readMe(path);
    setState((before) => ({ ...before, me, ended: me === undefined && before.me !== undefined }));
  }, []);
  // After a change the user must be known: where no answer comes, the console says so and offers to try again.
  const refresh = useCallback(
    () => void look().catch((error: unknown) => setState((before) => ({ ...before, error }))),
    [],
  );
  const leave = useCallback(() => setState((before) => ({ ...before, me: undefined, ended: false })), []);

  useEffect(() => {
    void retry();
    const end = () => setState((before) => ({ ...before, me: undefined, ended: before.me !== undefined }));
    // In another tab the user may have logged off, or another user logged on.
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
