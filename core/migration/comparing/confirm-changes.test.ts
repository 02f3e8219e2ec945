import type { Change, ReportLine } from '../outcome.ts';
import type { PlannedRun } from '../run.ts';
import {
  type ConfirmChangesPorts,
  confirmChanges,
  largeChangesIn,
  sumLargeChanges,
  tooMuch,
} from './confirm-changes.ts';

const line = (changes: Change[] | undefined, more: Partial<ReportLine> = {}): ReportLine => ({
  part: 1,
  line: 1,
  type: 'user',
  outcome: 'updated',
  ...(changes ? { changes } : {}),
  ...more,
});

test('counted are people who get another address, user ID, enabled flag or token, and those who are disabled as gone', () => {
  const lines = [
    ...['email', 'userId', 'enabled', 'tokens'].map((field) => line([{ field }, { field: 'lastName' }])),
    line([{ field: 'lastName' }]),
    line([{ field: 'email', waits: true }]),
    line([{ field: 'enabled', kept: true }]),
    line([{ field: 'enabled' }], { type: 'token', code: 'token.gone' }),
    line([{ field: 'enabled' }], { code: 'user.gone' }),
    line(undefined, { code: 'user.gone', outcome: 'unchanged' }),
    line(undefined),
  ];
  expect(largeChangesIn(lines)).toEqual({ changed: 4, gone: 1 });
});

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

function prepared(reports: (ReportLine[] | undefined)[]) {
  const done: unknown[] = [];
  const ports: ConfirmChangesPorts = {
    readReport: async (_run, _preview, part) => reports[part - 1],
    noteFacts: async (_at, facts) => void done.push(facts),
    giveBack: async () => void done.push('given back'),
    markUnconfirmed: async (_at, _now, failure) => void done.push(failure),
  };
  const run = { migration: 'r', attempt: 1, parts: reports.length, people: 60, dryRun: false } as PlannedRun;
  const confirm = (over: Partial<PlannedRun> = {}) => confirmChanges(ports, { ...run, ...over }, 7);
  return { ports, done, confirm };
}

test('the preview of all parts is added up; a part without a report has nothing to ask about', async () => {
  const { ports } = prepared([many, undefined, [line([{ field: 'enabled' }], { code: 'user.gone' })]]);
  expect(await sumLargeChanges(ports, { migration: 'r', parts: 3 })).toEqual({ changed: 30, gone: 1 });
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
