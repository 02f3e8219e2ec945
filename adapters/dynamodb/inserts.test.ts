import { TestClock } from '#test/support/clock.ts';
import { insertAll, type SendBatch } from './inserts.ts';

const origin = { migration: 'm', part: 1, line: 1 };
const items = (count: number) => Array.from({ length: count }, (_, index) => ({ pk: `p${index}`, sk: 's', origin }));
const failed = (Code: string) => ({ Error: { Code } });

/** Answers each item with the next of its codes; with success when they are used up. */
function service(codes: Record<string, string[]>) {
  const batches: string[][] = [];
  const send: SendBatch = async (batch) => {
    batches.push(batch.map(({ pk }) => pk));
    return batch.map(({ pk }) => {
      const code = codes[pk]?.shift();
      return code ? failed(code) : {};
    });
  };
  return { send, batches };
}

beforeAll(() => {
  process.env['DIRECTORY_TABLE'] = 'directory';
});

test('at most 25 in a batch', async () => {
  const { send, batches } = service({});
  expect(await insertAll(items(60), send, new TestClock())).toEqual(Array.from({ length: 60 }, () => 'done'));
  expect(batches.map((batch) => batch.length)).toEqual([25, 25, 10]);
});

test.each([
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'InternalServerError',
  'RequestLimitExceeded',
  'TransactionConflict',
])('%s inside an HTTP 200 is tried again, that item alone', async (code) => {
  const { send, batches } = service({ p1: [code, code] });
  expect(await insertAll(items(3), send, new TestClock())).toEqual(['done', 'done', 'done']);
  expect(batches).toEqual([['p0', 'p1', 'p2'], ['p1'], ['p1']]);
});

test('an item that exists lost; one that was throttled first and exists then lost too', async () => {
  const { send } = service({ p0: ['DuplicateItem'], p1: ['ThrottlingError', 'DuplicateItem'] });
  expect(await insertAll(items(3), send, new TestClock())).toEqual(['taken', 'taken', 'done']);
});

test('two items with one key never stand in one request, and only the first can win', async () => {
  const { send, batches } = service({});
  const [one] = items(1);
  expect(await insertAll([one!, { ...one! }], send, new TestClock())).toEqual(['done', 'taken']);
  expect(batches).toEqual([['p0']]);
});

test('what never ends is a passing fault; what can’t be is an error', async () => {
  const always: SendBatch = async (batch) => batch.map(() => failed('ThrottlingError'));
  await expect(insertAll(items(1), always, new TestClock())).rejects.toMatchObject({
    code: 'directory.busy',
    retryable: true,
  });
  const denied: SendBatch = async (batch) => batch.map(() => failed('AccessDenied'));
  await expect(insertAll(items(1), denied, new TestClock())).rejects.toMatchObject({ code: 'directory.insert_failed' });
});

test('an answer that is shorter than the request counts for nothing', async () => {
  let calls = 0;
  const short: SendBatch = async (batch) => (calls++ === 0 ? [] : batch.map(() => ({})));
  expect(await insertAll(items(2), short, new TestClock())).toEqual(['done', 'done']);
});

test.each(['ValidationError', 'ItemCollectionSizeLimitExceeded'])('%s is about its own item alone', async (code) => {
  const { send } = service({ p1: [code] });
  expect(await insertAll(items(3), send, new TestClock())).toEqual(['done', 'refused', 'done']);
});

test('an item that has its whole batch refused is found by halves, and the others are inserted', async () => {
  const sizes: number[] = [];
  const send: SendBatch = async (batch) => {
    sizes.push(batch.length);
    if (batch.some(({ pk }) => pk === 'p3'))
      throw Object.assign(new Error('too long'), { name: 'ValidationException' });
    return batch.map(() => ({}));
  };
  const results = await insertAll(items(6), send, new TestClock());
  expect(results).toEqual(['done', 'done', 'done', 'refused', 'done', 'done']);
  expect(sizes).toEqual([6, 3, 3, 2, 1, 1, 1]);
});

test('any other failure of a request is thrown on', async () => {
  const down: SendBatch = async () => {
    throw new Error('down');
  };
  await expect(insertAll(items(2), down, new TestClock())).rejects.toThrow('down');
});
