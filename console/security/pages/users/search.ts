/** One search for all that may be meant: a user ID and a serial are looked up, an address is gone through page by page. */
import { query } from '../../../shared/api.ts';
import type { User, Users } from '../../../shared/api-types.ts';
import { useResource } from '../../../shared/resource.ts';
import { usePages } from '../../parts/pages.ts';

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

const by = (values: Readonly<Record<string, string | undefined>>) => `admin/users${query(values)}`;

/** @param text what was asked for; nothing is looked for while it is empty */
export function useUserSearch(text: string): UserSearch {
  const asked = text !== '';
  const address = text.includes('@');
  const byId = useResource<Users>(asked ? by({ userId: text }) : undefined);
  const bySerial = useResource<Users>(asked && !address ? by({ serial: text }) : undefined);
  const byEmail = usePages<Users, User>(
    address ? (next) => by({ email: text, next }) : undefined,
    address ? text : '',
    ({ users, next }) => ({ items: users, next }),
    1,
  );
  const users = distinct([...(byId.data?.users ?? []), ...(bySerial.data?.users ?? []), ...byEmail.items]);
  const busy = byId.loading || bySerial.loading || (address && byEmail.busy);
  const error = byId.error ?? bySerial.error ?? byEmail.error;
  const left = address && byEmail.next !== undefined;
  return {
    users,
    busy,
    error,
    done: asked && !busy && error === undefined && !left,
    more: left && !busy ? byEmail.more : undefined,
    stop: byEmail.stop,
    reload: () => {
      byId.reload();
      bySerial.reload();
      byEmail.reload();
    },
  };
}
