/** What a piece of work asked of the services, as `npm run cost:measure` counts it on the embedded engines. */
import * as z from 'zod';

const amount = z.number().nonnegative();
const countsSchema = z.object({
  /** Invocations of each function, and the processor's time that their code took together, in milliseconds; `waits`: for services, by the latencies of test/cost/latencies.ts. */
  functions: z.record(z.string(), z.object({ invocations: amount, ms: amount, waits: amount })),
  /** "kms TrentService Decrypt" -> how often. */
  calls: z.record(z.string(), amount),
  /** DynamoDB's request units, with those of the indexes. */
  units: z.object({ read: amount, write: amount }),
  /** Requests to the API. */
  requests: amount,
  logBytes: amount,
});
export type Counts = z.infer<typeof countsSchema>;

export const countedSchema = z.object({
  /** Day of the measurement, YYYY-MM-DD. */
  on: z.string(),
  /** A minute in which no user comes. */
  idleMinute: countsSchema,
  /** The call of what runs once an hour. */
  idleHour: countsSchema,
  /** Two first imports of so many users, told by mail. */
  imports: z.tuple([
    z.object({ users: amount, counts: countsSchema }),
    z.object({ users: amount, counts: countsSchema }),
  ]),
  /** The way of so many people from the mail to a password, and one logon with it. */
  journeys: z.object({ users: amount, counts: countsSchema }),
  /** So many logons with a password, each with its logoff. */
  logons: z.object({ users: amount, counts: countsSchema }),
  /** Bytes in the tables that one user leaves, with the indexes. */
  storedBytesPerUser: amount,
  /** What a browser loads to show a console: files, and their bytes compressed. */
  page: z.object({ files: amount, bytes: amount }),
});
export type Counted = z.infer<typeof countedSchema>;

export const NOTHING: Counts = { functions: {}, calls: {}, units: { read: 0, write: 0 }, requests: 0, logBytes: 0 };

type Numbers = Readonly<Record<string, number>>;
function joined(a: Numbers, b: Numbers, join: (one: number, other: number) => number): Record<string, number> {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return Object.fromEntries(names.map((name) => [name, join(a[name] ?? 0, b[name] ?? 0)]));
}

/** Number by number. */
function combine(a: Counts, b: Counts, join: (one: number, other: number) => number): Counts {
  const names = [...new Set([...Object.keys(a.functions), ...Object.keys(b.functions)])].sort();
  const none = { invocations: 0, ms: 0, waits: 0 };
  const functions = names.map((name) => {
    const [one, other] = [a.functions[name] ?? none, b.functions[name] ?? none];
    const invocations = join(one.invocations, other.invocations);
    return [name, { invocations, ms: join(one.ms, other.ms), waits: join(one.waits, other.waits) }] as const;
  });
  return {
    functions: Object.fromEntries(functions),
    calls: joined(a.calls, b.calls, join),
    units: { read: join(a.units.read, b.units.read), write: join(a.units.write, b.units.write) },
    requests: join(a.requests, b.requests),
    logBytes: join(a.logBytes, b.logBytes),
  };
}

export const plus = (a: Counts, b: Counts): Counts => combine(a, b, (one, other) => one + other);
export const times = (counts: Counts, factor: number): Counts => combine(counts, NOTHING, (one) => one * factor);

/**
 * What any number of users costs, by two numbers of them: what each one more adds, and what comes once. Where the smaller one took more, by
 * chance or since batches were less full, nothing is taken off.
 */
export function scaled([few, many]: Counted['imports'], users: number): Counts {
  const share = (one: number, other: number) => Math.max(0, (other - one) / (many.users - few.users));
  const each = combine(few.counts, many.counts, share);
  const once = combine(few.counts, times(each, few.users), (one, other) => Math.max(0, one - other));
  return users === 0 ? NOTHING : plus(once, times(each, users));
}
