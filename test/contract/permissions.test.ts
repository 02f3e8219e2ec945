import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Collected, readCollected, reportOf } from '../permissions/report.ts';

const permission = (action: string, resource = 'arn:aws:s3:::landfall-b') => ({
  in: 'landfall-FunctionsLogonServiceRoleDefaultPolicy',
  action,
  resource,
  condition: '',
});
const denial = { role: 'r', action: 's3:PutObject', resource: 'arn:aws:s3:::b/*', why: 'because x' };
const collected = (more: Partial<Collected> = {}): Collected => ({ granted: [], used: [], denied: [], ...more });

test('each line of each process counts once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'landfall-permissions-'));
  const line = (kind: string, what: object) => `${JSON.stringify({ kind, ...what })}\n`;
  const lines = line('granted', permission('s3:GetObject')) + line('used', permission('s3:GetObject'));
  writeFileSync(join(folder, '1.ndjson'), lines + line('denied', denial));
  writeFileSync(join(folder, '2.ndjson'), lines);
  const { granted, used, denied } = readCollected(folder);
  expect([granted, used, denied].map(({ length }) => length)).toEqual([1, 1, 1]);
  expect(readCollected(join(folder, 'none'))).toEqual(collected());
});

test('a permission that nothing used is said, unless an entry explains it; an entry that explains nothing is a fault', () => {
  const granted = ['s3:GetObject', 's3:PutObject', 'xray:PutTraceSegments'].map((action) => permission(action));
  const given = collected({ granted, used: [permission('s3:GetObject')] });
  const entry = (...actions: string[]) => ({ policy: /Logon/u, actions, because: 'x' });
  expect(reportOf(given, [entry('xray:*')], [])).toEqual({
    unused: ['FunctionsLogon: s3:PutObject on s3:b'],
    faults: [],
  });
  const { unused, faults } = reportOf(given, [entry('xray:*', 's3:PutObject'), entry('s3:GetObject')], []);
  expect(unused).toEqual([]);
  expect(faults).toEqual(['explains no unused permission: Logon, s3:GetObject']);
  const used = { ...entry('s3:GetObject'), sometimes: true as const };
  expect(reportOf(given, [used], []).faults).toEqual([]);
});

test('an entry may hold for some resources and conditions alone', () => {
  const granted = [permission('s3:GetObject', 'arn:aws:s3:::a'), permission('s3:GetObject')];
  const entry = { policy: /Logon/u, actions: ['s3:*'], on: /:a$/u, because: 'x' };
  expect(reportOf(collected({ granted }), [entry], []).unused).toEqual(['FunctionsLogon: s3:GetObject on s3:b']);
  const elsewhere = { ...entry, on: /./u, where: /x/u };
  expect(reportOf(collected({ granted }), [elsewhere], []).unused).toHaveLength(2);
});

test('a denial is a fault, unless a test asked for it; one that was asked for and did not come is one too', () => {
  expect(reportOf(collected({ denied: [denial] }), [], []).faults).toEqual([
    'denied: r may not s3:PutObject on arn:aws:s3:::b/*, because x',
  ]);
  const expected = { ...denial, test: 'test/e2e/x.test.ts' };
  expect(reportOf(collected({ denied: [denial] }), [], [expected]).faults).toEqual([]);
  expect(reportOf(collected(), [], [expected]).faults).toEqual([
    'was not denied: s3:PutObject of r, as test/e2e/x.test.ts asks',
  ]);
});
