/**
 * Which sources may still try when other sources have used up a user's tries. Limits per source come before any account's
 * counter, so that an attacker can neither lock out a company (T2) nor block its recovery (F2): a source that has failed at
 * most once today is trusted, and a lockout that others caused does not apply to it. An attacker's addresses lose that trust
 * with their first guesses, for whichever users. NIST SP 800-63B-4 section 3.2.2 asks for such a way past a lockout.
 */
import type { AuditPort } from '#core/audit.ts';
import type { Settings } from '#core/settings/model.ts';
import { forgiveOverall, hitOverall, unhitOverall } from './overall-limit.ts';
import type { ThrottlePort } from './ports.ts';
import { sourceOf, tiersOf } from './source.ts';
import { DAY_MS, HOUR_MS, hitTiers } from './throttle.ts';

const FAILURES = 'failed-logon';
/** Requests for recovery mails. */
export const ASKED = 'forgot-password';
const FIRST_LOGONS = 'first-logon';
/** Tries a day that a trusted source has beyond a limit that other sources used up. */
const TRIES_OF_TRUSTED_SOURCE = 2;
/**
 * Such tries a day at one user for all sources together: many addresses must not make many guesses. Sources where users have logged on of
 * late have as many of their own, so that strangers alone can't use up those of the user's own address.
 */
const TRIES_OF_USER = 20;
const triesOf = (known: boolean) => (known ? 'tries-of-known-sources' : 'tries-of-trusted-sources');
/** Failures that one user's logon makes up for: an office of many users has many failures, too. */
const CREDIT = 3;
const CREDITED = 'credited-logon';
/** At how many addresses a day: otherwise one account could earn credit, and with it trust, for each of an attacker's addresses. */
const CREDITED_ADDRESSES = 3;
const KNOWN = 'known-source';
/** A source is known from a logon to the end of the next window of this length: for one to two weeks. */
const KNOWN_MS = 7 * DAY_MS;

/** How an attempt has been counted, for `refundSourceAttempt`. */
export type SourceCount = {
  readonly source: string;
  /** The narrowest tier of the source: an IPv4 address, an IPv6 /64. */
  readonly key: string;
  /** The counter of this source's tries at this user: `logon` or `answers`, source, user key. */
  readonly pair: string;
  /** The tiers that it was counted in, narrowest first. */
  readonly tiers: readonly string[];
  /** Failures of this source today, this attempt included; below zero where logons have earned credit. */
  readonly failures: number;
  /** The failures of its tier that has most. */
  readonly most: number;
  /** How many it may have. */
  readonly limit: number;
  /** A user logged on there of late: it is not judged by its wider networks, and the overall limit spares it. */
  readonly known: boolean;
  /** What the overall limit counts of this source, with this attempt; undefined where it counts none. */
  readonly share: number | undefined;
  /** The overall limit is reached, and does not spare this source: a right passcode is asked for its successor. */
  readonly asksNext: boolean;
};

/** Whether a user has logged on from there in the last week. @param key the narrowest tier of a source */
export const isKnown = async (ports: Pick<ThrottlePort, 'hits'>, key: string, now: number): Promise<boolean> =>
  (await ports.hits(KNOWN, key, KNOWN_MS, now)) > 0;

/**
 * Counts an attempt before it is compared with anything; refundSourceAttempt takes it back where it was no failure.
 * @param kind what is tried @throws LandfallError throttle.source (429)
 */
export async function countSourceAttempt(
  ports: AuditPort & ThrottlePort,
  settings: Pick<Settings, 'throttles'>,
  kind: 'logon' | 'answers',
  source: string,
  user: string,
  now: number,
): Promise<SourceCount> {
  const of = sourceOf(source, settings);
  const { key } = of;
  const known = await isKnown(ports, key, now);
  const tiers = tiersOf(of, FAILURES, settings, known);
  const hits = await hitTiers(ports, FAILURES, tiers, DAY_MS, now);
  const failures = hits[0]!;
  const pair = `${kind} ${key} ${user}`;
  await ports.hit(FAILURES, pair, Number.MAX_SAFE_INTEGER, DAY_MS, now);
  // An office's higher limit is no licence to guess: past the usual one it is not spared.
  const spared = known && failures <= settings.throttles.failedLogonsPerSourcePerDay;
  const share = spared ? undefined : await hitOverall(ports, { key, source }, settings, now);
  const counters = { tiers: tiers.map((tier) => tier.key), limit: tiers[0]!.limit, failures, most: Math.max(...hits) };
  return { source, key, pair, ...counters, known, share, asksNext: !spared && share === undefined };
}

/** Takes an attempt back from every counter but the pair's. @param above see ThrottlePort.unhit */
async function takeBack(ports: ThrottlePort, counted: SourceCount, now: number, above?: number): Promise<void> {
  const { key, tiers, share } = counted;
  await Promise.all([
    ...tiers.map((tier) => ports.unhit(FAILURES, tier, DAY_MS, now, above)),
    ...(share === undefined ? [] : [unhitOverall(ports, key, now, above)]),
  ]);
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
  const { pair, most, known } = counted;
  const tries = Math.min(TRIES_OF_TRUSTED_SOURCE, limit - 1);
  const trusted = most <= tries;
  const [taken] = await Promise.all([
    ports.unhit(FAILURES, pair, DAY_MS, now, within ? NEVER : trusted ? tries : ALWAYS),
    takeBack(ports, counted, now, within || trusted ? NEVER : ALWAYS),
  ]);
  if (within || !trusted) return within;
  if (taken) await takeBack(ports, counted, now);
  else if ((await ports.hit(triesOf(known), key, TRIES_OF_USER, DAY_MS, now)) !== undefined) return true;
  else await refundSourceAttempt(ports, counted, now);
  return false;
}

/** Takes back what countSourceAttempt counted. */
export async function refundSourceAttempt(ports: ThrottlePort, counted: SourceCount, now: number): Promise<void> {
  await Promise.all([takeBack(ports, counted, now), ports.unhit(FAILURES, counted.pair, DAY_MS, now)]);
}

/**
 * What a complete logon earns its source; its attempt has been refunded. A user's first logon of the day from an address earns the
 * address credit, and makes it known, at a few addresses. At most the limit can be saved up, so that one person can't spend what a whole
 * office has earned.
 */
export async function recordSourceSuccess(
  ports: ThrottlePort,
  counted: SourceCount,
  user: string,
  now: number,
): Promise<void> {
  const { key, limit } = counted;
  const first = (await ports.hit(FIRST_LOGONS, `${key} ${user}`, 1, DAY_MS, now)) !== undefined;
  const earned = first && (await ports.hit(CREDITED, user, CREDITED_ADDRESSES, DAY_MS, now)) !== undefined;
  if (!earned) return;
  await Promise.all([
    ports.credit(FAILURES, key, CREDIT, -limit, DAY_MS, now),
    // Who logs on with a token may be about to ask for a first password.
    ports.credit(ASKED, key, CREDIT, -limit, HOUR_MS, now),
    becomeKnown(ports, counted, now),
  ]);
}

/** What was mistyped there before the first logon no longer counts against the networks around it, nor for the overall limit. */
async function becomeKnown(ports: ThrottlePort, counted: SourceCount, now: number): Promise<void> {
  const { key, tiers, failures, share = 1, known } = counted;
  const [unknown] = await Promise.all([0, KNOWN_MS].map((later) => ports.hit(KNOWN, key, 1, KNOWN_MS, now + later)));
  if (known || unknown === undefined) return;
  const mistakes = failures - 1;
  await Promise.all([
    ...(mistakes > 0 ? tiers.slice(1).map((tier) => ports.credit(FAILURES, tier, mistakes, 0, DAY_MS, now)) : []),
    forgiveOverall(ports, share - 1, now),
  ]);
}
