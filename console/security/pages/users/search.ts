/**
 * One search for all that may be meant: a user ID and a serial are looked up at once; beginnings of user IDs and addresses are
 * gone through page by page. Without a text it is the list of all users.
 */
import { useMemo } from 'preact/hooks';
import { query } from '../../../shared/http/api.ts';
import type { User, Users } from '../../../shared/http/api-types.ts';
import { useResource } from '../../../shared/state/resource.ts';
import { usePages } from '../../state/paging.ts';

export type UserSearch = {
  readonly users: readonly User[];
  readonly busy: boolean;
  readonly error: unknown;
  /** Nothing is left to look at. */
  readonly done: boolean;
  /** Goes on through the users, where there are more. */
  readonly more: (() => void) | undefined;
  readonly stop: () => void;
  readonly reload: () => void;
};

/** Each user once, in the order found. */
export function distinct(users: readonly User[]): User[] {
  return [...new Map(users.map((user) => [user.userId, user])).values()];
}

/** Users a page; a reader sees no more at once. */
const LIMIT = 50;
const by = (values: Readonly<Record<string, string | number | undefined>>) => `admin/users${query(values)}`;
const NOBODY: readonly User[] = [];
const pageOf = ({ users, next }: Users) => ({ items: users, next });

export function useUserSearch(text: string): UserSearch {
  const asked = text !== '';
  const address = text.includes('@');
  const byId = useResource<Users>(asked ? by({ userId: text }) : undefined);
  const bySerial = useResource<Users>(asked && !address ? by({ serial: text }) : undefined);
  const byEmail = usePages<Users, User>(
    address ? (next) => by({ email: text, next }) : undefined,
    address ? text : '',
    pageOf,
    1,
  );
  const listed = usePages<Users, User>((next) => by({ startsWith: text, limit: LIMIT, next }), text, pageOf);
  // All at once: what came later would push the rest down.
  const ready = !byId.loading && !bySerial.loading && (listed.begun || listed.error !== undefined);
  const sources = [byId.data?.users, bySerial.data?.users, byEmail.items, listed.items] as const;
  const users = useMemo(() => distinct(sources.flatMap((found) => found ?? [])), sources);
  const busy = byId.loading || bySerial.loading || byEmail.busy || listed.busy;
  const error = byId.error ?? bySerial.error ?? byEmail.error ?? listed.error;
  const left = [byEmail, listed].filter(({ next }) => next !== undefined);
  function goOn() {
    for (const pages of left) pages.more();
  }
  return {
    users: ready ? users : NOBODY,
    busy,
    error,
    done: !busy && error === undefined && left.length === 0,
    more: left.length === 0 || busy ? undefined : goOn,
    stop: () => {
      byEmail.stop();
      listed.stop();
    },
    reload: () => {
      byId.reload();
      bySerial.reload();
      byEmail.reload();
      listed.reload();
    },
  };
}
