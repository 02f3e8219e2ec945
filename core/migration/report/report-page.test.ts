import type { ReportLine } from '../outcome.ts';
import type { FinishedPart } from '../part-work.ts';
import type { RunRecord } from '../record.ts';
import { totalsOf } from '../totals.ts';
import { type ReportPorts, reportPage } from './report-page.ts';

const record = { id: 'm', kind: 'import', parts: 2 } as RunRecord;
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
  finishedFrom: async () => [],
};

test('a page holds the records of one part, each imported user with the notice of this migration', async () => {
  const page = await reportPage(ports, record, 1);
  expect(page.next).toBe(2);
  expect(page.records.map(({ userId, notice }) => [userId, notice])).toEqual([
    ['Ana', 'sent'],
    ['bo', 'not-informed'],
    ['cy', undefined],
    ['di', 'none'],
  ]);
});

test('A8: a user who could not be told has the reason beside the other notes', async () => {
  const untold = {
    ...ports,
    readNotices: async () => new Map([['ana', { status: 'not-possible', migration: 'm' } as const]]),
  };
  const noted = async () => [{ ...line(1, 'Ana'), notes: ['user.no_token' as const] }];
  const [first] = (await reportPage(untold, record, 1)).records;
  expect(first).toMatchObject({ notice: 'not-possible', notes: ['notice.not_possible'] });
  const [other] = (await reportPage({ ...untold, readReport: noted }, record, 1)).records;
  expect(other?.notes).toEqual(['user.no_token', 'notice.not_possible']);
});

test('an import that waits for a yes shows its plan, without notices, until it has begun to write', async () => {
  const waiting = { ...record, status: 'waiting', states: {} } as RunRecord;
  const shown = async (of: RunRecord) =>
    (await reportPage(ports, of, 1)).records.map(({ userId, notice }) => [userId, notice]).at(-1);
  expect(await shown(waiting)).toEqual(['dry', undefined]);
  const states = { IngestParts: { status: 'succeeded', startedAt: 1 } } as const;
  expect(await shown({ ...waiting, states })).toEqual(['di', 'none']);
});

test('a part that is not done yet is empty, and the last page names no next', async () => {
  expect(await reportPage(ports, record, 2)).toEqual({ migration: 'm', kind: 'import', parts: 2, records: [] });
  expect((await reportPage(ports, { ...record, parts: 1 }, 1)).records).toHaveLength(4);
  expect(await reportPage(ports, record, 3)).toMatchObject({ records: [] });
});

test('totals come with the page once they are known; a migration without parts has an empty one', async () => {
  const notices = { sent: 3, notInformed: 0, failed: 0, notNeeded: 0 };
  const totals = { records: { read: 1 }, notices } as NonNullable<RunRecord['totals']>;
  const returned = { bounced: 1, complained: 0 };
  expect(await reportPage(ports, { ...record, totals, returned }, 2)).toMatchObject({
    totals: { records: { read: 1 }, notices: { ...notices, ...returned } },
  });
  const { parts: _parts, ...failed } = record;
  expect(await reportPage(ports, failed, 1)).toStrictEqual({ migration: 'm', kind: 'import', records: [] });
});

test('notices are asked for once a user, of users that were not rejected alone', async () => {
  const asked: (readonly string[])[] = [];
  const unreadable: ReportLine = { part: 1, line: 6, type: 'user', outcome: 'created' };
  const token: ReportLine = { part: 1, line: 7, type: 'token', userId: 'x', outcome: 'created' };
  const report = (lines: ReportLine[]): ReportPorts => ({
    readReport: async () => lines,
    readNotices: async (keys) => {
      asked.push(keys);
      return new Map();
    },
    finishedFrom: async () => [],
  });
  const page = await reportPage(
    report([line(1, 'Ana'), line(2, 'ANA'), line(3, 'cy', 'skipped'), line(4, 'di', 'rejected'), unreadable, token]),
    record,
    1,
  );
  expect(asked).toEqual([['ana', 'cy']]);
  const none = ['none', 'none', undefined, undefined, undefined, undefined];
  expect(page.records.map(({ notice }) => notice)).toEqual(none);
  await reportPage(report([line(3, 'cy', 'rejected')]), record, 1);
  await reportPage(report([line(1, 'Ana')]), { ...record, kind: 'preview' }, 1);
  expect(asked).toHaveLength(1);
});

test('a user who was here before has the notice that this run left', async () => {
  const told = {
    ...ports,
    readNotices: async () => new Map([['cy', { status: 'not-able', migration: 'm' } as const]]),
  };
  expect((await reportPage(told, record, 1)).records[2]).toMatchObject({ userId: 'cy', notice: 'not-able' });
});

test('behind the parts of the package come those of the people who are gone', async () => {
  const asked: unknown[][] = [];
  const leaver: ReportLine = { ...line(1, 'eve', 'unchanged'), part: 3, code: 'user.gone' };
  const more = {
    ...ports,
    readReport: async (_id: string, _dry: boolean, part: number) => (part === 3 ? [leaver] : []),
    finishedFrom: async (...call: Parameters<ReportPorts['finishedFrom']>) => {
      asked.push(call);
      return call[2] > 3 ? [] : [{ part: 3, generation: 1, totals: totalsOf([leaver], 3) }];
    },
  };
  expect((await reportPage(more, record, 2)).next).toBe(3);
  const last = await reportPage(more, record, 3);
  expect([last.records, last.next]).toEqual([[leaver], undefined]);
  expect(asked.at(-1)).toEqual(['m', false, 4, 1]);
});

test('a dry run has its own report and no notices', async () => {
  const page = await reportPage(ports, { ...record, kind: 'preview' }, 1);
  expect(page.records.map(({ userId, notice }) => [userId, notice]).at(-1)).toEqual(['dry', undefined]);
});

/** A migration of so many parts; each has one record created and those that `odd` gives it. */
function many(parts: number, odd: (part: number) => ReportLine[], finished = parts) {
  const read: number[] = [];
  const looked: [number, number][] = [];
  const noticed: (readonly string[])[] = [];
  const linesOf = (part: number): ReportLine[] => [{ ...line(1, `user${part}`), part }, ...odd(part)];
  const found: ReportPorts = {
    readReport: async (_id, _dryRun, part) => {
      read.push(part);
      return linesOf(part);
    },
    readNotices: async (keys) => {
      noticed.push(keys);
      const status = (key: string) => (key === 'user3' ? 'failed' : 'sent');
      return new Map(keys.map((key) => [key, { status: status(key), migration: 'm' }]));
    },
    finishedFrom: async (_id, _dryRun, from, limit) => {
      looked.push([from, limit]);
      const rest = Array.from({ length: Math.max(0, finished - from + 1) }, (_, index) => from + index);
      return rest
        .slice(0, limit)
        .map((part): FinishedPart => ({ part, generation: 1, totals: totalsOf(linesOf(part), 3) }));
    },
  };
  return { ports: found, read, looked, noticed, record: { ...record, parts } };
}
const reject = (part: number, number = 2): ReportLine => ({
  part,
  line: number,
  type: 'user',
  userId: `no${part}`,
  outcome: 'rejected',
  code: 'user.duplicate',
});

test('matching records are found in all parts, and no other part is read', async () => {
  const { ports: found, read, looked, record: wide } = many(900, (part) => (part % 300 === 0 ? [reject(part)] : []));
  const page = await reportPage(found, wide, 1, { outcomes: ['rejected'] });
  expect(page.records.map(({ part, line: number }) => [part, number])).toEqual([
    [300, 2],
    [600, 2],
    [900, 2],
  ]);
  expect(page).toMatchObject({ migration: 'm', parts: 900 });
  expect(page).not.toHaveProperty('next');
  expect([read, looked]).toEqual([[300, 600, 900], [[1, 1000]]]);
});

test('a page reads twenty parts at most and names the next that may hold something', async () => {
  const { ports: found, read, record: wide } = many(60, (part) => (part % 2 === 0 ? [reject(part)] : []));
  const first = await reportPage(found, wide, 1, { code: 'user.duplicate' });
  expect([first.records.length, first.next, read.length]).toEqual([20, 42, 20]);
  const second = await reportPage(found, wide, first.next!, { code: 'user.duplicate' });
  expect([second.records.length, second.next]).toEqual([10, undefined]);
});

test('a page is full at 500 records, and lists the part that fills it to its end', async () => {
  const lines = (part: number) => Array.from({ length: 300 }, (_, index) => reject(part, index + 2));
  const { ports: found, record: wide } = many(5, lines);
  const page = await reportPage(found, wide, 2, { outcomes: ['rejected', 'skipped'] });
  expect([page.records.length, page.next]).toEqual([600, 4]);
});

test('with more parts than one query takes in an empty page names the next', async () => {
  const { ports: found, read, record: wide } = many(2_500, (part) => (part === 2_400 ? [reject(part)] : []));
  const first = await reportPage(found, wide, 1, { outcomes: ['rejected'] });
  expect(first).toMatchObject({ records: [], next: 1_001 });
  expect(await reportPage(found, wide, 2_001, { outcomes: ['rejected'] })).toMatchObject({
    records: [{ part: 2_400 }],
  });
  expect(read).toEqual([2_400]);
});

test('with exactly as many parts as one query takes in there is no next page', async () => {
  const { ports: found, record: wide } = many(1_000, () => []);
  expect(await reportPage(found, wide, 1, { outcomes: ['rejected'] })).not.toHaveProperty('next');
});

test('parts that are not done yet are not searched, and no next page follows them', async () => {
  const { ports: found, read, record: wide } = many(30, (part) => [reject(part)], 2);
  const page = await reportPage(found, wide, 1, { outcomes: ['rejected'] });
  expect([page.records.length, page.next, read]).toEqual([2, undefined, [1, 2]]);
  expect(await reportPage(found, wide, 3, { outcomes: ['rejected'] })).toMatchObject({ records: [] });
});

test('a filter by notice reads the notices of the records that match otherwise, five parts a page', async () => {
  const { ports: found, read, noticed, record: wide } = many(8, (part) => [reject(part)]);
  const page = await reportPage(found, wide, 1, { notice: 'failed' });
  expect(page.records).toMatchObject([{ userId: 'user3', notice: 'failed' }]);
  expect([page.next, read]).toEqual([6, [1, 2, 3, 4, 5]]);
  expect(noticed.flat()).toEqual(['user1', 'user2', 'user3', 'user4', 'user5']);
  const none = await reportPage(found, wide, 1, { notice: 'failed', code: 'user.duplicate' });
  expect(none.records).toEqual([]);
  expect(noticed).toHaveLength(5);
});

test('a dry run is searched in its own report, and has no notices', async () => {
  const { ports: found, record: wide } = many(2, (part) => [reject(part)]);
  const dry = { ...wide, kind: 'preview' as const };
  expect((await reportPage(found, dry, 1, { outcomes: ['rejected'] })).records).toHaveLength(2);
  expect((await reportPage(found, dry, 1, { notice: 'sent' })).records).toEqual([]);
  const { parts: _parts, ...unread } = wide;
  expect(await reportPage(ports, unread, 1, { outcomes: ['rejected'] })).toStrictEqual({
    migration: 'm',
    kind: 'import',
    records: [],
  });
});
