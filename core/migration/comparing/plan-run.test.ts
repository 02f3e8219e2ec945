import type { User } from '#core/directory/model.ts';
import { keyHash } from '#core/key-hash.ts';
import { plansIn } from '#test/support/plans.ts';
import { storedUser } from '#test/support/staging.ts';
import { isLeavers, type MigrationRun, type PlannedWork } from '../run.ts';
import { readMoves, readPartPlan } from '../run-plan.ts';
import { waveName } from '../wave.ts';
import { type Comparison, comparisonName, type PlacedRename } from './comparison.ts';
import { type Missing, missingChunk, missingName } from './gone.ts';
import { keepPlan, LIMITS_OF_PLAN, planRun } from './plan-run.ts';
import { sortedName } from './sorted-keys.ts';

const RUN = {
  migration: 'r',
  dryRun: false,
  policy: 'correct',
  generation: 1,
  sourceName: 'north',
  older: false,
  people: 5,
  plan: 'plans/r.jsonl',
  parts: 2,
  records: 4,
} as unknown as MigrationRun;

const rename = (from: string, to: string, line: number, successor?: [number, number]): PlacedRename => ({
  part: 1,
  line,
  from,
  to,
  userId: to,
  externalId: `e-${from}`,
  ...(successor ? { successor } : {}),
});
const places = (length: number) => Array.from({ length }, (_, line): [number, number] => [1, line]);
const NOTHING: Comparison = { collisions: [], renames: [], missing: 0 };
type Found = Partial<Comparison> & { readonly lost?: readonly Missing[] };

function prepared(first: Found, here: readonly string[] = []) {
  const users = new Map<string, User>(
    here.map((key) => [key, storedUser(key, { source: 'north', externalId: `e-${key}` })]),
  );
  const plans = new Map([
    ['r.jsonl', '{"part":1}\n{"part":2}\n'],
    [sortedName('r'), JSON.stringify({ of: 1, chunks: 1, unknown: { users: 0, tokens: 0 }, ids: true })],
  ]);
  function compared({ lost = [], ...found }: Found) {
    plans.set(missingName('r', 0), missingChunk(lost).toString());
    plans.set(comparisonName('r', 0), JSON.stringify({ ...NOTHING, missing: lost.length, ...found }));
  }
  compared(first);
  const asked: (readonly string[])[] = [];
  const ports = {
    ...plansIn(plans),
    readUsers: async (keys: readonly string[]) => {
      asked.push(keys);
      return users;
    },
  };
  return {
    plans,
    ports,
    asked,
    compared,
    plan: (over: Partial<MigrationRun> = {}) => planRun(ports, { ...RUN, ...over }),
  };
}

test('where nothing is to be said the plan is the package’s, and no user is read', async () => {
  const { plans, ports, asked, plan } = prepared({});
  const { run, counts } = await plan();
  expect(run).toEqual({ ...RUN, plan: 'plans/r.work.jsonl', asks: true });
  expect(counts).toEqual({ duplicates: 0, moves: 0, gone: 0 });
  expect(plans.get('r.work.jsonl')).toBe('{"part":1}\n{"part":2}\n');
  expect(await readPartPlan(ports.readPlan, 'r', 1)).toEqual({ lines: {}, vacated: [] });
  expect(asked).toEqual([]);
});

test('each part is told of its duplicates, its moves, and the user IDs that become free for it', async () => {
  const { ports, asked, plan } = prepared(
    {
      collisions: [
        {
          kind: 'serial',
          hash: keyHash('1'),
          places: [
            [1, 1],
            [2, 1],
          ],
        },
      ],
      renames: [rename('a', 'b', 1, [2, 2]), rename('c', 'd', 2)],
    },
    ['a', 'c', 'd'],
  );
  expect((await plan()).counts).toEqual({ duplicates: 1, moves: 2, gone: 0 });
  expect(asked).toEqual([['a', 'b', 'c', 'd']]);
  expect(await readPartPlan(ports.readPlan, 'r', 1)).toMatchObject({
    lines: { 1: { move: { from: 'a', verdict: 'moves' } }, 2: { move: { from: 'c', verdict: 'user.id_reused' } } },
    vacated: [],
  });
  expect(await readPartPlan(ports.readPlan, 'r', 2)).toEqual({
    lines: { 1: { tokens: [keyHash('1')] } },
    vacated: ['a'],
  });
  expect((await readMoves(ports.readPlan, 'r')).map(({ verdict }) => verdict)).toEqual(['moves', 'user.id_reused']);
});

test('a duplicate’s person does not move, nor one outside the wave', async () => {
  const found = {
    collisions: [
      {
        kind: 'ext' as const,
        hash: 'h',
        places: [
          [1, 1],
          [1, 2],
        ] as [number, number][],
      },
    ],
    renames: [rename('a', 'b', 2), rename('c', 'd', 3), rename('e', 'f', 4)],
  };
  const { ports, plans, plan } = prepared(found, ['a', 'c', 'e']);
  plans.set(waveName('r'), '["d"]');
  await plan({ options: { only: true } });
  expect((await readMoves(ports.readPlan, 'r')).map(({ from }) => from)).toEqual(['c']);
});

test('what the plan before said of a part is taken back', async () => {
  const { ports, compared, plan } = prepared({ renames: [rename('a', 'b', 1)] }, ['a']);
  await plan();
  expect((await readPartPlan(ports.readPlan, 'r', 1)).lines).toHaveProperty('1');
  compared({});
  await plan();
  expect(await readPartPlan(ports.readPlan, 'r', 1)).toEqual({ lines: {}, vacated: [] });
});

test('those who are gone become further parts of 500 each', async () => {
  const lost = Array.from({ length: 1_001 }, (_, index): Missing => ({ kind: 'person', key: `u${index}` }));
  const { plans, plan } = prepared({ lost });
  const { run, counts } = await plan();
  expect(run).toMatchObject({ parts: 5, records: 1_005 });
  expect(counts.gone).toBe(1_001);
  const lines = plans.get('r.work.jsonl')!.trim().split('\n').slice(2);
  const parts = lines.map((line) => JSON.parse(line) as PlannedWork);
  expect(parts.every(isLeavers)).toBe(true);
  expect(parts).toEqual(
    [500, 500, 1].map((records, index) => ({
      kind: 'leavers',
      index: index + 3,
      object: `r.leavers/00000${index + 1}.json`,
      records,
    })),
  );
  const lists = [1, 2, 3].map((list) => JSON.parse(plans.get(`r.leavers/00000${list}.json`)!) as { user: string }[]);
  expect(lists.map(({ length }) => length)).toEqual([500, 500, 1]);
  expect(new Set(lists.flat().map(({ user }) => user)).size).toBe(1_001);
});

test('a token that is gone says where its person will stand', async () => {
  const lost: Missing[] = ['a', 'z'].map((holder) => ({ kind: 'token', serial: `s-${holder}`, holder }));
  const { plans, plan } = prepared({ renames: [rename('a', 'b', 1)], lost }, ['a']);
  await plan();
  const list = JSON.parse(plans.get('r.leavers/000001.json')!) as unknown[];
  expect(list).toHaveLength(2);
  expect(list).toEqual(
    expect.arrayContaining([
      { serial: 's-a', holder: 'a', to: { key: 'b', userId: 'b' } },
      { serial: 's-z', holder: 'z' },
    ]),
  );
});

test('once it was begun the plan stays for this pass over the parts, and is made anew for the next', async () => {
  const { ports, compared, plan } = prepared({ lost: [{ kind: 'token', serial: '1' }] });
  await keepPlan(ports, (await plan()).run);
  compared({});
  expect((await plan()).run).toMatchObject({ plan: 'plans/r.work.jsonl', parts: 3, records: 5, asks: false });
  expect((await plan({ generation: 2 })).run).toMatchObject({ parts: 2, asks: true });
});

test.each([
  ['a preview', { dryRun: true }, false],
  ['a first import', { people: 0 }, false],
  ['another policy', { policy: 'skip' as const }, false],
  ['a run that was confirmed', { options: { confirmed: true as const } }, false],
  ['a correction', {}, true],
])('whether %s is looked at before its first write', async (_name, over, asks) => {
  expect((await prepared({}).plan(over)).run.asks).toBe(asks);
});

test('what was asked for decides on the moves', async () => {
  const verdict = async (over: Partial<MigrationRun>) => {
    const { ports, plan } = prepared({ renames: [rename('a', 'b', 1)] });
    const touched = storedUser('a', { source: 'north', externalId: 'e-a', touchedAt: 1 });
    await planRun({ ...ports, readUsers: async () => new Map([['a', touched]]) }, { ...RUN, ...over });
    expect(plan).toBeDefined();
    return (await readMoves(ports.readPlan, 'r'))[0]!.verdict;
  };
  expect(await verdict({})).toBe('user.renamed');
  expect(await verdict({ options: { applyToTouched: true } })).toBe('moves');
  expect(await verdict({ older: true })).toBe('record.older');
});

test('a run whose list of parts is gone ends', async () => {
  const { plans, plan } = prepared({});
  plans.delete('r.jsonl');
  await expect(plan()).rejects.toMatchObject({ code: 'stored.damaged' });
});

const LIMITS = { duplicates: 3, renames: 2, missing: 4 };
test.each([
  ['duplicates', { collisions: [{ kind: 'user' as const, hash: 'h', places: places(4) }] }],
  ['renames', { renames: [1, 2, 3].map((line) => rename(`a${line}`, `b${line}`, line)) }],
  ['missing', { missing: 5 }],
])('more %s than a run can plan end it with a code and what to do, before anything is planned', async (kind, found) => {
  const { plans, ports, asked } = prepared(found);
  const limit = LIMITS[kind as keyof typeof LIMITS];
  const ends = planRun(ports, RUN, LIMITS);
  await expect(ends).rejects.toMatchObject({ code: 'run.plan_too_large', facts: { kind, count: limit + 1, limit } });
  expect(asked).toEqual([]);
  expect(plans.has('r.work.jsonl')).toBe(false);
});

test('as much as a run can plan is planned, and people outside a wave count for nothing', async () => {
  const { plans, ports } = prepared({ renames: [1, 2, 3].map((line) => rename(`a${line}`, `b${line}`, line)) });
  plans.set(waveName('r'), '["b1","b2"]');
  const { run } = await planRun(ports, { ...RUN, options: { only: true } }, LIMITS);
  expect(run.plan).toBe('plans/r.work.jsonl');
  expect(LIMITS_OF_PLAN.renames).toBeLessThanOrEqual(200_000);
});
