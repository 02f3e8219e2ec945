import { parse } from 'csv-parse/sync';
import type { ReportPage } from '../../../shared/http/api-types.ts';
import { BEGIN, csvOf, filterOf, jsonOf, type ReadPage, type ReportRecord, readUntil } from './reading.ts';

const record = (part: number, line: number): ReportRecord => ({
  part,
  line,
  type: 'user',
  userId: `=u${part}.${line}`,
  outcome: 'rejected',
  code: 'user.duplicate',
});

/** A report with these numbers of records on its pages; it notes which parts are read. */
function report(pages: readonly number[]) {
  const asked: number[] = [];
  const read: ReadPage = async (part): Promise<ReportPage> => {
    asked.push(part);
    const records = Array.from({ length: pages[part - 1]! }, (_, index) => record(part, index + 1));
    return { migration: 'm', kind: 'import', records, ...(part < pages.length ? { next: part + 1 } : {}) };
  };
  return { read, asked };
}

test('only as many pages are read as are shown', async () => {
  const { read, asked } = report([500, 500, 500]);
  const first = await readUntil(BEGIN, 50, read);
  expect([first.records.length, first.next, asked]).toEqual([500, 2, [1]]);
  expect(await readUntil(first, 500, read)).toEqual(first);
  const second = await readUntil(first, 501, read);
  expect([second.records.length, second.next, asked]).toEqual([1000, 3, [1, 2]]);
});

test('empty pages are skipped, and reading stops at the end', async () => {
  const { read, asked } = report([0, 0, 3, 0]);
  expect((await readUntil(BEGIN, 1, read)).records).toHaveLength(3);
  expect(asked).toEqual([1, 2, 3]);
  const all = await readUntil(BEGIN, 1_000_000, read);
  expect(all).toMatchObject({ next: undefined });
  expect(await readUntil(all, 2_000_000, read)).toEqual(all);
});

test('the CSV has every record, and no cell that a spreadsheet takes for a formula', async () => {
  const progress: [number, number][] = [];
  const { read } = report([2, 0, 1]);
  const text = (await csvOf(read, (...now) => void progress.push(now))).join('');
  expect(text.charCodeAt(0)).toBe(0xfeff);
  const lines = parse(text, { columns: true, bom: true }) as Record<string, string>[];
  expect(lines.map(({ userId, outcome }) => [userId, outcome])).toEqual([
    ["'=u1.1", 'rejected'],
    ["'=u1.2", 'rejected'],
    ["'=u3.1", 'rejected'],
  ]);
  expect(progress).toEqual([
    [2, 2],
    [3, 2],
  ]);
});

test('the JSON has what is said of the run, and every record', async () => {
  const { read } = report([2, 0, 1]);
  const text = (await jsonOf({ run: 'm', kind: 'import' }, read, () => undefined)).join('');
  expect(JSON.parse(text)).toEqual({ run: 'm', kind: 'import', records: [record(1, 1), record(1, 2), record(3, 1)] });
  expect(JSON.parse((await jsonOf({ run: 'm' }, report([0]).read, () => undefined)).join(''))).toEqual({
    run: 'm',
    records: [],
  });
});

test('the filter of an address has known values only', () => {
  expect(filterOf({ outcome: 'rejected', code: 'user.duplicate', notice: 'not-informed', page: '3' })).toEqual({
    outcome: 'rejected',
    code: 'user.duplicate',
    notice: 'not-informed',
  });
  expect(filterOf({ field: 'token.seed' })).toEqual({ field: 'token.seed' });
  expect(filterOf({ field: '<b>' })).toEqual({});
  expect(filterOf({ outcome: 'everything', code: 'toString', notice: '' })).toEqual({});
});
