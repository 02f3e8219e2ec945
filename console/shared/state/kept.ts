/**
 * What was typed into a form when the session ended, over the new logon of the same user at the same address: in the memory of this
 * tab, and never a secret. A user who leaves the page or logs off leaves nothing.
 */
import { useEffect, useRef, useState } from 'preact/hooks';

type Kept = { readonly value: unknown; readonly address: string };
const kept = new Map<string, Kept>();

/** The user has logged off: the forms that go away with it leave nothing. */
let left = false;

/** Forgets all of it, when the user logs off. */
export function forgetTyped(): void {
  kept.clear();
  left = true;
}

export type Typed<T> = {
  /** What was typed before the session ended; undefined where nothing was. */
  readonly before: T | undefined;
  /** Keeps this from now on; undefined: nothing. */
  readonly keep: (value: T | undefined) => void;
};

let owner: string | undefined;

/** Says who is logged on: what another user typed is forgotten. */
export function typedBy(userId: string): void {
  if (owner !== undefined && owner !== userId) kept.clear();
  owner = userId;
}

/** @param form its name, one for each form and object */
export function useTyped<T>(form: string): Typed<T> {
  const [before] = useState(() => {
    const found = kept.get(form);
    kept.delete(form);
    left = false;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a form keeps one type under its name
    return found?.address === location.hash ? (found.value as T) : undefined;
  });
  const now = useRef<T | undefined>(before);
  useEffect(() => {
    const address = location.hash;
    return () => {
      // The page goes away while its address stays: the session has ended.
      if (!left && now.current !== undefined && location.hash === address)
        kept.set(form, { value: now.current, address });
    };
  }, [form]);
  return {
    before,
    keep: (value) => {
      now.current = value;
    },
  };
}

/** A text of a form that stays over the end of the session. */
export function useTypedText(form: string): [text: string, setText: (text: string) => void] {
  const { before, keep } = useTyped<string>(form);
  const [text, setText] = useState(before ?? '');
  keep(text === '' ? undefined : text);
  return [text, setText];
}
