import { TestClock } from '#test/support/clock.ts';
import { type PutBatch, putItems } from './batch-put.ts';

const items = (count: number) => Array.from({ length: count }, (_, index) => ({ pk: `p${index}`, sk: 's' }));
const named = (name: string) => Object.assign(new Error(name), { name });

test('items go in batches of 25, and of two with one key the last counts', async () => {
  const batches: unknown[][] = [];
  const put: PutBatch = async (_table, batch) => {
    batches.push([...batch]);
    return [];
  };
  await putItems('t', [...items(30), { pk: 'p0', sk: 's', last: true }], put, new TestClock());
  expect(batches.map((batch) => batch.length)).toEqual([25, 5]);
  expect(batches[0]![0]).toEqual({ pk: 'p0', sk: 's', last: true });
});

test('what is left over, and a batch that is throttled as a whole, is put again', async () => {
  const sent: number[] = [];
  const put: PutBatch = async (_table, batch) => {
    sent.push(batch.length);
    if (sent.length === 1) throw named('ThrottlingException');
    return sent.length === 2 ? batch.slice(1) : [];
  };
  await putItems('t', items(3), put, new TestClock());
  expect(sent).toEqual([3, 3, 2]);
});

test('a table that stays busy is a passing fault, and any other error is thrown on', async () => {
  const busy = putItems('t', items(1), async (_table, batch) => batch, new TestClock());
  await expect(busy).rejects.toMatchObject({ code: 'directory.busy', retryable: true });
  const denied = putItems('t', items(1), () => Promise.reject(named('AccessDeniedException')), new TestClock());
  await expect(denied).rejects.toThrow('AccessDeniedException');
});
