import { runRecord } from '#test/support/run-record.ts';
import { partSums } from './part-sums.ts';
import type { RunRecord } from './record.ts';
import type { MigrationRun } from './run.ts';
import { summarize, waitsFor } from './summarize.ts';
import { sumTotals, type Totals } from './totals.ts';

const totals = (read: number) => ({ ...sumTotals([]), records: { ...sumTotals([]).records, read } });
function sumsOf(...all: Totals[]) {
  const { add, sums } = partSums(2);
  for (const [index, one] of all.entries()) add({ part: index + 1, generation: 2, totals: one });
  return sums();
}
const run = (dryRun: boolean) =>
  ({ migration: 'm', dryRun, attempt: 3, generation: 2, parts: 9, policy: 'skip' }) as MigrationRun;
const notices = { sent: 2, notInformed: 1, failed: 0, notNeeded: 0 };
const change = (status: 'preview' | 'applied') => ({ settingsChange: { status } });

function setUp(record: RunRecord | undefined) {
  const summaries: unknown[][] = [];
  const asked: unknown[][] = [];
  const ports = {
    readRun: async () => record,
    sumParts: async (...call: unknown[]) => {
      asked.push(call);
      return sumsOf(totals(2), totals(3));
    },
    putSummary: async (...call: unknown[]) => void summaries.push(call),
  };
  return { summaries, asked, ports };
}
const record = (more: object = {}) =>
  runRecord({
    counts: { users: 5 },
    settingsChange: { status: 'applied' },
    settingsPreview: { status: 'preview' },
    ...more,
  } as never);

test('the totals are those of all parts of this generation, with what became of the mails', async () => {
  const { asked, ports } = setUp(record({ notices }));
  expect(await summarize(ports, run(false))).toEqual({ ...totals(5), notices });
  expect(asked).toEqual([['m', false, 2, 9]]);
});

test('a migration that mailed no user has no notices', async () => {
  const { notices: counted } = await summarize(setUp(record()).ports, run(false));
  expect(counted).toEqual({ sent: 0, notInformed: 0, failed: 0, notNeeded: 0 });
});

test.each([
  [false, 'applied'],
  [true, 'preview'],
] as const)('the summary of a dry run (%s) holds the settings that are %s', async (dryRun, status) => {
  const { summaries, ports } = setUp(record());
  const sums = await summarize(ports, run(dryRun));
  const facts = { migration: 'm', dryRun, attempt: 3, policy: 'skip', counts: { users: 5 }, totals: sums };
  expect(summaries).toEqual([['m', dryRun, expect.objectContaining({ ...facts, ...change(status) })]]);
});

test('the summary says which questions have no match, with the answers to each, and whether all adds up', async () => {
  const missing = [
    { language: 'en', text: 'First car?', place: 0 },
    { language: 'fr', text: 'Ville ?', place: 2 },
  ];
  const { summaries, ports } = setUp(record({ questions: { matched: 1, unmatched: 2, missing } }));
  const counted = { ...totals(2), unmatched: { 2: 4 } };
  await summarize({ ...ports, sumParts: async () => sumsOf(counted) }, run(false));
  expect(summaries[0]![2]).toMatchObject({
    questions: {
      unmatched: 2,
      missing: [
        { language: 'fr', text: 'Ville ?', answers: 4 },
        { language: 'en', text: 'First car?', answers: 0 },
      ],
    },
    sums: { users: 0, tokens: 0, untold: { users: 5, tokens: 0 }, addUp: false },
  });
  const old = setUp(record({ questions: { matched: 1, unmatched: 2 } }));
  await summarize(old.ports, run(false));
  expect(old.summaries[0]![2]).toMatchObject({ questions: { matched: 1, unmatched: 2, missing: [] } });
});

test('a migration whose record is gone fails', async () => {
  await expect(summarize(setUp(undefined).ports, run(false))).rejects.toMatchObject({ code: 'run.not_found' });
});

test('what is left to decide is a change of settings, and changes of people who were told, until the yes was given', () => {
  const codes = { 'user.awaits_yes': 2 };
  expect(waitsFor({ dryRun: false }, { codes }, true)).toEqual(['approval', 'confirmation']);
  expect(waitsFor({ dryRun: false }, { codes: {} }, false)).toEqual([]);
  expect(waitsFor({ dryRun: true }, { codes }, false)).toEqual([]);
  expect(waitsFor({ dryRun: false, options: {} }, { codes }, false)).toEqual(['confirmation']);
  expect(waitsFor({ dryRun: false, options: { confirmed: true } }, { codes }, false)).toEqual([]);
});
