/**
 * What was typed over what was read: only the fields that differ. When somebody else was faster and the values are read anew,
 * what was typed stays, and each field that they changed too can be shown with both values.
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

type Values = Readonly<Record<string, unknown>>;
export type Change<Key extends string = string> = {
  readonly field: Key;
  readonly before: unknown;
  readonly after: unknown;
};

/** JSON says whether two values are the same: they come from JSON and go there. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The fields of `typed` that differ from what was read, in the order of `base`. */
export function changesOf<T extends Values>(base: T, typed: Partial<T>): Change<keyof T & string>[] {
  return Object.keys(base).flatMap((field) =>
    field in typed && !same(base[field], typed[field]) ? [{ field, before: base[field], after: typed[field] }] : [],
  );
}

/** Fields that were typed here and saved otherwise by somebody else since. `after`: theirs. */
export function overtaken<T extends Values>(seen: T, now: T, typed: Partial<T>): Change<keyof T & string>[] {
  return changesOf(seen, now).filter(({ field, after }) => field in typed && !same(after, typed[field]));
}

export type Draft<T extends Values> = {
  readonly values: T;
  readonly changes: readonly Change<keyof T & string>[];
  readonly put: <Key extends keyof T & string>(field: Key, value: T[Key]) => void;
  /** What somebody else saved meanwhile, of the fields typed here. */
  readonly theirs: readonly Change<keyof T & string>[];
  /** Everything as it was read. */
  readonly reset: () => void;
};

/** @param base as read last */
export function useDraft<T extends Values>(base: T): Draft<T> {
  const [typed, setTyped] = useState<Partial<T>>({});
  // Typing begins at some state of things; until it ends, that is what "theirs" is told apart from.
  const seen = useRef(base);
  if (Object.keys(typed).length === 0) seen.current = base;
  const changes = changesOf(base, typed);
  const dirty = changes.length > 0;
  useEffect(() => {
    if (!dirty) return undefined;
    // The browser asks before what was typed goes with the page.
    const ask = (event: Event) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [dirty]);
  return {
    values: { ...base, ...typed },
    changes,
    theirs: overtaken(seen.current, base, typed),
    put: useCallback((field, value) => setTyped((before) => ({ ...before, [field]: value })), []),
    reset: useCallback(() => setTyped({}), []),
  };
}
