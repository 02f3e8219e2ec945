/** The profile as the fields of a form, and as the API takes it: changed fields only, null for removed ones. */
import type { User, UserEdit } from '../../../shared/http/api-types.ts';
import type { Change } from '../../state/draft.ts';
import { fromLocal, toLocal } from '../../state/local-time.ts';

export type ProfileValues = {
  firstName: string;
  middleName: string;
  lastName: string;
  email: string;
  certificateDn: string;
  preferredLanguage: string;
  accountStart: string;
  accountEnd: string;
  enabled: boolean;
  /** Empty for a user without a role. */
  role: string;
};
export type ProfileField = keyof ProfileValues;
/** What is wrong with a field, in the reader's language. */
export type Faults = Readonly<Partial<Record<ProfileField, string>>>;

/** core/administration/users/edit.ts refuses anything else. */
export const LANGUAGE = /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$/u;
export const LENGTHS = { firstName: 255, middleName: 255, lastName: 255, email: 254, certificateDn: 1024 } as const;

/** The profile as form values, times in the reader's time zone. */
export const profileOf = (user: User): ProfileValues => ({
  firstName: user.firstName ?? '',
  middleName: user.middleName ?? '',
  lastName: user.lastName ?? '',
  email: user.email ?? '',
  certificateDn: user.certificateDn ?? '',
  preferredLanguage: user.preferredLanguage ?? '',
  accountStart: toLocal(user.accountStart),
  accountEnd: toLocal(user.accountEnd),
  enabled: user.enabled,
  role: user.role ?? '',
});

function sent(field: ProfileField, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (text === '') return null;
  return field === 'accountStart' || field === 'accountEnd' ? fromLocal(text) : text;
}

/** The edit that a save sends for the changes. */
export const editOf = (changes: readonly Change<ProfileField>[]): Omit<UserEdit, 'version'> =>
  Object.fromEntries(changes.map(({ field, after }) => [field, sent(field, after)]));
