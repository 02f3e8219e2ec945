import type { RunView } from '#core/migration/record.ts';
import { totalsOf } from '#core/migration/totals.ts';
import { EXIT } from './output.ts';
import { migrationText, printEnd, runsText, stateLine, summaryText, waitingLines } from './run.ts';

const migration = (status: string) => ({ status, kind: 'import' }) as RunView;

test('without counts a failed migration is described as failed and a running one as not counted yet', () => {
  expect(summaryText(migration('failed'))).toBe('It failed before anything was counted.');
  expect(summaryText(migration('running'))).toBe('Nothing has been counted yet.');
  const done = { ...migration('not-started'), error: { code: 'run.done', hint: 'Imported already.' } };
  expect(summaryText(done)).toBe('Imported already.');
});

test('the line of a state without a count ends with its status', () => {
  expect(stateLine({ state: 'Summarize', status: 'pending' })).toMatch(/^Summarize +pending$/u);
});

const waiting = (over: object) => ({ id: 'r1', status: 'waiting', ...over }) as unknown as RunView;

test('a run that waits says for what, and which command answers', () => {
  const error = { code: 'run.needs_yes', hint: 'Many people would change.' };
  expect(waitingLines(waiting({ waitsFor: ['confirmation'], error }))).toEqual([
    'Waits: Many people would change.',
    'Answer: landfall run confirm r1',
  ]);
  const needsYes = { people: 500, gone: 60, changed: 31 };
  expect(waitingLines(waiting({ waitsFor: ['confirmation'], error, needsYes }))[0]).toBe(
    'Waits: 31 of 500 people would be changed, 60 of 500 people would be taken for gone. Many people would change.',
  );
  expect(waitingLines(waiting({ waitsFor: ['approval'] }))[0]).toContain('a token alone');
  const told = {
    status: 'succeeded',
    waitsFor: ['confirmation'],
    totals: { waiting: 3, codes: { 'user.awaits_yes': 5 } },
  };
  expect(waitingLines(waiting(told))[0]).toContain('changes of 3 people');
  expect(waitingLines(waiting({ waitsFor: [] }))).toEqual([]);
  expect(waitingLines(waiting({}))).toEqual([]);
});

test('a run that ended well and waits for a yes has the exit code of those that wait', () => {
  const said = jest.spyOn(console, 'error').mockImplementation(() => {});
  const before = process.exitCode;
  try {
    printEnd(waiting({ status: 'succeeded', waitsFor: ['confirmation'] }));
    expect(process.exitCode).toBe(EXIT.waits);
  } finally {
    process.exitCode = before;
    said.mockRestore();
  }
});

test('a run that was never started has neither steps nor an attempt', () => {
  const error = { code: 'run.done', hint: 'Imported already.' };
  const states = [{ state: 'ReadManifest', status: 'skipped' }];
  const text = migrationText(waiting({ status: 'not-started', kind: 'import', attempt: 0, error, states }));
  expect(text).toContain('run.done: Imported already.');
  expect(text).not.toMatch(/ReadManifest|policy|attempt/u);
});

test('each run of a list has its source and what it waits for', () => {
  expect(runsText([])).toBe('No runs.');
  const run = { status: 'succeeded', kind: 'import', startedAt: 0, source: { deployment: 'old' } };
  const lines = runsText([waiting({ ...run, waitsFor: ['confirmation'] }), waiting({ ...run, source: undefined })]);
  expect(lines.split('\n')[1]).toMatch(/^r1 +succeeded +import +old +1970-\S+ +confirmation$/u);
  expect(lines.split('\n')[2]).toMatch(/ - +1970-\S+ +-$/u);
});

test('a rollback says what was taken back and what stays, and its preview is no rollback', () => {
  const totals = {
    ...totalsOf([], 1),
    users: { ...totalsOf([], 1).users, updated: 3, skipped: 1 },
    codes: { 'rollback.deleted': 3, 'rollback.touched': 1, 'rollback.unknown': 1 },
  };
  const rollback = {
    ...waiting({ id: 'r1', status: 'succeeded', kind: 'rollback', totals, states: [] }),
    waitsFor: [],
  };
  const done = summaryText({
    ...rollback,
    settingsRestored: { status: 'kept', why: 'settings.changed_since' },
  } as RunView);
  expect(done).toContain('What was taken back');
  expect(done).toContain('3 taken back, 1 left');
  expect(done).toContain('3 Taken back: deleted (rollback.deleted)');
  expect(done).toContain('stay: they were changed since the import');
  expect(done).not.toContain('updated');
  const preview = { ...rollback, preview: true, settingsRestored: { status: 'preview' } } as RunView;
  expect(summaryText(preview)).toContain('nothing is written');
  expect(runsText([preview])).toContain('rollback preview');
  expect(runsText([rollback])).not.toContain('rollback preview');
  const taken = { ...rollback, kind: 'import', rollback: { run: 'r2', at: 1 } } as RunView;
  expect(runsText([taken])).toContain('taken back');
  expect(migrationText(preview)).toContain('rollback preview, policy');
});

test('user IDs on the list of a wave that the package does not hold are named', () => {
  const refusals = [{ code: 'user.wave_missing', count: 3, details: ['cy', 'zoe'] }];
  const imported = waiting({ status: 'succeeded', kind: 'import', totals: totalsOf([], 1), states: [] });
  const text = summaryText({ ...imported, refusals } as RunView);
  expect(text).toContain('3 on the list of the wave are not in the package: cy, zoe, and 1 more');
});
