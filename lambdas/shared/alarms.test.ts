import type { AuditEntry } from '#core/audit.ts';
import { alarming } from './alarms.ts';

const entry = (more: Partial<AuditEntry>): AuditEntry => ({
  actor: 'system',
  action: 'token.disabled',
  object: '000000000001',
  outcome: 'success',
  source: '192.0.2.1',
  now: 0,
  ...more,
});

test('a token disabled by failures writes a log line that the alarm counts; a token disabled by an administrator writes none', async () => {
  const written: AuditEntry[] = [];
  const lines: unknown[] = [];
  const write = alarming(
    async (one) => void written.push(one),
    (...line) => void lines.push(line),
  );
  const entries = [entry({}), entry({ actor: 'ada' }), entry({ action: 'logon' })];
  for (const one of entries) await write(one);
  expect(written).toEqual(entries);
  expect(lines).toEqual([['token.disabled_by_failures', { serial: '000000000001', source: '192.0.2.1' }]]);
});

test('where the audit can not be written, no line is written, and the error is thrown on', async () => {
  const lines: unknown[] = [];
  const broken = alarming(
    () => Promise.reject(new Error('no audit')),
    (...line) => void lines.push(line),
  );
  await expect(broken(entry({}))).rejects.toThrow('no audit');
  expect(lines).toEqual([]);
});
