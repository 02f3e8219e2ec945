/** Saving an edit and resetting a password: read, decide, write under a condition, put it in the audit. */

import {
  type Act,
  type Action,
  type AuditPort,
  auditedAct,
  type Entries,
  type EntriesOf,
  type Facts,
  recordFirst,
} from '#core/audit.ts';
import { lookupKey } from '#core/directory/lookup-key.ts';
import type { GivenWay, User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import type { KeyRingSource } from '#core/keys.ts';
import { type Changer, type NoticePort, tellOfChange } from '#core/notices/ways.ts';
import type { BreachPorts } from '#core/passwords/breached.ts';
import { ownKeyIds } from '#core/passwords/hash.ts';
import type { Settings } from '#core/settings/model.ts';
import { userKey } from '#core/text.ts';
import { type AccountAct, actionOf, planAct } from './act.ts';
import { type Allowed, allowedChange } from './credentials.ts';
import { type EditContext, planEdit, type UserChange, type UserEdit } from './edit.ts';
import { type GivenWayPorts, giveWays } from './given-ways.ts';
import { type PasswordReset, planReset } from './reset.ts';
import type { Administrator } from './rights.ts';
import { countTemporaryPassword, type TemporaryPasswordPort } from './temporary-passwords.ts';
import { auditOf } from './view.ts';

export type AdministerPorts = AuditPort &
  BreachPorts &
  GivenWayPorts &
  NoticePort &
  TemporaryPasswordPort & {
    readUser(key: string): Promise<User | undefined>;
    readSettings(): Promise<{ readonly settings: Settings }>;
    readonly peppers: KeyRingSource;
    /** @throws LandfallError user.conflict where the user has changed since `seen` */
    saveUser(seen: User, change: Allowed<UserChange>, by: string, entries: Entries): Promise<User>;
    enqueueMail(request: { readonly kind: 'administrator-reset'; readonly user: string }): Promise<void>;
  };
/** Who asks, from where, when (Unix ms). */
export type Asked = { readonly actor: Administrator & { readonly source: string }; readonly now: number };

/** What the audit records of an act before its outcome is known. */
export const actOf = ({ actor, now }: Asked, action: Action, object: string): Act => ({
  actor: actor.id,
  action,
  object,
  source: actor.source,
  now,
});

/** @throws LandfallError user.not_found (404) */
export async function existing(ports: Pick<AdministerPorts, 'readUser'>, userId: string): Promise<User> {
  const user = await ports.readUser(lookupKey(userId));
  if (!user) throw invalid('user.not_found', 'There is no user with this ID.');
  return user;
}

/** Saves an edit. @returns the user after it. @throws see planEdit, giveWays; what A4 refuses is in the audit too */
export function editUser(ports: AdministerPorts, userId: string, edit: UserEdit, asked: Asked): Promise<User> {
  return administer(ports, userId, 'user.edited', asked, async (user, context, entriesOf) => {
    const change = allowedChange(asked.actor, user, await planEdit(user, edit, context));
    const { email, password, readdressedAt } = change.set;
    const ways = [
      ...(email === undefined ? [] : ['address' as const]),
      ...(password ? ['one-time-password' as const] : []),
    ];
    // The required-field rule asks for both in one save, of an account that is unused.
    const required = user.password === undefined && context.settings.internalDatabase.passwordRequired;
    const together = required && readdressedAt === undefined;
    return save(ports, user, { change, ways, together }, { ...context, asked, entriesOf });
  });
}

/** Does one act to an account. @returns the user after it. @throws see planAct; user.conflict where another write came between */
export function actOnAccount(ports: AdministerPorts, userId: string, act: AccountAct, asked: Asked): Promise<User> {
  return administer(ports, userId, actionOf(act), asked, async (user, context, entriesOf) => {
    const change = allowedChange(asked.actor, user, planAct(user, act, asked.actor, asked.now));
    return save(ports, user, { change, ways: [] }, { ...context, asked, entriesOf });
  });
}

/** Resets a password. The one-time password is in the result and nowhere else. @throws see planReset, giveWays */
export function resetPassword(
  ports: AdministerPorts,
  userId: string,
  reset: PasswordReset,
  asked: Asked,
): Promise<{ readonly oneTimePassword?: string }> {
  return administer(ports, userId, 'user.password_reset', asked, async (user, context, entriesOf) => {
    const { change: planned, oneTimePassword } = await planReset(user, reset, context);
    const facts = { method: reset.method };
    if (planned) {
      const change = allowedChange(asked.actor, user, planned);
      await save(ports, user, { change, ways: ['one-time-password'], facts }, { ...context, asked, entriesOf });
    } else {
      await recordFirst(ports, entriesOf({ facts }));
      await ports.enqueueMail({ kind: 'administrator-reset', user: userKey(userId) });
    }
    return oneTimePassword === undefined ? {} : { oneTimePassword };
  });
}

type Saving = {
  readonly change: Allowed<UserChange>;
  /** What the change gives the user (A9), and whether two of them may come in one save. */
  readonly ways: readonly GivenWay[];
  readonly together?: boolean;
  readonly facts?: Facts;
};
type SaveContext = { readonly settings: Settings; readonly asked: Asked; readonly entriesOf: EntriesOf };

async function save(
  ports: AdministerPorts,
  user: User,
  { change, ways, together, facts = {} }: Saving,
  { settings, asked, entriesOf }: SaveContext,
): Promise<User> {
  const { waysGiven, facts: second, alarm } = await giveWays(ports, user, ways, asked, together);
  if (change.set.password) await countTemporaryPassword(ports, asked, settings);
  const entries = entriesOf({ facts: { ...facts, ...second }, ...auditOf(user, change) });
  const all = waysGiven ? { ...change, set: { ...change.set, waysGiven } } : change;
  const saved = await ports.saveUser(user, all, asked.actor.id, entries);
  alarm();
  await tellOfEdit(ports, user, saved, asked);
  return saved;
}

export const changerOf = ({ operator }: Pick<Administrator, 'operator'>): Changer =>
  operator ? 'operator' : 'administrator';

/** What a saved change did to the user's ways in, in mails to the addresses that there are (N1). */
async function tellOfEdit(ports: NoticePort, before: User, after: User, { actor, now }: Asked): Promise<void> {
  const subject = { by: changerOf(actor), user: userKey(before.userId), at: now };
  const readdressed = before.email !== after.email;
  if (readdressed && before.email !== undefined) await tellOfChange(ports, 'address-former', subject);
  if (after.email === undefined) return;
  if (readdressed) await tellOfChange(ports, 'address', subject);
  if (after.answers.length < before.answers.length) await tellOfChange(ports, 'answers-cleared', subject);
  if (after.password?.hash !== before.password?.hash) await tellOfChange(ports, 'temporary-password', subject);
  if (after.role !== before.role) await tellOfChange(ports, 'role', subject);
}

async function administer<T>(
  ports: AdministerPorts,
  userId: string,
  action: Action,
  asked: Asked,
  act: (user: User, context: EditContext, entriesOf: EntriesOf) => Promise<T>,
): Promise<T> {
  const { actor, now } = asked;
  const user = await existing(ports, userId);
  const entry = actOf(asked, action, userKey(userId));
  return auditedAct(ports, entry, async (entriesOf) => {
    const [{ settings }, ring] = await Promise.all([ports.readSettings(), ports.peppers(ownKeyIds(user, []))]);
    return act(user, { actor, settings, ring, breaches: ports, now }, entriesOf);
  });
}
