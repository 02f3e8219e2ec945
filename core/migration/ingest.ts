/**
 * A part's entries into the directory: read what is there, decide, write under conditions, and read again wherever a condition failed. A
 * preview reads and decides in the same way, and has no port that writes.
 */
import { transient } from '#core/errors.ts';
import type { Entry } from './entries.ts';
import type { Holdings } from './holdings.ts';
import { type LookUpContext, type LookUpPorts, lookUp } from './look-up.ts';
import { type OpenedSeeds, openSeeds, type Unwrap } from './opened-seeds.ts';
import type { ReportLine } from './outcome.ts';
import { isFinal, type Plan, type PlanContext } from './plan.ts';
import { planEntry, planRefused } from './plan-entry.ts';
import type { Secrets } from './policy/difference.ts';
import { type WriteContext, type WritePorts, writePlans } from './write-plans.ts';

export type IngestPorts = LookUpPorts &
  WritePorts & {
    /** Waits a moment, longer with each round: others are writing the same. */
    pause(round: number): Promise<void>;
  };
export type ReadContext = Omit<PlanContext, 'secrets'> &
  LookUpContext & {
    readonly unwrap: Unwrap;
    readonly secretsOf: (seeds: OpenedSeeds) => Secrets;
    /** Whether changes of people who were told wait for a yes. */
    readonly asks: boolean;
  };
export type IngestContext = ReadContext & WriteContext;

/** With the pauses between them well within the time of the part's function. */
const MAX_ROUNDS = 10;

/** Only the seeds of this source's tokens are compared. */
function comparedTokens({ tokens, before }: Holdings, { sourceName, policy, run }: ReadContext) {
  if (policy !== 'correct') return [];
  return [...tokens.values(), ...before.tokens.values()].filter(
    ({ source, origin }) => source === sourceName && origin?.migration !== run,
  );
}

/** Whose changes would wait if they were told: only of them the notices are read. */
function concerned(plans: readonly Plan[], { users }: Holdings): string[] {
  const keys = plans.flatMap((plan) => [
    ...plan.updates.flatMap((update) => (update.kind === 'user' ? update.key : (update.seen.assignee ?? []))),
    ...plan.creates.flatMap(({ assignee }) => assignee ?? []),
  ]);
  return [...new Set(keys)].filter((key) => users.has(key));
}

/**
 * Those of these user keys who were told. A preview moves no notice: that of a person who is to move stands under the user key of
 * before.
 */
async function toldAmong(ports: LookUpPorts, keys: readonly string[], { moved }: Holdings, { preview }: ReadContext) {
  const before = new Map(preview ? [...moved].map(([from, to]) => [to, from]) : []);
  const keyOfNotice = (key: string) => before.get(key) ?? key;
  const told = keys.length === 0 ? new Set<string>() : await ports.readTold(keys.map(keyOfNotice));
  return new Set(keys.filter((key) => told.has(keyOfNotice(key))));
}

async function planAll(ports: LookUpPorts, entries: readonly Entry[], refused: ReadonlySet<Entry>, read: ReadContext) {
  const found = await lookUp(ports, entries, read);
  const seeds = await openSeeds(read.unwrap, comparedTokens(found, read));
  const context: PlanContext = { ...read, secrets: read.secretsOf(seeds) };
  const planned = (holdings: Holdings) =>
    entries.map((entry) =>
      refused.has(entry) ? planRefused(entry, holdings, context) : planEntry(entry, holdings, context),
    );
  const plans = planned(found);
  const keys = read.asks ? concerned(plans, found) : [];
  const told = await toldAmong(ports, keys, found, read);
  return told.size === 0 ? plans : planned({ ...found, told });
}

/** What an import would now do, record by record, in their order. */
export async function previewEntries(
  ports: LookUpPorts,
  entries: readonly Entry[],
  context: ReadContext,
): Promise<ReportLine[]> {
  return (await planAll(ports, entries, new Set(), context)).map(({ line }) => line);
}

/**
 * Writes the entries and reports the outcome of each, in their order.
 * @throws LandfallError directory.busy (retryable) where others keep changing the same items
 */
export async function ingestEntries(
  ports: IngestPorts,
  entries: readonly Entry[],
  context: IngestContext,
): Promise<ReportLine[]> {
  const lines = new Map<Entry, ReportLine>();
  const refused = new Set<Entry>();
  let pending: readonly Entry[] = entries;
  for (let round = 0; pending.length > 0; round++) {
    if (round === MAX_ROUNDS) throw transient('directory.busy');
    const plans = await planAll(ports, pending, refused, context);
    for (const { entry, line } of plans) lines.set(entry, line);
    const left = await writePlans(
      ports,
      plans.filter((plan) => !isFinal(plan)),
      context,
    );
    for (const entry of left.refused) refused.add(entry);
    pending = [...left.again, ...left.refused];
    if (plans.some(({ wait }) => wait)) await ports.pause(round);
  }
  return entries.map((entry) => lines.get(entry)!);
}
