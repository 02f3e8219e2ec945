import { keyHash } from '#core/key-hash.ts';
import { runRecord } from '#test/support/run-record.ts';
import type { ReportLine } from '../outcome.ts';
import { sumTotals } from '../totals.ts';
import { type EraseRunPorts, eraseFromRun } from './erase-run.ts';

const line = (userId: string, number = 1, more: Partial<ReportLine> = {}): ReportLine => ({
  part: 1,
  line: number,
  type: 'user',
  userId,
  outcome: 'created',
  ...more,
});

function world() {
  const reports = new Map<string, readonly ReportLine[]>();
  const indexes = new Map<string, readonly string[]>();
  const state = { reads: [] as string[], removed: [] as unknown[], facts: [] as unknown[], losses: 0, last: 3 };
  const name = (dryRun: boolean, part: number) => `${dryRun ? 'dry' : 'run'}${part}`;
  const ports: EraseRunPorts = {
    finishedFrom: async (_run, dryRun, from, limit) =>
      Array.from({ length: state.last }, (_, index) => index + 1)
        .filter((part) => part >= from && (dryRun ? reports.has(name(true, part)) : true))
        .slice(0, limit)
        .map((part) => ({ part, generation: 1, totals: sumTotals([]) })),
    readIndex: async (_run, dryRun, part) => indexes.get(name(dryRun, part)),
    readReportVersion: async (_run, dryRun, part) => {
      state.reads.push(name(dryRun, part));
      const lines = reports.get(name(dryRun, part));
      return lines && { lines, etag: 'e' };
    },
    replaceReport: async (_run, dryRun, part, lines) => {
      if (state.losses-- > 0) return false;
      reports.set(name(dryRun, part), lines);
      return true;
    },
    removeTraces: async (run, keys, serials) => void state.removed.push([run, keys, serials]),
    replaceFacts: async (_run, facts) => void state.facts.push(facts),
  };
  return { reports, indexes, state, ports };
}
const anna = { keys: new Set(['anna']), serials: new Set(['s0']) };

test('only parts that name the person are read; those without an index are read, too', async () => {
  const { reports, indexes, state, ports } = world();
  reports
    .set('run1', [line('bert')])
    .set('run2', [line('anna', 1, { tokens: [{ serial: 's1', outcome: 'created', pin: true }] })]);
  reports.set('dry1', [line('anna')]);
  indexes.set('run1', [keyHash('bert')]).set('run2', [keyHash('anna')]);
  const erased = await eraseFromRun(ports, runRecord({ id: 'r' }), anna);
  expect(state.reads).toEqual(['run2', 'run3', 'dry1']);
  expect(erased).toEqual({ lines: 2, keys: anna.keys, serials: new Set(['s0', 's1']) });
  expect(state.removed).toEqual([['r', ['anna'], ['s0', 's1']]]);
  expect(state.facts).toEqual([]);
  expect(JSON.stringify([...reports.values()])).not.toContain('anna');
});

test('a part that changes at the same moment is read again, a few times', async () => {
  const { reports, state, ports } = world();
  reports.set('run1', [line('anna')]);
  state.losses = 2;
  expect((await eraseFromRun(ports, runRecord(), anna)).lines).toBe(1);
  reports.set('run1', [line('anna')]);
  state.losses = 99;
  await expect(eraseFromRun(ports, runRecord(), anna)).rejects.toMatchObject({ code: 'operations.busy' });
});

test('before a run that moved the person the person had the earlier user ID, which another one may have now', async () => {
  const { reports, state, ports } = world();
  reports.set('run1', [line('anna', 1, { changes: [{ field: 'userId', from: 'Ana', to: 'Anna' }] })]);
  const { keys } = await eraseFromRun(ports, runRecord(), anna);
  expect(keys).toEqual(new Set(['ana']));
  expect(state.removed[0]).toMatchObject(['m', ['anna', 'ana'], ['s0']]);
});

test('more parts than one page holds are all looked at', async () => {
  const { reports, state, ports } = world();
  state.last = 1200;
  reports.set('run1100', [line('anna')]);
  expect((await eraseFromRun(ports, runRecord(), anna)).lines).toBe(1);
});

test('a run of many parts is cut off behind a page, and goes on there with what was found', async () => {
  const { reports, state, ports } = world();
  state.last = 2_500;
  for (const part of [1, 1_500, 2_400]) reports.set(`run${part}`, [line('anna')]);
  for (let part = 1; part <= 1_200; part++) reports.set(`dry${part}`, [line(part === 1_100 ? 'anna' : 'bert')]);
  let lines = 0;
  const places: unknown[] = [];
  let place: Parameters<typeof eraseFromRun>[3];
  do {
    const erased = await eraseFromRun(ports, runRecord({ id: 'r' }), anna, place, () => true);
    lines += erased.lines;
    place = erased.at;
    places.push(place);
    if (place) expect(state.removed).toEqual([]);
  } while (place);
  expect(places).toEqual([
    { dryRun: false, part: 1_001, earlier: [] },
    { dryRun: false, part: 2_001, earlier: [] },
    { dryRun: true, part: 1_001, earlier: [] },
    undefined,
  ]);
  expect(lines).toBe(4);
  // Each part is looked at once.
  expect(new Set(state.reads).size).toBe(3_700);
  expect(state.removed).toHaveLength(1);
});

test('what the record says of the person goes: details of what was left out, and where a campaign stands', async () => {
  const { state, ports } = world();
  const refusals = [
    { code: 'x', count: 2, details: ['Anna', 'bert'] },
    { code: 'y', count: 1, details: ['token s0 of nobody'] },
  ];
  const campaign = { part: 2, line: 0, shard: 1, at: 'user#anna' };
  await eraseFromRun(ports, runRecord({ refusals, campaign }), anna);
  await eraseFromRun(ports, runRecord({ campaign }), anna);
  await eraseFromRun(ports, runRecord({ refusals, campaign: { part: 1, line: 9 } }), anna);
  await eraseFromRun(ports, runRecord({ refusals }), anna);
  await eraseFromRun(ports, runRecord({ refusals }), { keys: new Set(['dora']), serials: new Set() });
  const without = [
    { code: 'x', count: 2, details: ['bert'] },
    { code: 'y', count: 1, details: [] },
  ];
  expect(state.facts).toEqual([
    { refusals: without, campaign: { part: 2, line: 0, shard: 1 } },
    { campaign: { part: 2, line: 0, shard: 1 } },
    { refusals: without, campaign: { part: 1, line: 9 } },
    { refusals: without },
  ]);
});
