/** Users as one types: what is asked for waits a moment for more letters, and what is shown stays until the next answer is here. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { query } from '../../../shared/http/api.ts';
import type { Users } from '../../../shared/http/api-types.ts';
import { usePages } from '../../state/paging.ts';

export type FoundUser = Users['users'][number];
/** What the page asks for; empty: anything. `source`: a name, or MADE_HERE. */
export type UserQuery = {
  readonly text: string;
  readonly stage: string;
  readonly source: string;
  readonly flag: string;
  readonly sort: string;
};
export const ANY: UserQuery = { text: '', stage: '', source: '', flag: '', sort: '' };
export const USER_FLAGS = ['locked', 'disabled', 'noToken', 'noAddress'] as const;
/** Stands for the empty name of those made here, where a choice has an empty value already. */
export const MADE_HERE = '-';

/** Users on a page, as many as a reader sees at once. */
const LIMIT = 50;
/** Milliseconds. */
const TYPING = 300;
/** One character is a word. */
const WORD = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Whether more must be typed before there is anything to look for. */
export const isShort = (text: string): boolean => {
  const typed = text.trim();
  return Array.from(typed).length === 1 && !WORD.test(typed);
};

/** The address of a page. A stage is `told`, or `stuck:bounced`. */
export function pathOf({ text, stage, source, flag, sort }: UserQuery, limit: number, next?: string): string {
  const [name, stuck] = stage.split(':');
  return `admin/users${query({
    text: text.trim() || undefined,
    ...(stuck ? { stuck } : { stage: name || undefined }),
    source: source === MADE_HERE ? undefined : source || undefined,
    ...(flag ? { [flag]: 'true' } : {}),
    sort: text.trim() === '' ? sort || undefined : undefined,
    limit,
    next,
  })}${source === MADE_HERE ? '&source=' : ''}`;
}

/** What was typed, as soon as no letter has followed for a moment. @returns it, and a way to take it at once */
export function useTyped(text: string): readonly [string, () => void] {
  const [typed, setTyped] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setTyped(text), TYPING);
    return () => clearTimeout(timer);
  }, [text]);
  return [typed, () => setTyped(text)];
}

type UserSearch = {
  readonly users: readonly FoundUser[];
  readonly busy: boolean;
  readonly error: unknown;
  /** Whether the answer to what is asked for is here. */
  readonly begun: boolean;
  /** Whether users of the release before are still missing. */
  readonly upgrading: boolean;
  /** There are more, and this role is not given them. */
  readonly cut: boolean;
  /** Reads on; undefined where all are here. */
  readonly more: (() => void) | undefined;
  readonly stop: () => void;
  readonly reload: () => void;
};

const pageOf = ({ users, next, upgrading, filling, more }: Users) => ({
  items: users,
  next,
  upgrading: upgrading ?? filling,
  cut: more,
});

export function useUserSearch(asked: UserQuery): UserSearch {
  const short = isShort(asked.text);
  const pages = usePages<Users, FoundUser>(
    short ? undefined : (next) => pathOf(asked, LIMIT, next),
    JSON.stringify(asked),
    pageOf,
    1,
  );
  const known = useRef<readonly FoundUser[]>([]);
  const answered = short || pages.begun || pages.error !== undefined;
  if (answered) known.current = pages.items;
  return {
    users: known.current,
    busy: pages.busy,
    error: pages.error,
    begun: pages.begun,
    upgrading: pages.upgrading === true,
    cut: pages.cut === true,
    more: pages.next === undefined || pages.busy ? undefined : pages.more,
    stop: pages.stop,
    reload: pages.reload,
  };
}
