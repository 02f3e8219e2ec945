import { TestClock } from '#test/support/clock.ts';
import { type GetBatch, readItems } from './batch-get.ts';
import type { Key } from './items.ts';

const keys = (count: number): Key[] => Array.from({ length: count }, (_, index) => ({ pk: `p${index}`, sk: 's' }));
const named = (name: string) => Object.assign(new Error(name), { name });

/** A table that holds every key; each answer leaves the last `left` keys of its request for another time. */
function table(left: number[] = []) {
  const requests: string[][] = [];
  const get: GetBatch = async (_table, asked) => {
    requests.push(asked.map((key) => String(key['pk'])));
    const cut = asked.length - (left.shift() ?? 0);
    return { found: asked.slice(0, cut).map((key) => ({ ...key, found: true })), left: asked.slice(cut) };
  };
  return { get, requests };
}

beforeAll(() => {
  process.env['DIRECTORY_TABLE'] = 'directory';
  process.env['OPERATIONS_TABLE'] = 'operations';
});

test('a hundred keys at most go into one request, and a key that is given twice goes once', async () => {
  const { get, requests } = table();
  const found = await readItems('directory', [...keys(230), ...keys(20)], 1000, get, new TestClock());
  expect(found.length).toBe(230);
  expect(requests.map((request) => request.length)).toEqual([100, 100, 30]);
});

test('no key, no request', async () => {
  const { get, requests } = table();
  expect(await readItems('directory', [], 1000, get, new TestClock())).toEqual([]);
  expect(requests).toEqual([]);
});

test('keys that DynamoDB leaves unprocessed are asked for again, those alone, after a wait that grows', async () => {
  const { get, requests } = table([2, 1]);
  const clock = new TestClock();
  const found = await readItems('directory', keys(3), 1000, get, clock);
  expect(found.map((item) => item['pk'])).toEqual(['p0', 'p1', 'p2']);
  expect(requests).toEqual([['p0', 'p1', 'p2'], ['p1', 'p2'], ['p2']]);
  expect(clock.waits).toEqual([25, 50]);
});

test.each(['ProvisionedThroughputExceededException', 'RequestLimitExceeded', 'ThrottlingException'])(
  'a request that fails as a whole with %s is made again after a wait',
  async (name) => {
    const { get } = table();
    const errors = [named(name), named(name)];
    const clock = new TestClock();
    const failing: GetBatch = async (...asked) => {
      const error = errors.shift();
      if (error) throw error;
      return get(...asked);
    };
    expect((await readItems('directory', keys(1), 1000, failing, clock)).length).toBe(1);
    expect(clock.waits).toEqual([25, 50]);
  },
);

test('another error is thrown at once, as it came', async () => {
  const clock = new TestClock();
  const denied: GetBatch = () => Promise.reject(named('AccessDeniedException'));
  await expect(readItems('directory', keys(1), 1000, denied, clock)).rejects.toThrow('AccessDeniedException');
  expect(clock.waits).toEqual([]);
});

test.each(['directory', 'operations'])(
  'a table %s that stays busy is a passing fault once the time is up',
  async (name) => {
    const clock = new TestClock();
    const never: GetBatch = async (_table, asked) => ({ found: [], left: asked });
    const busy = readItems(name, keys(1), 1000, never, clock);
    await expect(busy).rejects.toMatchObject({ code: `${name}.busy`, status: 503, retryable: true });
    expect(clock.now()).toBe(2_000);
  },
);

test('the fault carries what DynamoDB said last', async () => {
  const cause = named('ThrottlingException');
  const throttled: GetBatch = () => Promise.reject(cause);
  const busy = readItems('directory', keys(1), 100, throttled, new TestClock());
  await expect(busy).rejects.toMatchObject({ code: 'directory.busy', cause });
});
