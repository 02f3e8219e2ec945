import { afterRestoreText, toldText } from './after-restore.ts';

const done = {
  point: '2026-12-01T02:30:00.000Z',
  restoredAt: Date.UTC(2026, 11, 1, 3),
  held: [],
  unfinished: [],
  reminders: false,
};

test('what was done and what is left to do is said with its commands', () => {
  const text = afterRestoreText({
    ...done,
    held: ['c1'],
    unfinished: [
      { id: 'r1', kind: 'import', status: 'running', source: 'am-old' },
      { id: 'r2', kind: 'import', status: 'queued' },
    ],
    reminders: true,
  });
  expect(text).toContain('before 2026-12-01T03:00:00.000Z');
  expect(text).toContain('landfall audit --from 2026-12-01T02:30:00.000Z');
  expect(text).toContain('import r1 (am-old) was running: landfall run resume r1');
  expect(text).toContain('r2 (no source) waits in its queue');
  expect(text).toContain('landfall settings set reminders.everyDays 0');
  expect(text).toContain('landfall campaign resume c1');
});

test('where nothing was sending, nothing is held', () => {
  const text = afterRestoreText(done);
  expect(text).toContain('No campaign was about to send.');
  expect(text).not.toMatch(/run resume|campaign resume|reminders/u);
});

test('who was marked is counted, and who is not here is named', () => {
  expect(toldText({ marked: 2, known: 1, unknown: ['eve'] })).toMatch(/^2 marked.*1 were told already\.\n.*: eve$/u);
  expect(toldText({ marked: 2, known: 0, unknown: [] })).not.toContain('Not here');
});
