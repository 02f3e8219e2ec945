/**
 * Which sources may still try when other sources have used up a user's tries. Limits per source come before any account's
 * counter, so that an attacker can neither lock out a company (T2) nor block its recovery (F2): a source that has failed at
 * most once today is trusted, and a lockout that others caused does not apply to it. An attacker's addresses lose that trust
 * with their first guesses, for whichever users. NIST SP 800-63B-4 section 3.2.2 asks for such a way past a lockout.
 */
import type { AuditPort } from '#core/audit.ts';
import type { Settings } from '#core/settings/model.ts';
import { ALL, OVERALL, sayReached, shareOf } from './overall-limit.ts';
import type { Counts, FilledTokens, Looked, LookPort, Raised, SharedCounterPort, ThrottlePort } from './ports.ts';
import { sourceOf, tiersOf } from './source.ts';
import {
  creditedOf,
  earnedOf,
  failed,
  type Kind,
  KNOWN,
  KNOWN_MS,
  lookFor,
  pairOf,
  summedOf,
} from './source-counters.ts';
import { countersOf, DAY_MS, MINUTE_MS, pastRatesOf, rateLimitOf, rateOf, tooMany } from './throttle.ts';

const FAILURES = 'failed-logon';
/** Requests for recovery mails. */
export const ASKED = 'forgot-password';
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
/** At how many addresses a day: otherwise one account could earn credit, and with it trust, for each of an attacker's addresses. */
const CREDITED_ADDRESSES = 3;
/** How an attempt has been counted, for what takes it back. */
export type SourceCount = {
  readonly source: string;
  /** The narrowest tier of the source: an IPv4 address, an IPv6 /64. */
  readonly key: string;
  /** The counters that were raised for it: of the tiers, narrowest first, and of its tries at this user. */
  readonly raised: Raised;
  readonly tiers: readonly string[];
  readonly pair: string;
  /** The counter of the minute, where the attempt was counted there, too. */
  readonly rate?: string | undefined;
  /** How often this source has tried this user today, with this attempt. */
  readonly tries: number;
  /** Failures of this source today, this attempt included; below zero where logons have earned credit. */
  readonly failures: number;
  /** The failures of its tier that has most. */
  readonly most: number;
  /** How many it may have. */
  readonly limit: number;
  /** A user logged on there of late: it is not judged by its wider networks, and the overall limit spares it. */
  readonly known: boolean;
  /** Where the overall limit counts this attempt, and what it counts of this source with it. */
  readonly overall?: { readonly raised: Raised; readonly share: number } | undefined;
  /** The overall limit is reached, and does not spare this source: a right passcode is asked for its successor. */
  readonly asksNext: boolean;
  /** What was read before. */
  readonly looked: Looked;
  /** The user's tokens, where they were asked for. */
  readonly read?: FilledTokens | undefined;
};

export type CountingPorts = AuditPort & LookPort & ThrottlePort;
type Counting = {
  /** What lookFor asks for, where it was read already. */
  readonly looked?: Looked | undefined;
  /** The attempt is counted in its minute, too: it has no limitRate around it. */
  readonly rated?: boolean;
  /** So many tokens are read with the sums: a passcode will be compared with them. */
  readonly slots?: number | undefined;
};

/**
 * Counts an attempt before it is compared with anything; refundSourceAttempt takes it back where it was no failure.
 * @param kind what is tried @throws LandfallError throttle.source (429)
 */
export async function countSourceAttempt(
  ports: CountingPorts,
  settings: Pick<Settings, 'throttles'>,
  kind: Kind,
  source: string,
  user: string,
  now: number,
  { looked: given, rated = false, slots }: Counting = {},
): Promise<SourceCount> {
  const of = sourceOf(source, settings);
  const { key, keys } = of;
  const looked = given ?? (await ports.lookAhead(lookFor(kind, source, user, now)));
  const [before, overall] = [looked.sums[0]!, looked.sums[1]!];
  const known = looked.hits['known']! > 0;
  const tiers = tiersOf(of, FAILURES, settings, known);
  const [pair, share, rate] = [pairOf(kind, key, user), shareOf(key, now), rateOf(key, now)];
  const rateLimit = rated ? rateLimitOf(of, settings) : Number.POSITIVE_INFINITY;
  /** @param room how many more there may be */
  const refuse = (held: Counts, room: number) => {
    if (held[rate]! + room > rateLimit) throw tooMany(MINUTE_MS, now);
    if (tiers.some((tier) => held[failed(tier.key)]! + room > tier.limit)) throw tooMany(DAY_MS, now);
  };
  refuse(before, 1);
  const { failedLogonsPerSourcePerDay, failedLogonsOverall } = settings.throttles;
  // An office's higher limit is no licence to guess: past the usual one it is not spared.
  const spared = known && before[failed(key)]! < failedLogonsPerSourcePerDay;
  const counts = !spared && overall[ALL]! < failedLogonsOverall;
  const names = [...tiers.map((tier) => failed(tier.key)), pair, ...(rated ? [rate] : []), ...(counts ? [share] : [])];
  const [raised, raisedOverall] = await Promise.all([
    ports.raise(countersOf(keys), names, now, rated ? pastRatesOf(key, now) : []),
    counts ? ports.raise(OVERALL, [ALL], now) : undefined,
  ]);
  const summed = [summedOf(kind, keys, user, now), ...(counts ? [{ group: OVERALL, names: [ALL] }] : [])];
  const serials = looked.user?.tokens ?? [];
  const read = slots === undefined ? undefined : await ports.sumAndRead({ groups: summed, serials, count: slots, now });
  const [held, all] = read?.sums ?? (await ports.sums(summed, now));
  const hits = tiers.map((tier) => held![failed(tier.key)]!);
  const counted: SourceCount = {
    source,
    key,
    raised,
    tiers: tiers.map((tier) => tier.key),
    pair,
    rate: rated ? rate : undefined,
    tries: held![pair]!,
    failures: hits[0]!,
    most: Math.max(...hits),
    limit: tiers[0]!.limit,
    known,
    overall: raisedOverall && { raised: raisedOverall, share: held![share]! },
    asksNext: !spared && (all === undefined || all[ALL]! > failedLogonsOverall),
    looked,
    read,
  };
  try {
    refuse(held!, 0);
  } catch (error) {
    await Promise.all([refundSourceAttempt(ports, counted, now), releaseRate(ports, counted)]);
    throw error;
  }
  if (all && all[ALL]! >= failedLogonsOverall) await sayReached(ports, source, failedLogonsOverall, now);
  return counted;
}

/** What takes an attempt back from the counters of its source: -1, or 0 for the same write without an effect. */
const takingBack = ({ tiers, pair, key, overall }: SourceCount, by: number, now: number): Record<string, number> => ({
  ...Object.fromEntries(tiers.map((tier) => [failed(tier), by])),
  [pair]: by,
  ...(overall ? { [shareOf(key, now)]: by } : {}),
});

/** The user's own limit; `within`: this attempt was below it and has been counted on the user. */
export type UserLimit = { readonly key: string; readonly limit: number; readonly within: boolean };

/**
 * Whether an attempt may be made: within the user's limit, or beyond it where its source is trusted and has itself left at
 * least one of the user's tries to others. Every attempt of this source at this user has raised the pair's counter before it was read:
 * in parallel they get no more tries than one after the other. What may not be made is taken back by settleFailure.
 */
export async function mayAttempt(
  ports: Pick<ThrottlePort, 'hit'>,
  { tries: made, most, known }: SourceCount,
  { key, limit, within }: UserLimit,
  now: number,
): Promise<boolean> {
  if (within) return true;
  const tries = Math.min(TRIES_OF_TRUSTED_SOURCE, limit - 1);
  if (most > tries || made > tries) return false;
  return (await ports.hit(triesOf(known), key, TRIES_OF_USER, DAY_MS, now)) !== undefined;
}

/**
 * The end of an attempt that has failed: one that the limits refused is not counted against its source. The same writes are sent for both,
 * so that the time does not tell how it stands with the account (F1).
 */
export async function settleFailure(
  ports: SharedCounterPort,
  counted: SourceCount,
  refused: boolean,
  now: number,
): Promise<void> {
  const by = refused ? -1 : 0;
  const { raised, overall } = counted;
  await Promise.all([
    ports.add(raised, takingBack(counted, by, now)),
    overall && ports.add(overall.raised, { [ALL]: by }),
  ]);
}

/** Takes back what countSourceAttempt counted, but not what it counted in the minute. */
export async function refundSourceAttempt(ports: SharedCounterPort, counted: SourceCount, now: number): Promise<void> {
  const { raised, pair, overall } = counted;
  await Promise.all([
    ports.add(raised, takingBack(counted, -1, now), pair),
    overall && ports.add(overall.raised, { [ALL]: -1 }),
  ]);
}

/** A step that was right is not counted in its minute. */
export async function releaseRate(
  ports: Pick<SharedCounterPort, 'add'>,
  { raised, rate }: Pick<SourceCount, 'raised' | 'rate'>,
): Promise<void> {
  if (rate !== undefined) await ports.add(raised, { [rate]: -1 });
}

/**
 * What a complete logon earns its source. A user's first logon of the day from an address earns the address credit, and makes it known, at
 * a few addresses. At most the limit can be saved up, so that one person can't spend what a whole office has earned. All of it is one
 * write on the counters of the source, with what takes the attempt back.
 * @param refunded the attempt was taken back before
 */
export async function recordSourceSuccess(
  ports: SharedCounterPort & Pick<ThrottlePort, 'hit'>,
  counted: SourceCount,
  user: string,
  now: number,
  refunded: boolean,
): Promise<void> {
  const { key, tiers, pair, raised, rate, failures, limit, overall, looked } = counted;
  const by = refunded ? {} : takingBack(counted, -1, now);
  const give = (name: string, value: number) => {
    by[name] = (by[name] ?? 0) + value;
  };
  let forgiven = refunded ? 0 : 1;
  if (rate !== undefined) give(rate, -1);
  if (await earnsCredit(ports, looked, key, user, now)) {
    if (failures - 1 > -limit) give(failed(key), -CREDIT);
    // Who logs on with a token may be about to ask for a first password.
    give(earnedOf(key, now), CREDIT);
    if (await becomesKnown(ports, counted, now)) {
      // What was mistyped there before counts against the networks around it no longer, nor for the overall limit.
      const mistakes = Math.max(0, failures - 1);
      for (const tier of tiers.slice(1)) give(failed(tier), -mistakes);
      const more = overall ? overall.share - 1 : 0;
      give(shareOf(key, now), -more);
      forgiven += more;
    }
  }
  await Promise.all([
    Object.keys(by).length > 0 && ports.add(raised, by, refunded ? undefined : pair),
    overall && forgiven > 0 && ports.add(overall.raised, { [ALL]: -forgiven }),
  ]);
}

async function earnsCredit(
  ports: SharedCounterPort,
  { sums }: Looked,
  key: string,
  user: string,
  now: number,
): Promise<boolean> {
  const before = sums[2]!;
  if (before[key]! > 0 || before[ALL]! >= CREDITED_ADDRESSES) return false;
  const { counts } = await ports.raise(creditedOf(user), [ALL, key], now);
  return counts[key] === 1 && counts[ALL]! <= CREDITED_ADDRESSES;
}

/** @returns whether it was this logon that made it known */
async function becomesKnown(
  ports: Pick<ThrottlePort, 'hit'>,
  { key, known, looked }: SourceCount,
  now: number,
): Promise<boolean> {
  const hit = (later: number) => ports.hit(KNOWN, key, 1, KNOWN_MS, now + later);
  const [first] = await Promise.all([
    known ? undefined : hit(0),
    looked.hits['knownNext']! > 0 ? undefined : hit(KNOWN_MS),
  ]);
  return first !== undefined;
}
