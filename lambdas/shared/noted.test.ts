import type { Session } from '#core/access/session.ts';
import type { AuditEntry } from '#core/audit.ts';
import { logLinesOf } from '#test/support/log-lines.ts';
import { noting, notingAudit, notingLogon } from './noted.ts';

const entry = (more: Partial<AuditEntry>): AuditEntry => ({
  actor: 'system',
  action: 'token.disabled',
  object: '000000000001',
  outcome: 'success',
  source: '192.0.2.1',
  now: 0,
  ...more,
});
/** The lines without what every line has. */
const linesOf = async (...entries: readonly AuditEntry[]) => {
  const written: AuditEntry[] = [];
  const write = notingAudit(async (one) => void written.push(one));
  const lines = await logLinesOf(async () => {
    for (const one of entries) await write(one);
  });
  expect(written).toEqual(entries);
  return lines.map(({ level: _level, message: _message, timestamp: _at, service: _service, ...line }) => line);
};

test('a token disabled by failures writes a log line that the alarm counts; a token disabled by an administrator writes none', async () => {
  expect(await linesOf(entry({}), entry({ actor: 'ada' }), entry({ action: 'logoff' }))).toMatchObject([
    { event: 'token.disabled_by_failures', serial: '000000000001', source: '192.0.2.1' },
  ]);
});

test('a logon is a line when it has begun a session, and when it has failed, with its reason; a step that is right so far is none', async () => {
  const logon = { action: 'logon', actor: 'ada', object: 'ada' } as const;
  const lines = await linesOf(
    entry({ ...logon, facts: { status: 'more' } }),
    entry({ ...logon, facts: { status: 'authenticated' } }),
    entry({ ...logon, action: 'logon.next-tokencode', outcome: 'failure', facts: { reason: 'tokencode.wrong' } }),
    entry({ ...logon }),
  );
  expect(lines).toMatchObject([
    { event: 'logon.done', outcome: 'success', source: '192.0.2.1' },
    { event: 'logon.done', outcome: 'failure', reason: 'tokencode.wrong' },
  ]);
  expect(JSON.stringify(lines)).not.toContain('ada');
});

test('a password that was set by a recovery is a line, one that was refused is none', async () => {
  const reset = { action: 'recovery.reset', actor: 'ada', object: 'ada' } as const;
  const lines = await linesOf(entry(reset), entry({ ...reset, outcome: 'failure' }));
  expect(lines).toMatchObject([{ event: 'recovery.done', source: '192.0.2.1' }]);
  expect(JSON.stringify(lines)).not.toContain('ada');
});

test('where the audit can not be written, no line is written, and the error is thrown on', async () => {
  const broken = notingAudit(() => Promise.reject(new Error('no audit')));
  expect(await logLinesOf(() => expect(broken(entry({}))).rejects.toThrow('no audit'))).toEqual([]);
});

test('a logon is noted by the entries that are written with it, and a write that did nothing by none', async () => {
  const entries = [entry({ action: 'logon', facts: { status: 'authenticated' } })] as const;
  const logon = { session: {} as Session, withToken: false, now: 0 };
  expect(await logLinesOf(() => notingLogon(async () => 'done')(logon, entries))).toMatchObject([
    { event: 'logon.done' },
  ]);
  expect(await logLinesOf(() => notingLogon(async () => 'spent')(logon, entries))).toEqual([]);
  const set = noting(
    async (_entries: readonly AuditEntry[]) => false,
    (given) => given,
    (done) => done,
  );
  expect(await logLinesOf(() => set(entries))).toEqual([]);
});
