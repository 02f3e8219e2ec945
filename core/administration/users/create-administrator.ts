/**
 * A5: the first administrator comes with a token and is created by an operator, while there is no enabled administrator;
 * afterwards only with `breakGlass`, which the audit records and an alarm reports.
 */
import * as z from 'zod';
import { type AuditPort, auditedAct, type Entries, type EntriesOf } from '#core/audit.ts';
import { type Sealer, seedFits, tokenItem } from '#core/directory/items.ts';
import { MADE_HERE, placeOf } from '#core/directory/journey.ts';
import { ROLES, type Role, type Token, type User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import { tokenOfUser } from '#core/export/record.ts';
import { type NoticePort, tellOfChange } from '#core/notices/ways.ts';
import { userKey } from '#core/text.ts';
import { checkFirstPin, type PinPolicy } from '#core/tokens/pin-policy.ts';
import { USER_FIELDS } from '#core/user-fields.ts';
import { type Asked, actOf } from './administer.ts';
import { email } from './email.ts';

const name = (field: 'userId' | 'firstName' | 'lastName') => z.string().trim().min(1).max(USER_FIELDS[field].maxLength);

export const newAdministrator = z.strictObject({
  userId: name('userId'),
  firstName: name('firstName').optional(),
  lastName: name('lastName').optional(),
  email: email.optional(),
  role: z.enum(ROLES).default('super-admin'),
  token: tokenOfUser,
});
export type NewAdministrator = z.infer<typeof newAdministrator>;

export type CreatePorts = AuditPort &
  NoticePort & {
    /** The user keys of all enabled administrators, and the version of that list. */
    readAdministrators(): Promise<{ readonly keys: readonly string[]; readonly version: number }>;
    /** All or nothing, and only if nothing changed since `seen`. @throws LandfallError admin.exists */
    createAdministrator(
      user: User & { role: Role },
      token: Token,
      seen: number,
      by: string,
      entries: Entries,
    ): Promise<void>;
    /** Seals seeds, PINs and whom hashes belong to under the deployment's keys. */
    sealer(serial: string): Promise<Pick<Sealer, 'seed' | 'pin' | 'sealId'>>;
  };

/**
 * Creates an administrator; every refusal is in the audit as well.
 * @returns `brokeGlass`: an enabled administrator existed
 * @throws LandfallError admin.enabled_exists (409), admin.exists (409), token.seed_invalid, pin.* (400)
 */
export function createFirstAdministrator(
  ports: CreatePorts,
  asked: NewAdministrator & { readonly breakGlass: boolean },
  policy: PinPolicy,
  { actor, now }: Asked,
): Promise<{ readonly brokeGlass: boolean }> {
  const object = userKey(asked.userId);
  const act = actOf({ actor, now }, 'admin.created', object);
  const work = (entriesOf: EntriesOf) => create(ports, asked, policy, { by: actor.id, now, entriesOf });
  return auditedAct(ports, act, work, { refusals: 'all' });
}

async function create(
  ports: CreatePorts,
  asked: NewAdministrator & { readonly breakGlass: boolean },
  policy: PinPolicy,
  { by, now, entriesOf }: { readonly by: string; readonly now: number; readonly entriesOf: EntriesOf },
): Promise<{ readonly brokeGlass: boolean }> {
  const { keys, version } = await ports.readAdministrators();
  if (keys.length > 0 && !asked.breakGlass)
    throw invalid(
      'admin.enabled_exists',
      'An enabled administrator exists: ask one for a role. In an emergency add --break-glass; it raises an alarm.',
    );
  const { token: record, userId, firstName, lastName, email, role } = asked;
  if (!seedFits(record))
    throw invalid('token.seed_invalid', 'The seed has a length that the algorithm has no use for.');
  if (record.pin !== undefined) checkFirstPin(policy, record, record.pin);
  const sealed = await ports.sealer(record.serial);
  const token = { ...tokenItem(record, undefined, now, sealed, userKey(userId)), touchedAt: now };
  const user: User & { role: Role } = {
    userId,
    role,
    ...placeOf(MADE_HERE, 'user', userKey(userId)),
    ...(firstName === undefined ? {} : { firstName }),
    ...(lastName === undefined ? {} : { lastName }),
    ...(email === undefined ? {} : { email }),
    enabled: true,
    lockedOut: false,
    answers: [],
    tokens: [record.serial],
    sealId: sealed.sealId(userKey(userId)),
    failures: 0,
    failuresSince: 0,
    // As of an imported user: no session of a user with this user ID before is this one's.
    sessionEpoch: now,
    imported: false,
    touchedAt: now,
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
  const brokeGlass = keys.length > 0;
  const entries = entriesOf({ after: { role }, facts: { serial: record.serial, brokeGlass } });
  await ports.createAdministrator(user, token, version, by, entries);
  // A5: each administrator is told, since it was done without them. The alarm tells its own address.
  if (brokeGlass)
    for (const key of keys) await tellOfChange(ports, 'break-glass', { by: 'operator', user: key, at: now });
  return { brokeGlass };
}
