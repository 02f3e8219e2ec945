import { updatedLine as line } from '#test/support/report-lines.ts';
import { largeChangesIn, NO_LARGE } from '../large-changes.ts';
import type { ReportLine } from '../outcome.ts';
import { partSums } from '../part-sums.ts';
import type { PlannedRun } from '../run.ts';
import { sumTotals } from '../totals.ts';
import { type ConfirmChangesPorts, confirmChanges, sumLargeChanges, tooMuch } from './confirm-changes.ts';

test.each([
  ['20 people of 30', { changed: 20, gone: 0 }, 30, {}, undefined],
  ['21 people of 420', { changed: 21, gone: 0 }, 420, {}, undefined],
  ['21 people of 419', { changed: 21, gone: 0 }, 419, {}, { changed: 21 }],
  ['the same with a yes', { changed: 21, gone: 11 }, 50, { confirmed: true as const }, undefined],
  ['10 of 20 who are gone', { changed: 0, gone: 10 }, 20, {}, undefined],
  ['11 of 220', { changed: 0, gone: 11 }, 220, {}, undefined],
  ['11 of 219', { changed: 0, gone: 11 }, 219, {}, { gone: 11 }],
  ['11 who were expected', { changed: 0, gone: 11 }, 20, { expectGone: 11 }, undefined],
  ['one more than were expected', { changed: 0, gone: 12 }, 20, { expectGone: 11 }, { gone: 12 }],
  ['too much of both', { changed: 30, gone: 30 }, 60, {}, { changed: 30, gone: 30 }],
])('whether a run asks before %s change', (_name, changes, people, options, asked) => {
  expect(tooMuch(changes, people, options)).toEqual(asked);
});

const many = Array.from({ length: 30 }, () => line([{ field: 'email' }]));

function prepared(reports: ReportLine[][]) {
  const done: unknown[] = [];
  const read: number[] = [];
  const ports: ConfirmChangesPorts = {
    sumParts: async (_run, preview, generation) => {
      const { add, sums } = partSums(generation);
      for (const [index, lines] of reports.entries())
        add({ part: index + 1, generation: preview ? 4 : 0, totals: sumTotals([]), large: largeChangesIn(lines) });
      return sums();
    },
    readReport: async (_run, _preview, part) => {
      read.push(part);
      return reports[part - 1];
    },
    noteFacts: async (_at, facts) => void done.push(facts),
    giveBack: async () => void done.push('given back'),
    markUnconfirmed: async (_at, _now, failure) => void done.push(failure),
  };
  const run = {
    migration: 'r',
    attempt: 1,
    generation: 4,
    parts: reports.length,
    people: 60,
    dryRun: false,
  } as PlannedRun;
  const confirm = (over: Partial<PlannedRun> = {}) => confirmChanges(ports, { ...run, ...over }, 7);
  return { ports, read, done, confirm };
}

test('the preview of all parts is added up; of parts that a release before has finished the reports are read', async () => {
  const { ports, read } = prepared([many, [line([{ field: 'enabled' }], { code: 'user.gone' })]]);
  const sums = { large: { changed: 2, gone: 1 }, unsaid: [] };
  expect(await sumLargeChanges(ports, 'r', sums)).toEqual({ changed: 2, gone: 1 });
  expect(read).toEqual([]);
  expect(await sumLargeChanges(ports, 'r', { ...sums, unsaid: [1, 2, 3] })).toEqual({ changed: 32, gone: 2 });
  expect(read).toEqual([1, 2, 3]);
  expect(await sumLargeChanges(ports, 'r', { large: NO_LARGE, unsaid: [] })).toEqual({ changed: 0, gone: 0 });
});

test('a run that changes too much gives its source back and waits; one that does not goes on', async () => {
  const { done, confirm } = prepared([many]);
  expect(await confirm()).toBe(true);
  expect(done).toEqual([
    { needsYes: { people: 60, changed: 30 } },
    'given back',
    { code: 'run.needs_yes', hint: expect.stringContaining('preview'), state: 'ConfirmChanges' },
  ]);
  done.length = 0;
  expect(await confirm({ people: 600 })).toBe(false);
  expect(await confirm({ options: { confirmed: true } })).toBe(false);
  expect(done).toEqual([]);
});

test('a preview says that an import would wait, and waits for nothing', async () => {
  const { done, confirm } = prepared([many]);
  expect(await confirm({ dryRun: true })).toBe(false);
  expect(done).toEqual([{ needsYes: { people: 60, changed: 30 } }]);
});
