import { type ReadRecords, readLists } from './report-lists.ts';
import type { ReportedRecord } from './report-page.ts';

const record = (line: number, more: Partial<ReportedRecord> = {}): ReportedRecord => ({
  part: 1,
  line,
  type: 'user',
  outcome: 'updated',
  ...more,
});

test('of each code the first records are read, page by page, and not more pages than that takes', async () => {
  const asked: Parameters<ReadRecords>[0][] = [];
  const pages: Record<string, ReportedRecord[][]> = {
    'user.gone': [[record(1), record(2)], [], [record(3)], [record(4)]],
    'user.exists': [[record(9)]],
    updated: [[record(5, { changes: [{ field: 'email' }] }), record(6), record(7, { outcome: 'created' })]],
  };
  const read: ReadRecords = async (query) => {
    asked.push(query);
    const found = pages[query.code ?? query.outcome!]!;
    const next = query.part + 1;
    return { records: found[query.part - 1]!, ...(next <= found.length ? { next } : {}) };
  };
  const lists = await readLists(read, { 'user.exists': 1, 'user.gone': 4, 'other.version': 2 }, 3);
  expect(lists.codes).toEqual([
    { code: 'user.gone', count: 4, records: [record(1), record(2), record(3)], more: true },
    { code: 'other.version', count: 2, records: [], more: false },
    { code: 'user.exists', count: 1, records: [record(9)], more: false },
  ]);
  expect(lists.changed).toEqual([record(5, { changes: [{ field: 'email' }] })]);
  expect(asked.map(({ code, part }) => [code, part])).toEqual([
    ['user.gone', 1],
    ['user.gone', 2],
    ['user.gone', 3],
    ['user.gone', 4],
    ['user.exists', 1],
    [undefined, 1],
  ]);
});
