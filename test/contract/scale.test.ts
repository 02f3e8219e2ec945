/**
 * The states of a run of 100,000 parts against what the machine, the functions and AWS allow them: calls counted by a virtual clock, never the
 * time of this machine. Records are one for each 10,000 (10^4 for 10^8), in chunks that are smaller by as much; parts, ranges, chunks, pages and
 * the calls for them are as many as they would be. docs/scale.md shows what comes out.
 */
import { readFileSync } from 'node:fs';
import { dynamodb, s3 } from '#adapters/aws/clients.ts';
import { removePlans } from '#adapters/runs/exports.ts';
import { finishedFrom, sumParts } from '#adapters/runs/parts.ts';
import type { User } from '#core/directory/model.ts';
import { keyHash } from '#core/key-hash.ts';
import { compareRange } from '#core/migration/comparing/compare-range.ts';
import { type Comparison, comparisonName } from '#core/migration/comparing/comparison.ts';
import { missingChunk, missingName } from '#core/migration/comparing/gone.ts';
import { moveUsers } from '#core/migration/comparing/move-users.ts';
import { partKeysName } from '#core/migration/comparing/part-keys.ts';
import { LIMITS_OF_PLAN, planRun } from '#core/migration/comparing/plan-run.ts';
import { sortKeys } from '#core/migration/comparing/sort-keys.ts';
import { readSorted, sortedName } from '#core/migration/comparing/sorted-keys.ts';
import { rangeList, rangesName, rangesOf } from '#core/migration/ranges.ts';
import { readManifest } from '#core/migration/read-manifest.ts';
import { planRollback } from '#core/migration/rollback/plan-rollback.ts';
import type { MigrationInput, MigrationRun } from '#core/migration/run.ts';
import { isOfPersons, movesName, partPlanName } from '#core/migration/run-plan.ts';
import { sumTotals } from '#core/migration/totals.ts';
import { FUNCTIONS } from '#infra/functions.ts';
import { largePackage } from '#test/support/large-package.ts';
import { newPackageKeys } from '#test/support/package.ts';
import { plansIn } from '#test/support/plans.ts';
import { storedUser } from '#test/support/staging.ts';
import { type CallKind, type Measured, virtualCalls } from '#test/support/virtual-calls.ts';

const PARTS = 100_000;
const USERS = 100_000_000;
const SCALE = 10_000;
const RANGES = rangesOf(USERS, USERS);
const MB = 1024 * 1024;
/** Step Functions: of an execution's history, and what a turn of a state that goes on leaves there with its Choice. */
const EVENTS = 25_000;
const EVENTS_OF_TURN = 8;
/** Of a state, bytes. */
const PAYLOAD = 256 * 1024;
/** What a state may take of its function's time: the rest is for retries within the SDK, throttling and the processor. */
const SHARE = 0.6;

type Machine = { readonly States: Readonly<Record<string, { readonly TimeoutSeconds?: number }>> };
const { States } = JSON.parse(readFileSync('statemachines/migration.asl.json', 'utf8')) as Machine;
const functionOf = (state: string) => Object.values(FUNCTIONS).find((one) => one.state === state)!;
const page = readFileSync('docs/scale.md', 'utf8');

const SAYS: Readonly<Record<CallKind, string>> = {
  get: 'object read',
  put: 'object written',
  list: 'page of a list',
  remove: 'removal of 1,000',
  query: 'query',
  batch: 'batch',
  item: 'item',
  transaction: 'transaction',
};
const number = (value: number) => value.toLocaleString('en-US');

/** Rows of docs/scale.md, by state. */
const rows = new Map<string, string>();

/** Holds a state to its function's time. */
function holds(state: string, { seconds, calls }: Measured, turns = 1): void {
  const limit = functionOf(state).timeoutSeconds!;
  // The machine waits longer than the function may take: else two would run at once.
  expect(States[state]?.TimeoutSeconds ?? Number.POSITIVE_INFINITY).toBeGreaterThan(limit);
  expect(seconds).toBeLessThan(limit * SHARE);
  expect(turns * EVENTS_OF_TURN).toBeLessThan(EVENTS * SHARE);
  const made = Object.entries(calls).map(([kind, count]) => `${number(count)} × ${SAYS[kind as CallKind]}`);
  const share = `${Math.ceil(seconds)} s of ${limit} s`;
  rows.set(state, `| \`${state}\` | ${made.join(', ')} | ${number(turns)} | ${share} |`);
}

/** Of several turns of one state: all calls, and the longest turn. */
const together = (turns: readonly Measured[]): Measured => ({
  seconds: Math.max(...turns.map(({ seconds }) => seconds)),
  calls: turns.reduce<Partial<Record<CallKind, number>>>((sum, { calls }) => {
    for (const [kind, count] of Object.entries(calls) as [CallKind, number][]) sum[kind] = (sum[kind] ?? 0) + count;
    return sum;
  }, {}),
});

/** Objects under plans/ by the virtual clock. */
function plansOf(clock: ReturnType<typeof virtualCalls>, plans = new Map<string, string>()) {
  const memory = plansIn(plans);
  let bytes = 0;
  const ports = {
    readPlan: (name: string) => clock.call('get', () => plans.get(name)),
    putPlan: async (name: string, body: string | Uint8Array) => {
      await clock.call('put', () => undefined);
      await memory.putPlan(name, body);
    },
    readPlanRange: async (name: string, offset: number, length: number) => {
      bytes += length;
      await clock.call('get', () => undefined);
      return memory.readPlanRange(name, offset, length);
    },
    now: clock.now,
  };
  return { plans, ports, bytes: () => bytes };
}

const RUN = {
  migration: 'r'.repeat(32),
  sourceName: 'north',
  full: true,
  older: false,
  generation: 1,
  parts: PARTS,
  records: USERS,
  people: USERS,
  plan: `plans/${'r'.repeat(32)}.jsonl`,
  policy: 'correct',
} as MigrationRun;

test('ReadManifest: the plan of all parts by a few reads, and a state that stays small', async () => {
  const keys = newPackageKeys();
  const now = Date.UTC(2026, 10, 23);
  const { reader, migrationId } = largePackage(keys, { parts: PARTS, partBytes: 200_000, records: 1_000, now });
  const clock = virtualCalls();
  const { plans, ports } = plansOf(clock);
  const manifest = {
    ...ports,
    reader: () => ({
      size: reader.size,
      read: (from: number, length: number) => clock.call('get', () => reader.read(from, length)).then((bytes) => bytes),
    }),
    trustedPackers: () => clock.call('query', () => [keys.packer]),
    unwrapWithExportKey: () => clock.call('item', () => Buffer.alloc(32, 7)),
    wrapUnderSeedKey: () => clock.call('item', () => Buffer.alloc(184)),
    readUserIds: () => clock.call('item', () => undefined),
    putUserIds: () => clock.call('item', () => undefined),
    readSource: () => clock.call('item', () => undefined),
    // 400,000 items of the index at most, in four shards at once.
    countPeople: async () => {
      await Promise.all([1, 2, 3, 4].map(() => clock.call('query', () => undefined, 20)));
      return { people: USERS, newestPackedAt: now, all: false };
    },
  };
  const input = { migration: migrationId, attempt: 1, key: 'k', etag: 'e', size: reader.size } as MigrationInput;
  const measured = await clock.measure(() =>
    readManifest(manifest, input, { now, maxAgeDays: 30, maxConcurrency: 40 }),
  );
  holds('ReadManifest', measured);
  const { run } = measured.result;
  expect(run).toMatchObject({ parts: PARTS, records: USERS });
  expect(plans.get(rangesName(migrationId))!.trim().split('\n')).toHaveLength(RANGES);
  // The state, with a line of the plan beside it, as the Maps give it to a child.
  const line = plans.get(`${migrationId}.jsonl`)!.split('\n')[PARTS - 1]!;
  expect(JSON.stringify({ run, part: JSON.parse(line) }).length).toBeLessThan(PAYLOAD / 16);
  expect(plans.get(`${migrationId}.jsonl`)!.length).toBeLessThan(32 * MB);
});

/** Every tenth part names one user for each 10,000 of it and its neighbours. */
function partKeys(part: number): string {
  const lines = [{ line: 1, user: keyHash(`u${part}`), ext: keyHash(`e${part}`), serials: [keyHash(`s${part}`)] }];
  return JSON.stringify({ part, lines: part % 10 === 0 ? lines : [], renames: [], unknown: { users: 0, tokens: 0 } });
}

/** What SortKeys leaves, and how it got there. */
async function sorted() {
  const clock = virtualCalls();
  const { plans, ports, bytes } = plansOf(clock, new Map([[rangesName(RUN.migration), rangeList(RANGES)]]));
  const isKeys = new RegExp(`^${partKeysName(RUN.migration, 0).replace(/0{6}.*/u, '')}(\\d+)`, 'u');
  const readPlan = (name: string) => {
    const part = isKeys.exec(name)?.[1];
    return clock.call('get', () => (part === undefined ? plans.get(name) : partKeys(Number(part))));
  };
  async function* peopleOf(_source: string, shard: number, from?: string) {
    for (let one = Number(from ?? 0) + 1; one <= USERS / SCALE / 4; one++) {
      // 5,000 people a page.
      await clock.call('query', () => undefined, SCALE / 5_000);
      const part = 10 * (4 * one - shard);
      yield {
        kind: 'user' as const,
        at: String(one),
        userKey: `u${part}`,
        externalId: `e${part}`,
        tokens: [`s${part}`],
      };
    }
  }
  const turns: Measured[] = [];
  for (let done = false; !done; ) {
    const turn = await clock.measure(() =>
      sortKeys({ ...ports, readPlan, peopleOf }, RUN, turns.length > 0, clock.now() + 60_000, 500_000 / SCALE),
    );
    turns.push(turn);
    ({ done } = turn.result);
  }
  return { clock, plans, ports: { ...ports, readPlan }, bytes, turns };
}

test('SortKeys and CompareRange: each key is read once, and a range reads its own alone', async () => {
  const { clock, plans, ports, bytes, turns } = await sorted();
  const { chunks } = await readSorted(async (name) => plans.get(name), RUN.migration);
  const all = together(turns);
  holds('SortKeys', all, turns.length);
  // Every part once; of each turn the list, and of the first one the ranges.
  expect(all.calls.get).toBe(PARTS + turns.length);
  // What a call holds in memory: a chunk, as lines and as bytes.
  const heads = (RANGES + 1) * 12;
  const longest = Math.max(...[...plans].filter(([name]) => name.includes('.sorted/0')).map(([, text]) => text.length));
  expect((longest - heads) * SCALE).toBeLessThan(128 * MB);
  const range = await clock.measure(() => compareRange(ports, RUN, { number: 7, of: RANGES }));
  expect(range.calls.get).toBeLessThanOrEqual(1 + 2 * chunks);
  expect(bytes() * (USERS / SCALE / RANGES)).toBeLessThan(256 * MB);
  expect(range.result).toMatchObject({ collisions: 0, missing: 0 });
  // With something of the range in every chunk, as it is where none is left out.
  holds('CompareRange', { ...range, seconds: range.seconds * 2, calls: { get: 1 + 2 * chunks, put: 1 } });
});

test('PlanRun: as much as it takes, in each of 100,000 parts something', async () => {
  const clock = virtualCalls();
  const { plans, ports } = plansOf(clock);
  const id = RUN.migration;
  plans.set(sortedName(id), JSON.stringify({ of: RANGES, chunks: 1, unknown: { users: 0, tokens: 0 }, ids: true }));
  plans.set(`${id}.jsonl`, '{}\n');
  const missing = missingChunk([{ kind: 'token', serial: '1' }]).toString();
  for (let range = 0; range < RANGES; range++) {
    const collisions = Array.from({ length: PARTS / RANGES }, (_, index) => {
      const part = range * (PARTS / RANGES) + index + 1;
      return {
        kind: 'serial' as const,
        hash: `h${part}`,
        places: [
          [part, 1],
          [part, 2],
        ] as [number, number][],
      };
    });
    const found: Comparison = { collisions, renames: [], missing: LIMITS_OF_PLAN.missing / RANGES };
    plans.set(comparisonName(id, range), JSON.stringify(found));
    plans.set(missingName(id, range), missing);
  }
  const readUsers = () => clock.call('batch', () => new Map<string, User>());
  const measured = await clock.measure(() => planRun({ ...ports, readUsers }, RUN));
  expect(measured.result.counts.duplicates).toBe(PARTS);
  expect(plans.has(partPlanName(id, PARTS))).toBe(true);
  holds('PlanRun', measured);
});

test('MoveUsers: a long chain and single moves, turn after turn', async () => {
  const clock = virtualCalls();
  // Of 200,000: as many turns as a hundredth of them takes, a hundred times.
  const share = 100;
  const half = LIMITS_OF_PLAN.renames / share / 2;
  const move = (from: string, to: string, line: number) => ({
    part: 1,
    line,
    from,
    to,
    userId: to,
    externalId: `e-${from}`,
    verdict: 'moves' as const,
  });
  const moves = [
    ...Array.from({ length: half }, (_, index) => move(`c${index}`, `c${index + 1}`, index)),
    ...Array.from({ length: half }, (_, index) => move(`a${index}`, `b${index}`, half + index)),
  ];
  const { ports } = plansOf(clock, new Map([[movesName(RUN.migration), JSON.stringify(moves)]]));
  const users = new Map(moves.map(({ from, externalId }) => [from, storedUser(from, { source: 'north', externalId })]));
  const moving = {
    ...ports,
    readUsers: (keys: readonly string[]) =>
      clock.call(
        'batch',
        () => new Map(keys.flatMap((key) => (users.has(key) ? [[key, users.get(key)!] as const] : []))),
      ),
    readTokens: () => clock.call('batch', () => new Map()),
    readNotices: () => clock.call('batch', () => new Map()),
    enqueueMail: () => clock.call('item', () => undefined),
    moveGroup: (
      group: readonly { readonly move: { readonly from: string; readonly to: string }; readonly user: User }[],
    ) =>
      clock.call('transaction', () => {
        for (const { move: one } of group) users.delete(one.from);
        for (const { move: one, user } of group) users.set(one.to, user);
        return true;
      }),
  };
  const turns: Measured[] = [];
  for (let at = { done: false, next: 0 }; !at.done; ) {
    const context = {
      run: RUN.migration,
      source: 'north',
      applyToTouched: false,
      touched: () => false,
      until: clock.now() + 60_000,
    };
    const turn = await clock.measure(() => moveUsers(moving, at.next, context));
    turns.push(turn);
    at = turn.result;
  }
  expect(users.has(`c${half}`) && users.has(`b${half - 1}`) && !users.has('c0')).toBe(true);
  const { seconds, calls } = together(turns);
  const whole = Object.fromEntries(Object.entries(calls).map(([kind, count]) => [kind, count * share]));
  holds('MoveUsers', { seconds, calls: whole }, turns.length * share);
});

/** The real adapters on services that answer from nothing, page by page. */
function services(clock: ReturnType<typeof virtualCalls>, objects = 0) {
  Object.assign(process.env, { OPERATIONS_TABLE: 'operations', EXPORT_BUCKET: 'exports' });
  const totals = sumTotals([]);
  const item = (part: number) => ({
    pk: 'MIGRATION#r',
    sk: `PART#run#${String(part).padStart(6, '0')}`,
    part,
    generation: 1,
    totals,
    large: { changed: 0, gone: 0 },
  });
  // 530 bytes an item, a megabyte a page.
  const ITEMS_OF_PAGE = Math.floor(MB / 530);
  const partOf = (key: unknown) => Number(String(key).slice(-6));
  type Query = { ExpressionAttributeValues: Record<string, string>; ExclusiveStartKey?: { sk: string } };
  Object.assign(dynamodb(), {
    send: ({ input }: { input: Query }) =>
      clock.call('query', () => {
        const { ':from': from, ':to': to } = input.ExpressionAttributeValues;
        const first = input.ExclusiveStartKey ? partOf(input.ExclusiveStartKey.sk) + 1 : Math.max(1, partOf(from));
        const last = Math.min(partOf(to), PARTS, first + ITEMS_OF_PAGE - 1);
        const Items = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => item(first + index));
        return {
          Items,
          ...(last < Math.min(partOf(to), PARTS) ? { LastEvaluatedKey: { pk: 'x', sk: item(last).sk } } : {}),
        };
      }),
  });
  const name = (index: number) => `plans/${partKeysName('r', index)}`;
  let removed = 0;
  type List = { Prefix?: string; ContinuationToken?: string; Delete?: { Objects: readonly object[] } };
  Object.assign(s3(), {
    send: ({ input }: { input: List }) => {
      if (input.Delete) {
        removed += input.Delete.Objects.length;
        return clock.call('remove', () => ({}));
      }
      return clock.call('list', () => {
        const begin = Number(input.ContinuationToken ?? 0);
        const Contents = Array.from({ length: Math.min(1_000, objects - begin) }, (_, index) => ({
          Key: name(begin + index),
        }));
        return { Contents, ...(begin + 1_000 < objects ? { NextContinuationToken: String(begin + 1_000) } : {}) };
      });
    },
  });
  return { removed: () => removed };
}

test('CheckRejects, ConfirmChanges and Summarize: the sums of all parts, page by page; plans removed by the thousand', async () => {
  const clock = virtualCalls();
  const objects = 3 * PARTS;
  const { removed } = services(clock, objects);
  const sum = await clock.measure(() => sumParts('r', false, 1, PARTS));
  expect(sum.result).toMatchObject({ finished: PARTS, unsaid: [] });
  holds('CheckRejects', sum);
  holds('ConfirmChanges', sum);
  const removal = await clock.measure(() => removePlans('r', isOfPersons));
  expect(removed()).toBe(objects);
  holds('Summarize', { seconds: sum.seconds + removal.seconds, calls: { ...sum.calls, ...removal.calls } });
});

test('PlanRollback: a list of all parts', async () => {
  const clock = virtualCalls();
  services(clock);
  const { plans, ports } = plansOf(clock);
  const input = { migration: 'b', rollback: true, of: 'r' } as never;
  const measured = await clock.measure(() => planRollback({ ...ports, finishedFrom }, input, 40));
  expect(measured.result.parts).toBe(PARTS);
  expect(JSON.stringify(measured.result).length).toBeLessThan(PAYLOAD / 16);
  expect(plans.get('b.work.jsonl')!.length).toBeLessThan(4 * MB);
  holds('PlanRollback', measured);
});

test('docs/scale.md shows of each state what came out here', () => {
  expect(rows.size).toBe(9);
  expect(page).toContain([...rows.values()].join('\n'));
});
