import type { ReportLine } from './outcome.ts';
import type { MigrationRecord } from './record.ts';
import { type ReportPorts, reportPage } from './report-page.ts';

const record = { id: 'm', mode: 'run', parts: 2 } as MigrationRecord;
const line = (number: number, userId: string, outcome: ReportLine['outcome'] = 'created'): ReportLine => ({
  part: 1,
  line: number,
  type: 'user',
  userId,
  outcome,
});
const ports: ReportPorts = {
  readReport: async (_id, dryRun, part) =>
    part === 1 ? [line(1, 'Ana'), line(2, 'bo'), line(3, 'cy', 'skipped'), line(4, dryRun ? 'dry' : 'di')] : undefined,
  readNotices: async () =>
    new Map([
      ['ana', { status: 'sent', migration: 'm' }],
      ['bo', { status: 'not-informed', migration: 'm' }],
      ['di', { status: 'sent', migration: 'another' }],
    ]),
};

test('each imported user with the notice of this migration; a page a part', async () => {
  const page = await reportPage(ports, record, 1);
  expect(page.next).toBe(2);
  expect(page.records.map(({ userId, notice }) => [userId, notice])).toEqual([
    ['Ana', 'sent'],
    ['bo', 'not-informed'],
    ['cy', undefined],
    ['di', 'none'],
  ]);
});

test('a part that is not done yet is empty, and the last page names no next', async () => {
  expect(await reportPage(ports, record, 2)).toEqual({ migration: 'm', mode: 'run', records: [] });
  expect((await reportPage(ports, { ...record, parts: 1 }, 1)).records).toHaveLength(4);
  expect(await reportPage(ports, record, 3)).toMatchObject({ records: [] });
});

test('totals come with the page once they are known; a migration without parts has an empty one', async () => {
  const totals = { records: { read: 1 } } as NonNullable<MigrationRecord['totals']>;
  expect(await reportPage(ports, { ...record, totals }, 2)).toMatchObject({ totals });
  const { parts: _parts, ...failed } = record;
  expect(await reportPage(ports, failed, 1)).toStrictEqual({ migration: 'm', mode: 'run', records: [] });
});

test('notices are asked for once a user, of imported users alone', async () => {
  const asked: (readonly string[])[] = [];
  const nobody: ReportLine = { part: 1, line: 6, type: 'user', outcome: 'created' };
  const token: ReportLine = { part: 1, line: 7, type: 'token', userId: 'x', outcome: 'created' };
  const report = (lines: ReportLine[]): ReportPorts => ({
    readReport: async () => lines,
    readNotices: async (keys) => {
      asked.push(keys);
      return new Map();
    },
  });
  const page = await reportPage(
    report([line(1, 'Ana'), line(2, 'ANA'), line(3, 'cy', 'skipped'), nobody, token]),
    record,
    1,
  );
  expect(asked).toEqual([['ana']]);
  expect(page.records.map(({ notice }) => notice)).toEqual(['none', 'none', undefined, undefined, undefined]);
  await reportPage(report([line(3, 'cy', 'skipped')]), record, 1);
  await reportPage(report([line(1, 'Ana')]), { ...record, mode: 'dry-run' }, 1);
  expect(asked).toHaveLength(1);
});

test('a dry run has its own report and no notices', async () => {
  const page = await reportPage(ports, { ...record, mode: 'dry-run' }, 1);
  expect(page.records.map(({ userId, notice }) => [userId, notice]).at(-1)).toEqual(['dry', undefined]);
});
