/** What the directory holds of all that a part's records name, and how it stands to them. */
import type { Token, User } from '#core/directory/model.ts';
import { isTouchedToken, isTouchedUser } from '#core/directory/touched.ts';
import type { UserRecord } from '#core/export/record.ts';
import type { OtherPerson } from './outcome.ts';
import type { Standing } from './policy/rules.ts';

export type Holdings = {
  /** By user key. */
  readonly users: ReadonlyMap<string, User>;
  /** By serial. */
  readonly tokens: ReadonlyMap<string, Token>;
  /** Of this source: external id -> user key. */
  readonly persons: ReadonlyMap<string, string>;
  /** As they were before this run first changed them. */
  readonly before: { readonly users: ReadonlyMap<string, User>; readonly tokens: ReadonlyMap<string, Token> };
  /** Of people who got another user ID by this run: user key before -> user key now. */
  readonly moved: ReadonlyMap<string, string>;
  /** User keys of people to whom the mail was sent, or may have been. */
  readonly told: ReadonlySet<string>;
  /** Runs that may still write. */
  readonly writing: ReadonlySet<string>;
};

/** A token is a user's only where both sides say so. */
export function holderOf(token: Token, { users }: Pick<Holdings, 'users'>): string | undefined {
  const { assignee, serial } = token;
  return assignee !== undefined && users.get(assignee)?.tokens.includes(serial) ? assignee : undefined;
}

/** Written for a user who does not list it: its user is still to come, or never came. */
export const isUncommitted = (token: Token, holdings: Pick<Holdings, 'users'>): boolean =>
  token.assignee !== undefined && holderOf(token, holdings) === undefined;

/** How a user of this source stands; a new one is untouched. @param key by which the user was found */
export function standingOf(key: string, { users, told }: Pick<Holdings, 'users' | 'told'>): Standing {
  const user = users.get(key);
  if (user && isTouchedUser(user)) return 'touched';
  return user && told.has(key) ? 'told' : 'untouched';
}

export const standingOfToken = (token: Token): Standing => (isTouchedToken(token) ? 'touched' : 'untouched');

/** First and last name; undefined where there is neither. */
export function nameOf({ firstName, lastName }: Pick<User | UserRecord, 'firstName' | 'lastName'>): string | undefined {
  const name = [firstName, lastName].filter((part) => part !== undefined).join(' ');
  return name === '' ? undefined : name;
}

/** As a report shows the person whom a record is in conflict with. */
export function otherPerson(user: User): OtherPerson {
  const name = nameOf(user);
  return {
    userId: user.userId,
    ...(name === undefined ? {} : { name }),
    ...(user.source === undefined ? {} : { source: user.source }),
  };
}
