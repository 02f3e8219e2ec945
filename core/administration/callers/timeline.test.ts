import { mailboxHash } from '#core/migration/notice.ts';
import { aUser, NOW, settingsWith } from '#test/support/memory.ts';
import { type AuditedLine, changedFields, happenings, type TimelinePorts, timelineOf } from './timeline.ts';

const settings = settingsWith({});
const HOUR = 3_600_000;
const codes = (entries: readonly { code: string }[]) => entries.map(({ code }) => code);
const imported = aUser({ createdAt: NOW - 9 * HOUR, source: 'old', origin: { migration: 'r1', part: 0, line: 1 } });

test('an imported person came with a run of a source, one who was made here did not', () => {
  expect(happenings({ user: imported, runs: [] }, settings)).toEqual([
    { at: NOW - 9 * HOUR, code: 'imported', by: 'import', facts: { source: 'old', run: 'r1' } },
  ]);
  expect(codes(happenings({ user: aUser({ imported: false }), runs: [] }, settings))).toEqual(['made-here']);
  expect(happenings({ user: aUser(), runs: [] }, settings)).toMatchObject([{ code: 'imported', facts: {} }]);
});

test.each([
  ['sent', 'told'],
  ['bounced', 'bounced'],
  ['complained', 'complained'],
  ['failed', 'mail-refused'],
  ['claimed', 'mail-uncertain'],
  ['uncertain', 'mail-uncertain'],
  ['not-able', 'not-told'],
] as const)('a notice %s is said as %s', (status, code) => {
  const notice = { status, migration: 'r1', at: NOW, to: mailboxHash('a@example.com') };
  expect(happenings({ user: imported, notice, runs: [] }, settings)[0]).toEqual({
    at: NOW,
    code,
    by: 'system',
    facts: { run: 'r1' },
  });
});

test('the facts of the account are in it: first token logon, own password, lockout with its end', () => {
  const password = { hash: 'h', changedAt: NOW - HOUR, mustChange: false, history: [] };
  const user = aUser({ ...imported, firstTokenLogonAt: NOW - 2 * HOUR, password, failures: 5, failedAt: NOW });
  expect(happenings({ user, runs: [] }, settings)).toMatchObject([
    { code: 'locked-out', facts: { until: NOW + 30 * 60_000 } },
    { code: 'password-set' },
    { code: 'first-token-logon' },
    { code: 'imported' },
  ]);
  const temporary = { ...user, failures: 0, password: { ...password, mustChange: true } };
  expect(codes(happenings({ user: temporary, runs: [] }, settings))).toEqual(['first-token-logon', 'imported']);
});

test('what each run changed is told by the names of the fields, never by a value', () => {
  const first = { ...imported, lastName: 'Alt', email: 'secret@example.com' };
  const second = { ...imported, lastName: 'Neu', email: 'secret@example.com' };
  const now = { ...second, userId: 'anna.neu' };
  const runs = [
    { run: 'r4', at: NOW - HOUR, takenBackAt: NOW },
    { run: 'r3', at: NOW - 2 * HOUR, before: second },
    { run: 'r2', at: NOW - 3 * HOUR, before: first },
    { run: 'r1b', at: NOW - 4 * HOUR, before: first },
  ];
  const found = happenings({ user: now, runs }, settings);
  expect(found).toEqual([
    { at: NOW, code: 'taken-back', by: 'import', facts: { run: 'r4' } },
    { at: NOW - 2 * HOUR, code: 'renamed', by: 'import', facts: { run: 'r3', fields: ['userId'], from: 'anna' } },
    { at: NOW - 3 * HOUR, code: 'corrected', by: 'import', facts: { run: 'r2', fields: ['lastName'] } },
    expect.objectContaining({ code: 'imported' }),
  ]);
  expect(JSON.stringify(found)).not.toContain('secret');
  expect(changedFields(first, first)).toEqual([]);
});

const line = (more: Partial<AuditedLine> & { hoursAgo: number }): AuditedLine => {
  const { hoursAgo, ...rest } = more;
  const time = new Date(NOW - hoursAgo * HOUR).toISOString();
  return { actor: 'anna', action: 'logon', object: 'anna', outcome: 'success', source: '192.0.2.1', time, ...rest };
};
function ports(entries: readonly AuditedLine[], next?: string): TimelinePorts & { asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    readRunsOf: async () => [],
    readNotice: async () => undefined,
    readAudit: async (query) => {
      asked.push(query);
      return { entries, ...(next === undefined ? {} : { next }) };
    },
  };
}

test('acts say who did them, what failed and why; look-ups and what an administrator did to others are left out', async () => {
  const of = ports([
    line({ hoursAgo: 1, outcome: 'failure', facts: { reason: 'passcode.wrong' } }),
    line({ hoursAgo: 2, facts: { temporaryCode: true } }),
    line({
      hoursAgo: 3,
      actor: 'ada',
      action: 'token.pin-cleared',
      object: '000000000001',
      facts: { user: 'anna', secondWay: 'address' },
    }),
    line({ hoursAgo: 4, actor: 'ada', action: 'user.looked_up' }),
    line({
      hoursAgo: 5,
      actor: 'arn:aws:iam::1:user/ops',
      action: 'user.edited',
      outcome: 'failure',
      facts: { code: 'user.higher_role' },
    }),
    line({ hoursAgo: 6, actor: 'system', action: 'token.disabled', object: '000000000001', facts: { user: 'anna' } }),
    line({ hoursAgo: 6, action: 'token.lost', object: '000000000001' }),
    line({ hoursAgo: 7, action: 'user.edited', object: 'bert' }),
    line({ hoursAgo: 7, action: 'token.enabled', object: '000000000009', facts: { user: 'bert' } }),
  ]);
  const { entries, next } = await timelineOf(of, imported, settings, { now: NOW });
  expect(next).toBeUndefined();
  expect(entries).toEqual([
    { at: NOW - HOUR, code: 'logon', by: 'user', failed: true, reason: 'passcode.wrong' },
    { at: NOW - 2 * HOUR, code: 'logon', by: 'user', facts: { temporaryCode: true } },
    {
      at: NOW - 3 * HOUR,
      code: 'token.pin-cleared',
      by: 'administrator',
      who: 'ada',
      facts: { serial: '000000000001', secondWay: 'address' },
    },
    { at: NOW - 5 * HOUR, code: 'user.edited', by: 'operator', failed: true, reason: 'user.higher_role' },
    { at: NOW - 6 * HOUR, code: 'token.disabled', by: 'system', facts: { serial: '000000000001' } },
    { at: NOW - 6 * HOUR, code: 'token.lost', by: 'user', facts: { serial: '000000000001' } },
    expect.objectContaining({ code: 'imported' }),
  ]);
  expect(of.asked).toEqual([
    { about: 'anna', from: imported.createdAt - 24 * HOUR, to: NOW, limit: 50, next: undefined },
  ]);
});

test('a fact stands on the page of its time: once, whatever the pages of the audit hold', async () => {
  const first = await timelineOf(ports([line({ hoursAgo: 1 })], 'two'), imported, settings, { now: NOW });
  expect(codes(first.entries)).toEqual(['logon']);
  const empty = await timelineOf(ports([], 'three'), imported, settings, { now: NOW, next: first.next! });
  expect(empty.entries).toEqual([]);
  const of = ports([line({ hoursAgo: 8, action: 'logoff' })]);
  const last = await timelineOf(of, imported, settings, { now: NOW, next: empty.next! });
  expect(codes(last.entries)).toEqual(['logoff', 'imported']);
  expect(of.asked).toMatchObject([{ next: 'three' }]);
  // Older facts alone.
  const begun = await timelineOf(ports([], 'two'), imported, settings, { now: NOW });
  expect(begun.entries).toEqual([]);
});

test('a next that was not given is refused', async () => {
  for (const next of ['x', Buffer.from('12 ').toString('base64url')])
    await expect(timelineOf(ports([]), imported, settings, { now: NOW, next })).rejects.toMatchObject({
      code: 'audit.next',
    });
});
