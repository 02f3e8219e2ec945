/**
 * Proving a passcode: every token of the user is tried, one of them spends the code. A user who does not exist, has no
 * token or may not log on costs the same calls and the same search.
 */

import { randomBytes } from 'node:crypto';
import type { AuditPort } from '#core/audit.ts';
import type { TemporaryCode, Token } from '#core/directory/model.ts';
import type { KeyRing } from '#core/keys.ts';
import type { Settings } from '#core/settings/model.ts';
import { fillUp, newEffort } from '#core/tokens/effort.ts';
import { givenCode, hasTemporaryCode } from '#core/tokens/given-code.ts';
import { pinKeyId } from '#core/tokens/pin.ts';
import { asksForNext, spentUntil } from '#core/tokens/restored.ts';
import { tokenUsable } from '#core/tokens/state.ts';
import { isTemporaryPasscode, temporaryCodeKeyId } from '#core/tokens/temporary-code.ts';
import { type Verdict, verifyPasscode } from '#core/tokens/verify.ts';
import type { FailurePort, PepperPort, SettingsPort, Spending, ThrottlePort, TokenPort } from './ports.ts';
import { isVoid } from './restored.ts';
import { failAttempt, refundAttempt, type Subject } from './subject.ts';
import { countTokenFailures } from './token-failures.ts';

export type PasscodeProof =
  | {
      readonly kind: 'accepted' | 'new-pin' | 'next-tokencode';
      readonly serial: string;
      readonly interval: number;
      /** Accepted: PIN and a temporary code (A9). */
      readonly temporary?: true;
      /** Accepted, and not spent yet: the write that completes the logon spends it. */
      readonly spends?: Spending;
    }
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * F1: with how many tokens a passcode is compared, whatever the user has; tokens of no user make up for those that are missing. Users of the
 * source have at most three.
 */
export const SLOTS = 3;

/** A token of no user, or of another one: it is searched like the user's own, and no passcode fits. */
const unfitting = (token: Token, ring: KeyRing): Token => ({
  ...token,
  pinHash: `${ring.current}$${randomBytes(32).toString('base64url')}`,
});

/**
 * T1: what was accepted once is spent for all tokens of its user, so that two with one seed (a file may bring it under two
 * serials) don't take one passcode twice.
 */
const RANK = { replayed: 0, accepted: 1, 'temporary-code': 1, 'new-pin': 2, 'next-tokencode': 3, wrong: 4 } as const;

type Spendable = Exclude<Verdict, { kind: 'wrong' | 'replayed' }>;
type TemporaryVerdict = { readonly kind: 'temporary-code'; readonly hash: string };
export type PasscodePorts = AuditPort &
  TokenPort &
  PepperPort &
  Pick<FailurePort, 'undoFailure'> &
  SettingsPort &
  ThrottlePort;

/**
 * Tries a passcode on every token of the subject and records what came of it. `subject.fault` makes every passcode wrong.
 * `accepted`: full proof. `new-pin`, `next-tokencode`: the code is spent and proves nothing yet (T6, T7). Of all three the
 * attempt is no longer counted.
 * @param spend `later`: what is accepted is neither spent nor taken back, since the write that completes the logon does both
 */
export async function provePasscode(
  ports: PasscodePorts,
  subject: Subject,
  passcode: string,
  policy: Settings['tokenPolicy'],
  now: number,
  spend: 'now' | 'later' = 'now',
): Promise<PasscodeProof> {
  const { key, user, fault } = subject;
  const [{ tokens, decoys }, { restoredAt }] = await Promise.all([
    // A logon has read them with the sums of its counters.
    subject.counted.read ?? ports.readTokensFilled(user?.tokens ?? [], SLOTS),
    ports.readSettings(),
  ]);
  // In the same order in every call: simultaneous uses then spend the same token's code, and one of them wins.
  const own = tokens
    .filter((token) => token.assignee === key)
    .map((token) => spentUntil(token, restoredAt))
    .sort((a, b) => (a.serial < b.serial ? -1 : 1));
  const pinRing = await ports.peppers(own.flatMap((token) => [pinKeyId(token.pinHash), temporaryCodeKeyId(token)]));
  // While the overall limit is reached, every passcode is asked for its successor.
  const asksNext = (token: Token) => subject.counted.asksNext || asksForNext(token, restoredAt);
  // A serial may name a token that is gone: then there are fewer others than missing ones.
  const others = [...tokens.filter((token) => token.assignee !== key), ...decoys];
  const verdicts: { token: Token; verdict: Verdict | TemporaryVerdict }[] = [];
  for (let slot = 0; slot < Math.max(SLOTS, own.length); slot++) {
    const mine = own[slot];
    const token = mine ?? unfitting(others[(slot - own.length) % others.length] ?? own[0]!, pinRing);
    const seed = await ports.openSeed(token);
    const effort = newEffort();
    const wrongPasscodesToNextTokencode = asksNext(token) ? 0 : policy.wrongPasscodesToNextTokencode;
    const verdict = verifyPasscode({ token, seed, passcode, now, pinRing, wrongPasscodesToNextTokencode, effort });
    fillUp(effort, pinRing, now);
    const code = givenCode(token, user, policy, now);
    const given = code && isVoid(code.givenAt, restoredAt) ? undefined : code;
    const temporary = isTemporaryPasscode({ token, passcode, pinRing }, given);
    if (mine) verdicts.push({ token: mine, verdict: temporary ? verdictOn(given!) : verdict });
  }

  const [best] = verdicts.sort((a, b) => RANK[a.verdict.kind] - RANK[b.verdict.kind]);
  if (fault || !best || best.verdict.kind === 'wrong') {
    const counts = (token: Token) => tokenUsable(token, now) || hasTemporaryCode(token, user, policy, now);
    const usable = fault ? [] : own.filter(counts);
    await Promise.all([
      failAttempt(ports, subject, now),
      countTokenFailures(ports, usable, policy, { source: subject.counted.source, now }),
      ...Array.from({ length: SLOTS - usable.length }, (_, slot) => ports.countDecoyTokenFailure(key, slot, now)),
    ]);
    return { kind: 'failed', reason: fault ?? (own.length === 0 ? 'token.none' : 'passcode.wrong') };
  }
  const { token, verdict } = best;
  if (spend === 'now' || (verdict.kind !== 'accepted' && verdict.kind !== 'temporary-code'))
    return spendNow(ports, subject, token, verdict, now);
  return { ...proofOf(token, verdict), spends: spendingOf(key, token, verdict, now) };
}

/** A code that was used is no guess: a second click must not lock a user out. It never asks for a next one. */
const verdictOn = ({ hash, usedAt }: TemporaryCode): Verdict | TemporaryVerdict =>
  usedAt === undefined ? { kind: 'temporary-code', hash } : { kind: 'replayed' };

/**
 * T1: the write decides who used a code first. T10: what is spent is never counted too, whatever the caller makes of it. A code that was
 * spent before costs no try either: it was right once, and a second click or a repeated request must not lock a user out.
 */
export async function spendNow(
  ports: Omit<PasscodePorts, 'peppers' | 'writeAudit'>,
  subject: Subject,
  token: Token,
  verdict: Spendable | TemporaryVerdict | { readonly kind: 'replayed' },
  now: number,
): Promise<PasscodeProof> {
  const won = verdict.kind !== 'replayed' && (await accept(ports, spendingOf(subject.key, token, verdict, now)));
  await refundAttempt(ports, subject, now);
  return won ? proofOf(token, verdict) : REPLAYED;
}

export const REPLAYED = { kind: 'failed', reason: 'passcode.replayed' } as const;

const proofOf = ({ serial, lastInterval }: Token, verdict: Spendable | TemporaryVerdict) =>
  verdict.kind === 'temporary-code'
    ? ({ kind: 'accepted', serial, interval: lastInterval, temporary: true } as const)
    : { kind: verdict.kind, serial, interval: verdict.interval };

const accept = (ports: Pick<TokenPort, 'acceptInterval' | 'acceptTemporaryCode'>, { serial, by }: Spending) =>
  'hash' in by ? ports.acceptTemporaryCode(serial, by) : ports.acceptInterval(serial, by);

function spendingOf(assignee: string, { serial }: Token, verdict: Spendable | TemporaryVerdict, now: number): Spending {
  if (verdict.kind === 'temporary-code') return { serial, by: { assignee, hash: verdict.hash, now } };
  const { kind, interval } = verdict;
  const offset = 'offset' in verdict ? verdict.offset : undefined;
  return { serial, by: { assignee, interval, offset, resetFailures: kind !== 'next-tokencode', now } };
}
