/** The accounts that docs/scale.md compares, and work that is leaner than what was counted. */
import { DEFAULTS, type Quotas } from './quotas.ts';
import { type Inputs, TRANSACTION } from './work.ts';

/** What `npm run simulate` may be given. */
export type Account = {
  readonly concurrency?: number | undefined;
  readonly workers?: number | undefined;
  readonly warmWrites?: number | undefined;
  readonly mailRate?: number | undefined;
  readonly mailDay?: number | undefined;
};

/** Half of the executions are left to those who follow, and to logons. */
export function quotasOf({ concurrency, workers, warmWrites, mailRate, mailDay }: Account): Quotas {
  const executions = concurrency ?? DEFAULTS.concurrency;
  const writes = warmWrites ?? DEFAULTS.searchWrites;
  return {
    ...DEFAULTS,
    concurrency: executions,
    workers: workers ?? Math.max(1, Math.min(1000, Math.floor(executions / 2))),
    directoryWrites: writes,
    indexWrites: writes,
    searchWrites: writes,
    journeysWrites: writes,
    mailRate: mailRate ?? DEFAULTS.mailRate,
    mailDay: mailDay ?? DEFAULTS.mailDay,
  };
}

export const RAISED: Account = { concurrency: 1000, workers: 100, warmWrites: 40_000 };

/** Less than what was counted. */
export type Leaner = {
  /** Units of a user, behind the import, in `search`; one more is the import's. None is in a transaction, which costs two. */
  readonly search?: number;
  /** The same in `journeys`, with its index. */
  readonly journeys?: number;
  /** `follow-people` takes so much less of the processor. */
  readonly processor?: number;
  /** So many times the shards of words. */
  readonly shards?: number;
};

export function leanerOf(inputs: Inputs, { search, journeys, processor = 1, shards = 1 }: Leaner): Inputs {
  const { units, counted } = inputs;
  const { 'write search': found = 0, 'write journeys': kept = 0, 'write journeys/list': listed = 0 } = units.followed;
  const share = journeys === undefined ? 1 : journeys / (kept + listed);
  const followed = {
    ...units.followed,
    'write search': search ?? found,
    'write journeys': kept * share,
    'write journeys/list': listed * share,
  };
  const imports = counted.imports.map(({ users, counts }) => {
    const { 'follow-people': follow = { invocations: 0, ms: 0, waits: 0 }, ...functions } = counts.functions;
    const less = { ...follow, ms: follow.ms / processor, waits: follow.waits / processor };
    return { users, counts: { ...counts, functions: { ...functions, 'follow-people': less } } };
  });
  return {
    ...inputs,
    units: { ...units, followed },
    counted: { ...counted, imports: imports as unknown as typeof counted.imports },
    unitsOfOneKey: (inputs.unitsOfOneKey / shards) * (search === undefined ? 1 : 1 / TRANSACTION),
  };
}
