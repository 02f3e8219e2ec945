/**
 * Proving a passcode: every token of the user is tried, one of them spends the code. A user who does not exist, has no
 * token or may not log on costs the same calls and the same search.
 */

import { randomBytes } from 'node:crypto';
import type { AuditPort } from '#core/audit.ts';
import type { Token } from '#core/directory/model.ts';
import type { KeyRing } from '#core/keys.ts';
import type { Settings } from '#core/settings/model.ts';
import { fillUp, newEffort } from '#core/tokens/effort.ts';
import { pinKeyId } from '#core/tokens/pin.ts';
import { tokenUsable } from '#core/tokens/state.ts';
import { type Verdict, verifyPasscode } from '#core/tokens/verify.ts';
import type { FailurePort, PepperPort, ThrottlePort, TokenPort } from './ports.ts';
import { refundAttempt, type Subject } from './subject.ts';
import { countTokenFailures } from './token-failures.ts';

export type PasscodeProof =
  | { readonly kind: 'accepted' | 'new-pin' | 'next-tokencode'; readonly serial: string; readonly interval: number }
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * F1: with how many tokens a passcode is compared, whatever the user has; tokens of no user make up for those that are missing. Users of the
 * source have at most three.
 */
const SLOTS = 3;

/** A token of no user, or of another one: it is searched like the user's own, and no passcode fits. */
const unfitting = (token: Token, ring: KeyRing): Token => ({
  ...token,
  pinHash: `${ring.current}$${randomBytes(32).toString('base64url')}`,
});

/**
 * T1: what was accepted once is spent for all tokens of its user, so that two with one seed (a file may bring it under two
 * serials) don't take one passcode twice.
 */
const RANK = { replayed: 0, accepted: 1, 'new-pin': 2, 'next-tokencode': 3, wrong: 4 } as const;

type Spendable = Exclude<Verdict, { kind: 'wrong' | 'replayed' }>;
export type PasscodePorts = AuditPort & TokenPort & PepperPort & Pick<FailurePort, 'undoFailure'> & ThrottlePort;

/**
 * Tries a passcode on every token of the subject and records what came of it. `subject.fault` makes every passcode wrong.
 * `accepted`: full proof. `new-pin`, `next-tokencode`: the code is spent and proves nothing yet (T6, T7). Of all three the
 * attempt is no longer counted.
 */
export async function provePasscode(
  ports: PasscodePorts,
  subject: Subject,
  passcode: string,
  policy: Settings['tokenPolicy'],
  now: number,
): Promise<PasscodeProof> {
  const { key, user, fault } = subject;
  const { tokens, decoys } = await ports.readTokensFilled(user?.tokens ?? [], SLOTS);
  // In the same order in every call: simultaneous uses then spend the same token's code, and one of them wins.
  const own = tokens.filter((token) => token.assignee === key).sort((a, b) => (a.serial < b.serial ? -1 : 1));
  const pinRing = await ports.peppers(own.map(({ pinHash }) => pinKeyId(pinHash)));
  // While the overall limit is reached, every passcode is asked for its successor.
  const wrongPasscodesToNextTokencode = subject.counted.asksNext ? 0 : policy.wrongPasscodesToNextTokencode;
  // A serial may name a token that is gone: then there are fewer others than missing ones.
  const others = [...tokens.filter((token) => token.assignee !== key), ...decoys];
  const verdicts: { token: Token; verdict: Verdict }[] = [];
  for (let slot = 0; slot < Math.max(SLOTS, own.length); slot++) {
    const mine = own[slot];
    const token = mine ?? unfitting(others[(slot - own.length) % others.length] ?? own[0]!, pinRing);
    const seed = await ports.openSeed(token);
    const effort = newEffort();
    const verdict = verifyPasscode({ token, seed, passcode, now, pinRing, wrongPasscodesToNextTokencode, effort });
    fillUp(effort, pinRing, now);
    if (mine) verdicts.push({ token: mine, verdict });
  }

  const [best] = verdicts.sort((a, b) => RANK[a.verdict.kind] - RANK[b.verdict.kind]);
  if (fault || !best || best.verdict.kind === 'wrong') {
    const usable = fault ? [] : own.filter((token) => tokenUsable(token, now));
    await Promise.all([
      countTokenFailures(ports, usable, policy, { source: subject.counted.source, now }),
      ...Array.from({ length: SLOTS - usable.length }, (_, slot) => ports.countDecoyTokenFailure(key, slot, now)),
    ]);
    return { kind: 'failed', reason: fault ?? (own.length === 0 ? 'token.none' : 'passcode.wrong') };
  }
  return spend(ports, subject, best.token, best.verdict, now);
}

/**
 * T1: the write decides who used a code first. T10: what is spent is never counted too, whatever the caller makes of it. A code that was
 * spent before costs no try either: it was right once, and a second click or a repeated request must not lock a user out.
 */
export async function spend(
  ports: Omit<PasscodePorts, 'peppers' | 'writeAudit'>,
  subject: Subject,
  token: Token,
  verdict: Spendable | { readonly kind: 'replayed' },
  now: number,
): Promise<PasscodeProof> {
  const won = verdict.kind !== 'replayed' && (await accept(ports, subject.key, token, verdict, now));
  await refundAttempt(ports, subject, now);
  if (won) return { kind: verdict.kind, serial: token.serial, interval: verdict.interval };
  return { kind: 'failed', reason: 'passcode.replayed' };
}

function accept(
  ports: Pick<TokenPort, 'acceptInterval'>,
  key: string,
  token: Token,
  verdict: Spendable,
  now: number,
): Promise<boolean> {
  const { kind, interval } = verdict;
  const offset = 'offset' in verdict ? verdict.offset : undefined;
  const resetFailures = kind !== 'next-tokencode';
  return ports.acceptInterval(token.serial, { assignee: key, interval, offset, resetFailures, now });
}
