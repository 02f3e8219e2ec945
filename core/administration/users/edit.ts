/**
 * An administrator's edit of a user's profile: what it may hold, and what it changes. The old deployment's rule is kept: where the
 * internal database requires a password, no edit of a user without one is saved unless the same save carries one. What is done to
 * an account at once is in act.ts.
 */
import * as z from 'zod';
import { ROLES, type User } from '#core/directory/model.ts';
import { readdressing } from '#core/directory/readdressing.ts';
import { itemVersion } from '#core/directory/version.ts';
import { invalid } from '#core/errors.ts';
import type { KeyRing } from '#core/keys.ts';
import type { BreachPorts } from '#core/passwords/breached.ts';
import { newPassword } from '#core/passwords/policy.ts';
import type { Settings } from '#core/settings/model.ts';
import { EDITABLE_FIELDS, type EditableField, LANGUAGE, USER_FIELDS } from '#core/user-fields.ts';
import { email } from './email.ts';
import { type Administrator, checkMayEdit, checkMayGiveRole, checkNotOwnAccess, checkNotSelf } from './rights.ts';

const text = ({ maxLength }: { readonly maxLength: number }) =>
  z.string().trim().min(1).max(maxLength).nullable().optional();
const time = z.iso
  .datetime({ offset: true })
  .transform((iso) => Date.parse(iso))
  .nullable()
  .optional();

const fields = {
  firstName: text(USER_FIELDS.firstName),
  middleName: text(USER_FIELDS.middleName),
  lastName: text(USER_FIELDS.lastName),
  email: email.nullable().optional(),
  certificateDn: text(USER_FIELDS.certificateDn),
  preferredLanguage: z.string().regex(LANGUAGE, 'must be a language such as en or de_DE').nullable().optional(),
  accountStart: time,
  accountEnd: time,
  role: z.enum(ROLES).nullable().optional(),
} satisfies Readonly<Record<EditableField, z.ZodType>>;

/** null removes a value; a field that is absent stays as it is. Times are ISO 8601. */
export const userEdit = z.strictObject({
  /** The version that the administrator saw. */
  version: itemVersion,
  ...fields,
  /** Typed by the administrator; must be changed at the next logon. */
  password: z.string().max(1024).optional(),
});
export type UserEdit = z.infer<typeof userEdit>;

/** What one conditional write does to a user: attributes set, attributes removed, sessions ended or not. */
export type UserChange = {
  /** Whether imports change the user no more from now on (core/directory/touched.ts). Unix ms of the act; undefined: they go on. */
  readonly touchedAt: number | undefined;
  readonly set: Partial<User>;
  readonly remove: readonly (keyof User)[];
  readonly endSessions: boolean;
};
export type EditContext = {
  readonly actor: Administrator;
  readonly settings: Settings;
  readonly ring: KeyRing;
  readonly breaches: BreachPorts;
  readonly now: number;
};

/**
 * Checks an edit against the user as read and says what to write.
 * @throws LandfallError user.conflict (409), user.higher_role, user.own_role, user.role_not_yours, user.own_account,
 *   user.own_password (403), user.password_required, user.typed_password_forbidden, user.account_dates, password.* (422)
 */
export async function planEdit(user: User, edit: UserEdit, context: EditContext): Promise<UserChange> {
  const { actor, settings, ring, breaches, now } = context;
  checkMayEdit(actor, user);
  if (edit.role !== undefined) checkMayGiveRole(actor, user, edit.role);
  if (edit.version !== user.version) throw conflict();
  const set: Record<string, unknown> = { updatedAt: now };
  const remove: (keyof User)[] = [];
  for (const field of EDITABLE_FIELDS) {
    const value = edit[field];
    if (value === undefined || value === user[field]) continue;
    if (value !== null) set[field] = value;
    else if (user[field] !== undefined) remove.push(field);
  }
  const touched = new Set([...Object.keys(set), ...remove]);
  checkNotOwnAccess(
    actor,
    user,
    ['email', 'accountStart', 'accountEnd'].some((field) => touched.has(field)),
  );
  const edited: Partial<User> = { ...user, ...set };
  for (const field of remove) delete (edited as Record<string, unknown>)[field];
  checkDates(edited);
  if (touched.has('email')) Object.assign(set, readdressing(user, now));
  if (edit.password !== undefined) {
    checkNotSelf(actor, user);
    checkMayType(settings);
    const typed = { ring, now, mustChange: true, breaches };
    set['password'] = await newPassword(edit.password, { ...user, ...edited }, settings, typed);
  } else if (user.password === undefined && settings.internalDatabase.passwordRequired) {
    throw invalid(
      'user.password_required',
      'The password is a required field: this user has none. Set a password in the same save, or make passwords optional for the internal database.',
      { field: 'password' },
    );
  }
  // With a new address the links that went to the old one end too: they are bound to the epoch of the sessions.
  const endSessions = touched.has('email') || set['password'] !== undefined || touched.has('role');
  return { touchedAt: now, set, remove, endSessions };
}

/** A1: a setting can forbid that an administrator knows a user's password. @throws LandfallError user.typed_password_forbidden */
export function checkMayType(settings: Settings): void {
  if (!settings.administratorReset.allowTypedPassword)
    throw invalid(
      'user.typed_password_forbidden',
      'The settings forbid passwords typed by an administrator. Reset the password by link or one-time password.',
    );
}

export const conflict = () =>
  invalid('user.conflict', 'Someone else changed this user in the meantime. Look at the user again.');

function checkDates({ accountStart = -Infinity, accountEnd = Infinity }: Partial<User>): void {
  if (accountEnd <= accountStart)
    throw invalid('user.account_dates', 'The account must end after it starts.', { field: 'accountEnd' });
}
