/** The profile as the fields of a form, and as the API takes it: changed fields only, null for removed ones. */
import { type EditableField, USER_FIELDS } from '#core/user-fields.ts';
import type { User, UserEdit } from '../../../shared/http/api-types.ts';
import type { Change } from '../../state/draft.ts';
import { fromLocal, toLocal } from '../../state/local-time.ts';

export type ProfileField = EditableField;
/** Texts as they are typed; of a user without a role `role` is empty. */
export type ProfileValues = Readonly<Record<ProfileField, string>>;
/** What is wrong with a field, in the reader's language. */
export type Faults = Readonly<Partial<Record<ProfileField, string>>>;

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
  role: user.role ?? '',
});

function sent(field: ProfileField, value: unknown): unknown {
  const text = String(value).trim();
  if (text === '') return null;
  return USER_FIELDS[field].holds === 'time' ? fromLocal(text) : text;
}

/** The edit that a save sends for the changes. */
export const editOf = (changes: readonly Change<ProfileField>[]): Omit<UserEdit, 'version'> =>
  Object.fromEntries(changes.map(({ field, after }) => [field, sent(field, after)]));
