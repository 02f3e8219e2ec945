import { runRecord } from '#test/support/run-record.ts';
import { lookedAt, mayStillWrite, NO_NOTICES, type RunRecord, STATES, shownTotals, viewOf } from './record.ts';
import { sumTotals } from './totals.ts';

const change = (status: 'preview' | 'applied') => ({
  status,
  before: { selfService: 'RSA_Password', forgotPasswordLink: false },
  after: { selfService: 'RSA_Password/SecurID_Native', forgotPasswordLink: true },
  weakened: false,
  version: 2,
});
const record: RunRecord = {
  id: 'a'.repeat(32),
  status: 'running',
  kind: 'import',
  policy: 'skip',
  attempt: 1,
  generation: 3,
  key: 'staged/x',
  etag: 'e',
  size: 1,
  requestedBy: 'upload',
  firstSeenAt: 1,
  startedAt: 1,
  execution: 'x',
  input: '{}',
  states: { ReadManifest: { status: 'succeeded', startedAt: 1, finishedAt: 2 } },
  campaign: { part: 1, line: 1 },
};

test('the shown record lists the states in order and leaves internal fields out', () => {
  const { states, ...view } = viewOf(record);
  expect(states.map(({ state }) => state)).toEqual(STATES);
  expect(states[0]).toEqual({ state: 'ReadManifest', status: 'succeeded', startedAt: 1, finishedAt: 2 });
  for (const name of ['input', 'generation', 'campaign', 'settingsPreview', 'settingsChange'])
    expect(view).not.toHaveProperty(name);
  expect(view).toMatchObject({ id: record.id, execution: 'x', requestedBy: 'upload' });
});

test.each([
  ['starting', 'pending'],
  ['running', 'pending'],
  ['succeeded', 'skipped'],
  ['failed', 'skipped'],
] as const)('of a migration that is %s, a state not reached is %s', (status, expected) => {
  expect(viewOf({ ...record, status }).states[1]).toEqual({ state: 'VerifyParts', status: expected });
});

test('returned mails are shown beside those sent, in the final totals too', () => {
  const notices = { sent: 9, notInformed: 1, failed: 0, notNeeded: 2 };
  const totals = { ...sumTotals([]), notices };
  expect(viewOf(record)).not.toHaveProperty('notices');
  expect(viewOf({ ...record, notices })).toMatchObject({ notices: { ...notices, bounced: 0, complained: 0 } });
  const returned = { bounced: 2, complained: 1 };
  const view = viewOf({ ...record, notices, totals, returned });
  expect(view).toMatchObject({
    notices: { ...notices, ...returned },
    totals: { notices: { ...notices, ...returned } },
  });
  expect(view).not.toHaveProperty('returned');
  expect(shownTotals({ ...record, returned })).toBeUndefined();
});

test('the users that a campaign has looked at are the sum of its counts', () => {
  expect(lookedAt({ sent: 1, notInformed: 20, failed: 300, notNeeded: 4000 })).toBe(4321);
});

test('a dry run shows the settings as a run would change them', () => {
  const both = { ...record, settingsChange: change('applied'), settingsPreview: change('preview') };
  expect(viewOf(both)).toMatchObject({ settingsChange: { status: 'applied' } });
  expect(viewOf({ ...both, kind: 'preview' })).toMatchObject({ settingsChange: { status: 'preview' } });
  expect(viewOf({ ...both, kind: 'preview' })).not.toHaveProperty('settingsPreview');
});

test('questions without a match are shown with their answers once these are counted', () => {
  const missing = [{ language: 'en', text: 'Pet?', place: 1 }];
  const questions = { matched: 2, unmatched: 1, missing };
  const totals = { ...sumTotals([]), notices: NO_NOTICES };
  const shown = (over: Partial<RunRecord>) => viewOf({ ...record, questions, ...over }).questions?.missing;
  expect(shown({})).toEqual([{ language: 'en', text: 'Pet?' }]);
  expect(shown({ totals })).toEqual([{ language: 'en', text: 'Pet?', answers: 0 }]);
  expect(shown({ totals: { ...totals, unmatched: { 1: 7 } } })).toEqual([{ language: 'en', text: 'Pet?', answers: 7 }]);
  // A record of the release before.
  expect(shown({ questions: { matched: 2, unmatched: 1 } })).toEqual([]);
});

test('a rollback is shown with states of its own', () => {
  const { states, of, rollback } = viewOf(
    runRecord({ kind: 'rollback', of: 'a', states: { PlanRollback: { status: 'succeeded', startedAt: 1 } } }),
  );
  expect(states.map(({ state, status }) => [state, status])).toEqual([
    ['PlanRollback', 'succeeded'],
    ['RollbackParts', 'pending'],
    ['RestoreSettings', 'pending'],
    ['Summarize', 'pending'],
  ]);
  expect([of, rollback]).toEqual(['a', undefined]);
});

test('a run may still write while it is under way, and for a while after its end', () => {
  expect(mayStillWrite({ status: 'running' }, 5)).toBe(true);
  expect(mayStillWrite({ status: 'failed', finishedAt: 1_000_000 }, 1_099_999)).toBe(true);
  expect(mayStillWrite({ status: 'failed', finishedAt: 1_000_000 }, 1_100_000)).toBe(false);
  expect(mayStillWrite({ status: 'waiting' }, 1_100_000)).toBe(false);
});

test('a campaign is shown with what it sends, and to whom', () => {
  const mailing = { mail: 'reminder', audience: { source: 'old' }, rev: 1, rounds: 0 } as const;
  const view = viewOf({ ...record, kind: 'campaign', mailing });
  expect(view).toMatchObject({ mail: 'reminder', audience: { source: 'old' } });
  expect(view).not.toHaveProperty('mailing');
});
