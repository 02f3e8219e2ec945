/** What no schedule can beat, in closed form: work by executions, units by rates, mails by rate and day. The simulation is held to it. */
import { WINDOW_SECONDS } from './engine.ts';
import type { QuotaName, Quotas } from './quotas.ts';
import { CAMPAIGNS_SHARE, DAY, lanesOf } from './simulate.ts';
import type { Phase, Work } from './work.ts';

/** Seconds until so many units are served from the beginning on, where the rate doubles with each half-hour at the limit. */
export function growing(units: number, rate: number, most: number): number {
  let [left, now, at] = [units, 0, rate];
  for (; left > at * WINDOW_SECONDS && at < most; at = Math.min(2 * at, Math.max(most, rate))) {
    left -= at * WINDOW_SECONDS;
    now += WINDOW_SECONDS;
  }
  return now + left / at;
}

/** `by`: the quota that makes `findable` what it is. */
export type Bounds = {
  readonly imported: number;
  readonly findable: number;
  readonly told: number;
  readonly by: QuotaName;
};

export function boundsOf({ users, phases, follow, mailSeconds }: Work, quotas: Quotas): Bounds {
  const seconds = ({ pieces, each, of }: Phase): number => {
    const atOnce = Math.min(of === 'run' ? 1 : quotas.workers, quotas.concurrency);
    const started = pieces * ((each.rates.children ?? 0) / quotas.children);
    return Math.max(each.seconds, (pieces * each.seconds) / atOnce, started);
  };
  const place = phases.findIndex(({ state }) => state === 'IngestParts');
  const ingest = phases[place];
  if (!ingest) throw new Error('The way of a first import has no state IngestParts.');
  const prefix = phases.slice(0, place).reduce((sum, phase) => sum + seconds(phase), 0);
  const grown = (name: QuotaName, units: number) => growing(units, quotas[name], quotas.tableWrites);
  const { pieces, each } = ingest;
  const writes = (name: QuotaName) => pieces * ((each.rates[name] ?? 0) + (follow.rates[name] ?? 0));
  const imported = Math.max(
    prefix + seconds(ingest),
    grown('directoryWrites', writes('directoryWrites')),
    grown('indexWrites', writes('indexWrites')),
  );
  const following = pieces * follow.seconds;
  const bounds: readonly (readonly [QuotaName, number])[] = [
    ['workers', imported + follow.seconds],
    ['concurrency', prefix + (pieces * each.seconds + following) / quotas.concurrency],
    ['lanes', prefix + following / Math.min(quotas.concurrency, lanesOf(quotas))],
    ['partitionWrites', prefix + writes('partitionWrites') / quotas.partitionWrites],
    ['searchWrites', grown('searchWrites', writes('searchWrites'))],
    ['journeysWrites', grown('journeysWrites', writes('journeysWrites'))],
  ];
  const [by, findable] = bounds.reduce((most, one) => (one[1] > most[1] ? one : most));
  const mails = Math.max(
    users / (quotas.mailRate * CAMPAIGNS_SHARE),
    users * mailSeconds,
    (Math.ceil(users / Math.max(1, Math.floor(quotas.mailDay * CAMPAIGNS_SHARE))) - 1) * DAY,
  );
  return { imported, findable, told: imported + mails, by };
}
