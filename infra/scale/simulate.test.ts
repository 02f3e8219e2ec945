/** The simulation against what no schedule can beat, and against itself with more of each quota. */
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { countedSchema } from '../cost/counts.ts';
import { leanerOf, quotasOf, RAISED } from './account.ts';
import { boundsOf, growing } from './bounds.ts';
import { Clock, Rate, Slots } from './engine.ts';
import { DEFAULTS, QUOTA_NAMES, QUOTAS } from './quotas.ts';
import { dollarsOfImport, reportOf } from './report.ts';
import { mailsTake, simulate } from './simulate.ts';
import { firstImportOf, type Machine } from './states.ts';
import { unitsSchema } from './units.ts';
import { type Inputs, UNITS_OF_ONE_KEY, workOf } from './work.ts';

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const machine = json('statemachines/migration.asl.json') as Machine;
const inputs: Inputs = {
  counted: countedSchema.parse(json('infra/cost/counted.json')),
  units: unitsSchema.parse(json('infra/scale/units.json')),
  states: firstImportOf(machine),
  unitsOfOneKey: UNITS_OF_ONE_KEY,
};
const accounts = fc.record({
  concurrency: fc.integer({ min: 10, max: 2000 }),
  workers: fc.integer({ min: 1, max: 500 }),
  warmWrites: fc.integer({ min: 4000, max: 100_000 }),
});
const sizes = fc.integer({ min: 1000, max: 3_000_000 });
const RUNS = { numRuns: 40 };

test('a clock acts in the order of times, and of two at one time the first that was asked for', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (times) => {
      const clock = new Clock();
      const seen: (readonly [number, number])[] = [];
      for (const [index, time] of times.entries()) clock.at(time, () => seen.push([clock.now, index]));
      clock.run();
      const wanted = times.map((time, index) => [time, index] as const).toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
      expect(seen).toEqual(wanted);
    }),
  );
});

test('so many have a slot at once, and the others follow in their order', () => {
  const slots = new Slots(2);
  const got: number[] = [];
  for (const one of [1, 2, 3, 4]) slots.take(() => got.push(one));
  expect(got).toEqual([1, 2]);
  slots.give();
  expect(got).toEqual([1, 2, 3]);
  for (let left = 3; left > 0; left--) slots.give();
  slots.take(() => got.push(5));
  expect(got).toEqual([1, 2, 3, 4, 5]);
});

test('a table that is at its limit for half an hour takes twice as much in the next, up to the quota', () => {
  const steady = new Rate(100);
  expect(steady.take(0, 1000)).toBe(10);
  expect(steady.take(5, 1000)).toBe(20);
  expect(steady.take(100_000, 100)).toBe(100_001);
  const table = new Rate(100, 300);
  expect(table.take(0, 180_000)).toBe(1800);
  expect(table.take(0, 360_000)).toBe(3600);
  expect(table.take(0, 300)).toBe(3601);
  // Half used is not at the limit.
  const idle = new Rate(100, 400);
  idle.take(0, 90_000);
  expect(idle.take(1800, 100)).toBe(1801);
});

test('the bound of a growing table is what the engine serves when nothing else is waited for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50_000_000 }), fc.integer({ min: 100, max: 5000 }), (units, rate) => {
      expect(growing(units, rate, 40_000)).toBeCloseTo(new Rate(rate, 40_000).take(0, units), 3);
    }),
  );
});

test('the way of a first import is the definition’s, with its parts and ranges, up to the end', () => {
  const of = (kind: string) => inputs.states.filter((one) => one.of === kind).map(({ state }) => state);
  expect(of('part')).toEqual(['VerifyParts', 'IngestParts']);
  expect(of('range')).toEqual(['CompareRanges']);
  expect(of('run')[0]).toBe('ReadManifest');
  expect(of('run').slice(-2)).toEqual(['NotifyUsers', 'Summarize']);
  expect(() => firstImportOf({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'A' } } })).toThrow('go on at A');
  expect(() => firstImportOf({ StartAt: 'A', States: { A: { Type: 'Task', End: true } } })).toThrow('no function');
});

test('the time is never below the bound, and not far above it', () => {
  fc.assert(
    fc.property(sizes, accounts, (users, account) => {
      const work = workOf(inputs, users);
      const quotas = quotasOf(account);
      const [outcome, bounds] = [simulate(work, quotas), boundsOf(work, quotas)];
      for (const kind of ['imported', 'findable', 'told'] as const)
        expect(outcome[kind]).toBeGreaterThanOrEqual(bounds[kind] * (1 - 1e-9));
      expect(outcome.findable).toBeLessThanOrEqual(bounds.findable * 1.3 + 60);
      expect(outcome.imported).toBeLessThanOrEqual(outcome.findable);
      expect(outcome.findable).toBeLessThan(outcome.told);
    }),
    RUNS,
  );
});

test('the sizes of the page are within a third of the bound, on a new account and a raised one', () => {
  for (const account of [{}, RAISED])
    for (const users of [1e5, 1e6, 1e7, 1e8]) {
      const work = workOf(inputs, users);
      const quotas = quotasOf(account);
      const ratio = simulate(work, quotas).findable / boundsOf(work, quotas).findable;
      expect(ratio).toBeGreaterThanOrEqual(1 - 1e-9);
      expect(ratio).toBeLessThan(1.34);
    }
});

test('more of a quota never takes longer, workers excepted, who take executions from those who follow', () => {
  const raised = QUOTA_NAMES.filter((name) => name !== 'workers' && 'raise' in QUOTAS[name]);
  fc.assert(
    fc.property(
      sizes,
      accounts,
      fc.constantFrom(...raised),
      fc.integer({ min: 2, max: 10 }),
      (users, account, name, by) => {
        const work = workOf(inputs, users);
        const quotas = quotasOf(account);
        const [before, after] = [simulate(work, quotas), simulate(work, { ...quotas, [name]: by * quotas[name] })];
        // The order in which pieces are served may cost a piece or two.
        const piece = 3 * work.follow.seconds;
        expect(after.findable).toBeLessThanOrEqual(before.findable * 1.02 + piece);
      },
    ),
    RUNS,
  );
});

test('once a rate binds that does not grow, twice the users take twice the time', () => {
  const quotas = quotasOf(RAISED);
  const at = (users: number) => simulate(workOf(inputs, users), quotas).findable;
  const [one, two, four] = [at(1e6), at(2e6), at(4e6)];
  expect(two / one).toBeGreaterThan(1.9);
  expect(four / two).toBeGreaterThan(1.9);
  expect(four / two).toBeLessThan(2.1);
});

test('mails keep to the share of the rate, of each day, and to what one lane sends', () => {
  // 80 % of 14 a second.
  expect(mailsTake(11_200, 0.001, { ...DEFAULTS, mailRate: 14, mailDay: 50_000 })).toBeCloseTo(1000);
  expect(mailsTake(80_001, 0.001, { ...DEFAULTS, mailRate: 14, mailDay: 50_000 })).toBeGreaterThan(2 * 86_400);
  expect(mailsTake(1000, 0.5, { ...DEFAULTS, mailRate: 14_000, mailDay: 1e9 })).toBeCloseTo(500);
});

test('a report names what binds, what to raise, and a limit at which something ends', () => {
  const small = reportOf(inputs, 1e6, quotasOf({}), 1);
  expect(small.raise!.findable).toBeLessThan(small.outcome.findable);
  expect(small.first).toBeDefined();
  expect(small.raiseMail).toBe('mailDay');
  expect(small.ends).toEqual([]);
  const large = reportOf(inputs, 1e8, quotasOf({}), 1);
  expect(large.ends.join()).toContain('package');
  const plenty = reportOf(inputs, 1000, quotasOf({ ...RAISED, mailRate: 1e6, mailDay: 1e9 }), 1);
  expect([plenty.first, plenty.raiseMail]).toEqual([undefined, undefined]);
});

test('dollars are those of the counted import, and besides mail less than all', () => {
  const { dollars, besideMail } = dollarsOfImport(inputs.counted, inputs.units, 1e6);
  expect(dollars['ses']).toBeCloseTo(100, 0);
  const all = Object.values(dollars).reduce((sum, one) => sum + one, 0);
  expect(besideMail).toBeGreaterThan(0);
  expect(besideMail).toBeLessThan(all - dollars['ses']!);
  const leaner = leanerOf(inputs, { search: 2, journeys: 2, processor: 2, shards: 2 });
  expect(dollarsOfImport(leaner.counted, leaner.units, 1e6).besideMail).toBeLessThan(besideMail);
  expect(leaner.unitsOfOneKey).toBeLessThan(inputs.unitsOfOneKey);
});
