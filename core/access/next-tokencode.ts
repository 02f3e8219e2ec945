/**
 * T10: a right passcode whose successor is asked for is no failure, on whichever page it was typed. Pages other than the logon take a
 * passcode by `takePasscode`: it either proves, or leads to the next tokencode, or throws. No page gets a verdict to misread.
 */
import { invalid, type LandfallError } from '#core/errors.ts';
import type { Settings } from '#core/settings/model.ts';
import { pinKeyId } from '#core/tokens/pin.ts';
import { verifyNextTokencode } from '#core/tokens/verify.ts';
import { type Challenge, type ChallengePort, issueChallenge, LIFETIME_MS } from './challenge.ts';
import { type PasscodePorts, type PasscodeProof, provePasscode, spendNow } from './passcode.ts';
import type { FailurePort } from './ports.ts';
import { countAttempt, failAttempt, type Subject } from './subject.ts';
import { countTokenFailures } from './token-failures.ts';

/** The passcode was right: the page asks for the tokencode after it. */
export type AskNext = { readonly ask: 'next-tokencode'; readonly challenge: string };

/** How a page answers. A reason is for the audit alone. */
export type PasscodePage = {
  readonly audit: (outcome: { readonly reason?: string; readonly status?: string }) => Promise<void>;
  readonly refused: () => LandfallError;
  /** The challenge of the next tokencode; user, epoch, serial and interval are added. */
  readonly next: Omit<Challenge, 'user' | 'epoch' | 'serial' | 'interval' | 'issuedAt' | 'endsAt'> & {
    readonly kind: 'recovery-next-tokencode' | 'pin-next-tokencode';
  };
};

const withoutPin = (): LandfallError =>
  invalid('pin.none', 'This token has no PIN yet: log on with its tokencode to set one.');

/** @throws what `refused` gives; LandfallError pin.none (409) for a right tokencode of a token without a PIN (T7), which is not counted */
export async function takePasscode(
  ports: PasscodePorts & Pick<ChallengePort, 'createChallenge'>,
  subject: Subject,
  passcode: string,
  { tokenPolicy }: Pick<Settings, 'tokenPolicy'>,
  now: number,
  page: PasscodePage,
): Promise<'proved' | AskNext> {
  const proof = await provePasscode(ports, subject, passcode, tokenPolicy, now);
  if (proof.kind !== 'next-tokencode') return proved(proof, page);
  await page.audit({ status: proof.kind });
  const { serial, interval } = proof;
  const bound = { user: subject.key, epoch: subject.user!.sessionEpoch, serial, interval };
  const challenge = await issueChallenge(ports, { ...page.next, ...bound }, now, LIFETIME_MS[page.next.kind]);
  return { ask: 'next-tokencode', challenge };
}

/** The same for the tokencode after it: one try a challenge. */
export async function takeNextTokencode(
  ports: FailurePort & PasscodePorts,
  challenge: Challenge,
  given: NextGiven,
  page: Omit<PasscodePage, 'next'>,
): Promise<'proved'> {
  const { proof } = await proveNextTokencode(ports, challenge, given);
  return proved(proof, page);
}

async function proved(proof: PasscodeProof, { audit, refused }: Omit<PasscodePage, 'next'>): Promise<'proved'> {
  if (proof.kind === 'accepted') return 'proved';
  await audit({ reason: proof.kind === 'failed' ? proof.reason : proof.kind });
  throw proof.kind === 'failed' ? refused() : withoutPin();
}

export type NextGiven = {
  readonly tokencode: string;
  readonly settings: Settings;
  readonly source: string;
  readonly now: number;
  /** Why no proof may count, beside what is wrong with the account. */
  readonly fault?: (subject: Subject) => string | undefined;
};

/** T6: the very next code after the one of a challenge that has just been taken. A miss counts for user and token. */
export async function proveNextTokencode(
  ports: FailurePort & PasscodePorts,
  challenge: Challenge,
  { tokencode, settings, source, now, fault: more }: NextGiven,
): Promise<{ readonly subject: Subject; readonly proof: PasscodeProof }> {
  const { user: key, serial, interval, epoch, issuedAt } = challenge;
  const attempted = await countAttempt(ports, key, settings, source, now);
  const ended = attempted.user?.sessionEpoch === epoch ? undefined : 'challenge.invalid';
  const fault = attempted.fault ?? ended ?? more?.(attempted);
  const subject = { ...attempted, fault };
  const token = (await ports.readTokens([serial!])).find(({ assignee }) => assignee === key);
  if (fault || !token) {
    await failAttempt(ports, subject, now);
    return { subject, proof: { kind: 'failed', reason: fault ?? 'token.none' } };
  }
  const seed = await ports.openSeed(token);
  const pinRing = await ports.peppers([pinKeyId(token.pinHash)]);
  const verdict = verifyNextTokencode({
    token,
    seed,
    tokencode,
    now,
    pinRing,
    first: { interval: interval!, at: issuedAt },
  });
  if (verdict.kind !== 'wrong') return { subject, proof: await spendNow(ports, subject, token, verdict, now) };
  await Promise.all([
    failAttempt(ports, subject, now),
    countTokenFailures(ports, [token], settings.tokenPolicy, { source, now }),
  ]);
  return { subject, proof: { kind: 'failed', reason: 'tokencode.wrong' } };
}
