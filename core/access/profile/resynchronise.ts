/** A user resynchronises a token of their own. */

import { codesWrong } from '#core/administration/tokens/administer.ts';
import { type Act, type AuditPort, eventEntries, recordEvent } from '#core/audit.ts';
import type { Token } from '#core/directory/model.ts';
import { isError } from '#core/errors.ts';
import { pinKeyIds } from '#core/tokens/pin.ts';
import { spentUntil } from '#core/tokens/restored.ts';
import { findConsecutive } from '#core/tokens/resynchronise.ts';
import type { FailurePort, PepperPort, SettingsPort, ThrottlePort, TokenPort } from '../ports.ts';
import { countAttempt, failAttempt, refundAttempt } from '../subject.ts';
import { countTokenFailures } from '../token-failures.ts';
import { type Owner, type TokenSavePort, usableTokenOf } from './tokens.ts';

export type ResynchronisePorts = AuditPort &
  FailurePort &
  PepperPort &
  SettingsPort &
  ThrottlePort &
  TokenSavePort &
  Pick<TokenPort, 'openSeed' | 'countTokenFailure'>;
export type TwoCodes = { readonly tokencode: string; readonly nextTokencode: string };

/**
 * Two consecutive codes within the window in which a logon would ask for the next tokencode. A miss counts like a failed logon,
 * on the user and on the token, so that it is no way to try codes; codes that are spent cost no try. The wrong passcodes
 * counted before stay: no PIN is proved here.
 * @throws LandfallError token.codes_wrong (422) for every cause, token.unusable (409), token.not_found (404), throttle.source
 */
export async function resynchroniseOwn(
  ports: ResynchronisePorts,
  owner: Owner,
  serial: string,
  codes: TwoCodes,
  now: number,
): Promise<void> {
  const { id, source } = owner;
  const token = await usableTokenOf(ports, owner, serial, now);
  const { settings, restoredAt } = await ports.readSettings();
  const subject = await countAttempt(ports, id, settings, source, now);
  const event = { actor: id, action: 'token.resynchronised', object: serial, source, now } as const;
  const known = { token, unspent: spentUntil(token, restoredAt) };
  const came = await synchronise(ports, known, codes, event, subject.fault === undefined);
  if (came === 'codes.wrong') await countTokenFailures(ports, [token], settings.tokenPolicy, { source, now });
  if (came === 'codes.wrong' || subject.fault !== undefined) await failAttempt(ports, subject, now);
  else await refundAttempt(ports, subject, now);
  const reason = subject.fault ?? came;
  if (reason === undefined) return;
  await recordEvent(ports, event, reason);
  throw codesWrong();
}

/** @param unspent what of the token's codes is not spent @param allowed whether the attempt is one that counts @returns why not, undefined where it is done */
async function synchronise(
  ports: ResynchronisePorts,
  { token, unspent }: { readonly token: Token; readonly unspent: Token },
  codes: TwoCodes,
  event: Act,
  allowed: boolean,
): Promise<'codes.wrong' | 'codes.spent' | 'not_allowed' | undefined> {
  const { now } = event;
  const pinRing = await ports.peppers(pinKeyIds(token));
  const seed = await ports.openSeed(token);
  const found = findConsecutive({ ...codes, token: unspent, seed, pinRing, now, reach: 'user' });
  if (!allowed) return 'not_allowed';
  if (found.kind !== 'found') return `codes.${found.kind}`;
  const { first, second, offset = token.offset } = found;
  try {
    const set = { lastInterval: second, offset, updatedAt: now };
    await ports.saveToken(token, { set, remove: [], unspentFrom: first }, eventEntries(event));
    return undefined;
  } catch (error) {
    // T1: another request used one of the codes first.
    if (isError(error, 'token.conflict')) return 'codes.spent';
    throw error;
  }
}
