/** An administrator's acts on a token: read, decide, write under a condition, put it in the audit (A2). */
import type * as z from 'zod';
import { type Asked, actOf, changerOf, existing } from '#core/administration/users/administer.ts';
import type { Allowed } from '#core/administration/users/credentials.ts';
import { type GivenWayPorts, giveWays } from '#core/administration/users/given-ways.ts';
import { countTemporaryPassword, type TemporaryPasswordPort } from '#core/administration/users/temporary-passwords.ts';
import { type Action, type AuditPort, auditedAct, type Entries, type EntriesOf } from '#core/audit.ts';
import { lookupKey } from '#core/directory/lookup-key.ts';
import type { Token, User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import type { KeyRingSource } from '#core/keys.ts';
import { type NoticePort, tellOfTokenAct } from '#core/notices/ways.ts';
import type { Settings } from '#core/settings/model.ts';
import { pinKeyIds } from '#core/tokens/pin.ts';
import { findConsecutive } from '#core/tokens/resynchronise.ts';
import { checkMayDelete, planAssignment, planUnassignment, type tokenAssignment } from './assign.ts';
import { checkSeen, type PlannedChange, suspension, type TokenChange } from './change.ts';
import { allowedTokenChange } from './credentials.ts';
import { gives, planTokenEdit, type TokenEdit } from './edit.ts';
import { checkMayHandle } from './rights.ts';
import { planTemporaryCode, type TemporaryCodeGiven, type temporaryCodeRequest } from './temporary-code.ts';

export type TokenAdministrationPorts = AuditPort &
  GivenWayPorts &
  NoticePort &
  TemporaryPasswordPort & {
    readTokens(serials: readonly string[]): Promise<Token[]>;
    readUser(key: string): Promise<User | undefined>;
    readSettings(): Promise<{ readonly settings: Settings }>;
    readonly peppers: KeyRingSource;
    /** @throws LandfallError token.conflict where token or user have changed since `seen` */
    saveToken(seen: Token, change: Allowed<TokenChange>, entries: Entries): Promise<Token>;
    /** @throws LandfallError token.conflict where the token has changed since `seen`, or is assigned by now */
    removeToken(seen: Token, entries: Entries): Promise<void>;
  };
/** What acts on a token that stays. */
type ActPorts = Omit<TokenAdministrationPorts, 'removeToken'>;
export type ResynchronisationPorts = ActPorts & {
  /** T4: decrypted for one comparison. */
  openSeed(token: Token): Promise<Uint8Array>;
};
export type Resynchronisation = {
  readonly version: number;
  readonly tokencode: string;
  readonly nextTokencode: string;
};

/** A text that can be a serial: a longer one is no key that a table takes. */
const SERIAL = /^[\x21-\x7e]{1,64}$/u;

/** @throws LandfallError token.not_found (404) */
export async function existingToken(
  ports: Pick<TokenAdministrationPorts, 'readTokens'>,
  serial: string,
): Promise<Token> {
  const [token] = await tokensWith(ports, serial);
  if (!token) throw invalid('token.not_found', 'There is no token with this serial number.');
  return token;
}

/** The token with this serial, if there is one. */
export async function tokensWith(
  ports: Pick<TokenAdministrationPorts, 'readTokens'>,
  serial: string,
): Promise<Token[]> {
  return SERIAL.test(serial) ? ports.readTokens([serial]) : [];
}

/** The tokens of a user, by the user key: those whose serial the user's item lists and whose own item names the user. */
export async function tokensOf(
  ports: Pick<TokenAdministrationPorts, 'readTokens' | 'readUser'>,
  key: string,
): Promise<Token[]> {
  const serials = (await ports.readUser(key))?.tokens ?? [];
  const found = serials.length > 0 ? await ports.readTokens(serials) : [];
  return found.filter(({ assignee }) => assignee === key);
}

/** Enables or disables a token, marks it lost or found, clears its PIN. @throws see planTokenEdit, checkMayHandle; token.not_found */
export function editToken(
  ports: TokenAdministrationPorts,
  serial: string,
  edit: TokenEdit,
  asked: Asked,
): Promise<Token> {
  return administer(ports, serial, 'token.edited', asked, async (token, owner, { tokenPolicy }) => {
    checkMayHandle(asked.actor, owner, gives(edit));
    return planTokenEdit(token, owner, edit, tokenPolicy, asked.now);
  });
}

/** @throws see planAssignment, checkMayHandle; token.not_found, user.not_found (404) */
export function assignToken(
  ports: TokenAdministrationPorts,
  serial: string,
  assignment: z.infer<typeof tokenAssignment>,
  asked: Asked,
): Promise<Token> {
  return administer(ports, serial, 'token.assigned', asked, async (token) => {
    const user = await existing(ports, assignment.userId);
    checkMayHandle(asked.actor, user, true);
    return planAssignment(token, user, assignment, asked.now);
  });
}

/** @throws see planUnassignment, checkMayHandle; token.not_found */
export function unassignToken(
  ports: TokenAdministrationPorts,
  serial: string,
  version: number,
  asked: Asked,
): Promise<Token> {
  return administer(ports, serial, 'token.unassigned', asked, async (token, owner) => {
    checkMayHandle(asked.actor, owner, false);
    return planUnassignment(token, owner, version, asked.now);
  });
}

/** Deletes a token that is assigned to no user, with its seed. @throws see checkMayDelete; token.not_found */
export async function deleteToken(
  ports: TokenAdministrationPorts,
  serial: string,
  version: number,
  asked: Asked,
): Promise<void> {
  const token = await existingToken(ports, serial);
  await auditedAct(ports, actOf(asked, 'token.deleted', serial), async (entriesOf) => {
    checkMayDelete(token, version);
    await ports.removeToken(token, entriesOf({ before: shownOfDeleted(token) }));
  });
}

const shownOfDeleted = ({ algorithm, digits, enabled, lost }: Token) => ({ algorithm, digits, enabled, lost });

/**
 * Two consecutive codes, read out by the user: sets the clock offset, spends both, ends next tokencode mode.
 * @throws LandfallError token.codes_wrong, token.codes_spent (422), token.conflict, token.not_found; see checkMayHandle
 */
export function resynchroniseToken(
  ports: ResynchronisationPorts,
  serial: string,
  { version, tokencode, nextTokencode }: Resynchronisation,
  asked: Asked,
): Promise<Token> {
  const { actor, now } = asked;
  return administer(ports, serial, 'token.resynchronised', asked, async (token, owner) => {
    checkMayHandle(actor, owner, true);
    checkSeen(token, version);
    const pinRing = await ports.peppers(pinKeyIds(token));
    const seed = await ports.openSeed(token);
    const found = findConsecutive({ token, seed, pinRing, tokencode, nextTokencode, now, reach: 'administrator' });
    if (found.kind === 'wrong') throw codesWrong();
    if (found.kind === 'spent')
      throw invalid(
        'token.codes_spent',
        'These codes are no newer than the last one that was accepted. Wait for newer ones.',
      );
    const { first, second, offset = token.offset } = found;
    const set = { lastInterval: second, offset, failures: 0, updatedAt: now };
    const shown = (one: Pick<Token, 'offset' | 'failures'>) => ({ clockOffset: one.offset, failures: one.failures });
    const act = {
      action: 'token.resynchronised' as const,
      before: shown(token),
      after: shown({ offset, failures: 0 }),
    };
    return { change: { set, remove: suspension(token), unspentFrom: first }, acts: [act] };
  });
}

/**
 * A9: gives out a temporary code for a lost token, which is in the result and nowhere else.
 * @throws see planTemporaryCode, checkMayHandle, giveWays; user.temporary_passwords (429); token.not_found
 */
export async function giveTemporaryCode(
  ports: TokenAdministrationPorts,
  serial: string,
  request: z.infer<typeof temporaryCodeRequest>,
  asked: Asked,
): Promise<TemporaryCodeGiven> {
  let given: TemporaryCodeGiven | undefined;
  await administer(ports, serial, 'token.temporary-code', asked, async (token, owner, settings) => {
    checkMayHandle(asked.actor, owner, true);
    const ring = await ports.peppers();
    const planned = planTemporaryCode(token, owner, request, { ring, policy: settings.tokenPolicy, now: asked.now });
    given = planned;
    return planned;
  });
  const { code, until } = given!;
  return { code, until };
}

export const codesWrong = () =>
  invalid(
    'token.codes_wrong',
    'These are not two consecutive codes of this token, or not near enough to the present time.',
  );

async function administer(
  ports: ActPorts,
  serial: string,
  action: Action,
  asked: Asked,
  plan: (token: Token, owner: User | undefined, settings: Settings) => Promise<PlannedChange>,
): Promise<Token> {
  const { actor, now } = asked;
  const token = await existingToken(ports, serial);
  const entry = actOf({ actor, now }, action, serial);
  const whose = (assignee = token.assignee) => (assignee === undefined ? {} : { user: assignee });
  const work = async (entriesOf: EntriesOf) => {
    const { settings } = await ports.readSettings();
    const owner = token.assignee === undefined ? undefined : await ports.readUser(lookupKey(token.assignee));
    const planned = await plan(token, owner, settings);
    const { acts, gives = [] } = planned;
    const change = allowedTokenChange(actor, owner, { roleOf: owner, ...planned.change });
    const taker = change.owner?.seen ?? owner;
    const given = await giveWays(ports, taker, gives, asked);
    if (change.set.temporaryCode) await countTemporaryPassword(ports, asked, settings);
    const facts = { ...whose(change.set.assignee), ...given.facts };
    const [first, ...more] = acts.map((act) => ({ ...act, facts }));
    if (!first) return token;
    const { waysGiven } = given;
    const all =
      taker && waysGiven
        ? { ...change, owner: { seen: taker, endSessions: false, ...change.owner, waysGiven } }
        : change;
    const saved = await ports.saveToken(token, all, entriesOf(first, ...more));
    given.alarm();
    // N1: whose it was, of a token that is unassigned; else whose it is.
    const user = token.assignee ?? saved.assignee;
    for (const { action: done } of user === undefined ? [] : acts)
      await tellOfTokenAct(ports, done, { by: changerOf(actor), user: user!, at: now }, serial);
    return saved;
  };
  return auditedAct(ports, entry, work, { about: whose() });
}
