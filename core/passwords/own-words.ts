/** P4: the words that are known to people who know the user or the organisation. */
import type { User } from '#core/directory/model.ts';
import type { Settings } from '#core/settings/model.ts';
import { isRepetition, withoutSpace } from './blocklist.ts';

export type PasswordOwner = Pick<User, 'userId' | 'firstName' | 'middleName' | 'lastName' | 'email'>;
export type OwnWordKind = 'user-id' | 'name' | 'email' | 'organisation';

function wordsOf(owner: PasswordOwner, settings: Settings): Readonly<Record<OwnWordKind, readonly string[]>> {
  const { userId, firstName = '', middleName = '', lastName = '', email = '' } = owner;
  const names = [firstName, middleName, lastName];
  const joined = [
    `${firstName}${middleName}`,
    `${firstName}${lastName}`,
    `${lastName}${firstName}`,
    `${firstName}${middleName}${lastName}`,
    `${lastName}${firstName}${middleName}`,
  ];
  return {
    'user-id': [userId],
    name: [...names, ...joined],
    // The mailbox and the domain as well.
    email: [email, ...email.split('@')],
    organisation: [settings.organisation.name, ...settings.passwordPolicy.words],
  };
}

/** All of them, for an estimate of a password's strength. */
export const ownWords = (owner: PasswordOwner, settings: Settings): string[] =>
  Object.values(wordsOf(owner, settings))
    .flat()
    .filter((word) => word !== '');

/**
 * Which kind of own word this whole password is, whatever its case, spaces or compatibility forms, also written several
 * times in a row; undefined where it is none.
 */
export function ownWordKind(password: string, owner: PasswordOwner, settings: Settings): OwnWordKind | undefined {
  const text = withoutSpace(password);
  const kinds = Object.entries(wordsOf(owner, settings)) as [OwnWordKind, readonly string[]][];
  return kinds.find(([, words]) => words.some((word) => isRepetition(text, withoutSpace(word))))?.[0];
}
