/**
 * The changes that an administrator has typed, as the fields that differ from what was read. When another administrator saves first
 * and the values are read again, the typed ones stay, and a field that both have changed can be shown with both values.
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { useTyped } from '../../shared/state/kept.ts';

type Values = Readonly<Record<string, unknown>>;
export type Change<Key extends string = string> = {
  readonly field: Key;
  readonly before: unknown;
  readonly after: unknown;
};

/** Compares by JSON, since the values come from JSON and are sent as JSON. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The fields of `typed` that differ from what was read, in the order of `base`. */
export function changesOf<T extends Values>(base: T, typed: Partial<T>): Change<keyof T & string>[] {
  return Object.keys(base).flatMap((field) =>
    field in typed && !same(base[field], typed[field]) ? [{ field, before: base[field], after: typed[field] }] : [],
  );
}

/** Fields that were typed here and that another administrator has since saved with another value, `after`. */
export function overtaken<T extends Values>(seen: T, now: T, typed: Partial<T>): Change<keyof T & string>[] {
  return changesOf(seen, now).filter(({ field, after }) => field in typed && !same(after, typed[field]));
}

export type Draft<T extends Values> = {
  readonly values: T;
  readonly changes: readonly Change<keyof T & string>[];
  readonly put: <Key extends keyof T & string>(field: Key, value: T[Key]) => void;
  /** The fields typed here that another administrator has saved meanwhile. */
  readonly theirs: readonly Change<keyof T & string>[];
  /** Discards what was typed. */
  readonly reset: () => void;
  /** What is there was typed before the session ended. */
  readonly restored: boolean;
};

/** @param base the values as they were last read @param form its name and user, for what was typed when the session ended */
export function useDraft<T extends Values>(base: T, form: string): Draft<T> {
  const { before, keep } = useTyped<Partial<T>>(form);
  const [typed, setTyped] = useState<Partial<T>>(before ?? {});
  // The values at the time when typing began, with which `theirs` compares.
  const seen = useRef(base);
  if (Object.keys(typed).length === 0) seen.current = base;
  const changes = changesOf(base, typed);
  const dirty = changes.length > 0;
  keep(dirty ? typed : undefined);
  useEffect(() => {
    if (!dirty) return undefined;
    // The browser asks before the page is left and the typed values are lost.
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
    restored: before !== undefined && dirty,
  };
}
