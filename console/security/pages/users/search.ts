/**
 * One search for user IDs, serial numbers and addresses: an exact user ID and serial number are looked up at once, beginnings of user
 * IDs and addresses page by page. Without a text it lists all users.
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
  /** Whether all users have been searched. */
  readonly done: boolean;
  /** Whether users of the release before are still missing. */
  readonly upgrading: boolean;
  /** Continues the search; undefined where there are no more users. */
  readonly more: (() => void) | undefined;
  readonly stop: () => void;
  readonly reload: () => void;
};

/** Each user once, in the order of the results. */
export function distinct(users: readonly User[]): User[] {
  return [...new Map(users.map((user) => [user.userId, user])).values()];
}

/** Users on a page, as many as a reader sees at once. */
const LIMIT = 50;
const by = (values: Readonly<Record<string, string | number | undefined>>) => `admin/users${query(values)}`;
const NO_USERS: readonly User[] = [];
const pageOf = ({ users, next, upgrading }: Users) => ({ items: users, next, upgrading });

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
  // All results are shown at once, so that later ones don't push the rest down.
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
    users: ready ? users : NO_USERS,
    busy,
    error,
    done: !busy && error === undefined && left.length === 0,
    upgrading: (byEmail.upgrading ?? listed.upgrading) === true,
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
