/**
 * Which sources may still try when other sources have used up a user's tries. Limits per source come before any account's
 * counter, so that an attacker can neither lock out a company (T2) nor block its recovery (F2): a source that has failed at
 * most once today is trusted, and a lockout that others caused does not apply to it. An attacker's addresses lose that trust
 * with their first guesses, for whichever users. NIST SP 800-63B-4 section 3.2.2 asks for such a way past a lockout.
 */
import type { Settings } from '#core/settings/model.ts';
import type { ThrottlePort } from './ports.ts';
import { DAY_MS, sourceKey, throttleSource } from './throttle.ts';

const FAILURES = 'failed-logon';
const FIRST_LOGONS = 'first-logon';
/** Tries a day that a trusted source has beyond a limit that other sources used up. */
const TRIES_OF_TRUSTED_SOURCE = 2;
/** Such tries a day at one user for all sources together: many addresses must not make many guesses. */
const TRIES_OF_USER = 20;
/** Failures that one user's logon makes up for: an office of many users has many failures, too. */
const CREDIT = 3;
const CREDITED = 'credited-logon';
/** At how many addresses a day: otherwise one account could earn credit, and with it trust, for each of an attacker's addresses. */
const CREDITED_ADDRESSES = 3;

/** How an attempt has been counted, for `refundSourceAttempt`. */
export type SourceCount = {
  readonly source: string;
  /** The counter of this source's tries at this user: `logon` or `answers`, source, user key. */
  readonly pair: string;
  /** Failures of this source today, this attempt included; below zero where logons have earned credit. */
  readonly failures: number;
  /** How many it may have. */
  readonly limit: number;
};

/**
 * Counts an attempt before it is compared with anything; refundSourceAttempt takes it back where it was no failure.
 * @param kind what is tried @throws LandfallError throttle.source (429)
 */
export async function countSourceAttempt(
  ports: ThrottlePort,
  { throttles }: Pick<Settings, 'throttles'>,
  kind: 'logon' | 'answers',
  source: string,
  key: string,
  now: number,
): Promise<SourceCount> {
  const limit = throttles.failedLogonsPerSourcePerDay;
  const failures = await throttleSource(ports, FAILURES, source, limit, DAY_MS, now);
  const pair = `${kind} ${sourceKey(source)} ${key}`;
  await ports.hit(FAILURES, pair, Number.MAX_SAFE_INTEGER, DAY_MS, now);
  return { source, pair, failures, limit };
}

/** The user's own limit; `within`: this attempt was below it and has been counted on the user. */
export type UserLimit = { readonly key: string; readonly limit: number; readonly within: boolean };

/** Bounds that no window reaches: a write under the first never changes anything, one under the second always does. */
const [NEVER, ALWAYS] = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];

/**
 * Whether an attempt may be made: within the user's limit, or beyond it where its source is trusted and has itself left at
 * least one of the user's tries to others. The write on the pair's own counter decides, which every attempt of this source at
 * this user has raised before: in parallel they get no more tries than one after the other. An attempt that may not be made
 * is refunded. The same writes are sent in both cases, so that the time does not differ (F1).
 */
export async function mayAttempt(
  ports: ThrottlePort,
  counted: SourceCount,
  { key, limit, within }: UserLimit,
  now: number,
): Promise<boolean> {
  const { source, pair, failures } = counted;
  const tries = Math.min(TRIES_OF_TRUSTED_SOURCE, limit - 1);
  const trusted = failures <= tries;
  const takeBack = within ? NEVER : trusted ? tries : ALWAYS;
  const [taken] = await Promise.all([
    ports.unhit(FAILURES, pair, DAY_MS, now, takeBack),
    ports.unhit(FAILURES, sourceKey(source), DAY_MS, now, within || trusted ? NEVER : ALWAYS),
  ]);
  if (within || !trusted) return within;
  if (taken) await ports.unhit(FAILURES, sourceKey(source), DAY_MS, now);
  else if ((await ports.hit('tries-of-trusted-sources', key, TRIES_OF_USER, DAY_MS, now)) !== undefined) return true;
  else await refundSourceAttempt(ports, counted, now);
  return false;
}

/** Takes back what countSourceAttempt counted. */
export async function refundSourceAttempt(
  ports: ThrottlePort,
  { source, pair }: SourceCount,
  now: number,
): Promise<void> {
  await Promise.all([ports.unhit(FAILURES, sourceKey(source), DAY_MS, now), ports.unhit(FAILURES, pair, DAY_MS, now)]);
}

/**
 * What a complete logon earns its source; its attempt has been refunded. A user's first logon of the day from an address earns the address credit, at a few
 * addresses. At most the limit can be saved up, so that one person can't spend what a whole office has earned.
 */
export async function recordSourceSuccess(
  ports: ThrottlePort,
  counted: SourceCount,
  key: string,
  now: number,
): Promise<void> {
  const source = sourceKey(counted.source);
  const first = (await ports.hit(FIRST_LOGONS, `${source} ${key}`, 1, DAY_MS, now)) !== undefined;
  const earned = first && (await ports.hit(CREDITED, key, CREDITED_ADDRESSES, DAY_MS, now)) !== undefined;
  if (earned) await ports.credit(FAILURES, source, CREDIT, -counted.limit, DAY_MS, now);
}
