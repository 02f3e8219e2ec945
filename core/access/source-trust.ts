/**
 * Who may still try where strangers have used a user's tries up. Limits per source come before any account's counter, so
 * that nobody can lock out a company (T2), nor silence its recovery (F2): an address that has failed at most once today is
 * in standing, and a lockout that others caused does not turn it away. An attacker's addresses lose theirs with their first
 * guesses, whoever these were for. NIST SP 800-63B-4 section 3.2.2 asks for such a way past a lockout by strangers.
 */
import type { Settings } from '#core/settings/model.ts';
import type { ThrottlePort } from './ports.ts';
import { DAY_MS, sourceKey, throttleSource } from './throttle.ts';

const FAILURES = 'failed-logon';
const FIRST_LOGONS = 'first-logon';
/** So many tries a day has an address beyond a limit that others used up. */
const TRIES_IN_STANDING = 2;
/** And so many all addresses together have of one user: many addresses must not make many guesses. */
const TRIES_OF_USER = 20;
/** What a person who logs on makes up for: an office of many people has many failures, too. */
const CREDIT = 3;
const CREDITED = 'credited-logon';
/** At so many addresses a day: else one account would buy credit, and with it standing, for each of an attacker's addresses. */
const CREDITED_ADDRESSES = 3;

/** What an attempt has been counted as, to be taken back by `refundSourceAttempt`. */
export type SourceCount = {
  readonly source: string;
  /** `logon` or `answers`, and whose: this source's tries at this user. */
  readonly pair: string;
  /** Failures of this source today, this attempt included; below zero where its people have logged on. */
  readonly failures: number;
  /** So many it may have. */
  readonly limit: number;
};

/**
 * Counts an attempt that may cost somebody a try, before it does; refundSourceAttempt takes it back where it did not.
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

/** Where the user's own limit stands: `within` it this attempt was counted on the user. */
export type UserLimit = { readonly key: string; readonly limit: number; readonly within: boolean };

/** No window holds so many hits, nor so few: a write that changes nothing, and one that always does. */
const [NEVER, ALWAYS] = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];

/**
 * Whether an attempt is heard: within the user's limit, or beyond it because its source is in standing and has itself used
 * up no more of the user's tries than leaves one to others. The write on the pair's own counter decides, which every attempt
 * of this source at this user has raised before: in parallel they get no more tries than one after the other. What is not
 * heard is taken back. Heard or not, the same writes are sent, so that no time tells (F1).
 */
export async function mayAttempt(
  ports: ThrottlePort,
  counted: SourceCount,
  { key, limit, within }: UserLimit,
  now: number,
): Promise<boolean> {
  const { source, pair, failures } = counted;
  const tries = Math.min(TRIES_IN_STANDING, limit - 1);
  const standing = failures <= tries;
  const takeBack = within ? NEVER : standing ? tries : ALWAYS;
  const [taken] = await Promise.all([
    ports.unhit(FAILURES, pair, DAY_MS, now, takeBack),
    ports.unhit(FAILURES, sourceKey(source), DAY_MS, now, within || standing ? NEVER : ALWAYS),
  ]);
  if (within || !standing) return within;
  if (taken) await ports.unhit(FAILURES, sourceKey(source), DAY_MS, now);
  else if ((await ports.hit('tries-in-standing', key, TRIES_OF_USER, DAY_MS, now)) !== undefined) return true;
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
 * The same for a whole logon; a user's first one a day from an address earns the address credit, at a few addresses. No more
 * than the limit once again can be saved up: what a whole office has earned is not for one of its people to spend at once.
 */
export async function recordSourceSuccess(
  ports: ThrottlePort,
  counted: SourceCount,
  key: string,
  now: number,
): Promise<void> {
  const source = sourceKey(counted.source);
  const credit = async () => {
    const first = (await ports.hit(FIRST_LOGONS, `${source} ${key}`, 1, DAY_MS, now)) !== undefined;
    const earned = first && (await ports.hit(CREDITED, key, CREDITED_ADDRESSES, DAY_MS, now)) !== undefined;
    if (earned) await ports.credit(FAILURES, source, CREDIT, -counted.limit, DAY_MS, now);
  };
  await Promise.all([refundSourceAttempt(ports, counted, now), credit()]);
}
