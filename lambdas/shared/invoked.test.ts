import { setTimeout as pause } from 'node:timers/promises';
import { logLinesOf } from '#test/support/log-lines.ts';
import { invoked } from './invoked.ts';
import { log } from './log.ts';
import { within } from './scope.ts';

const contextOf = (awsRequestId: string, ...left: readonly number[]) => {
  const rest = [...left];
  return { awsRequestId, getRemainingTimeInMillis: () => rest.shift() ?? 0 } as never;
};
const RUN = 'a'.repeat(32);

test('each line of an invocation names its request and what it is about, also behind an await, and no other invocation’s', async () => {
  const handler = invoked(
    (run: string) => ({ run }),
    async () => {
      log.info('before');
      await pause(1);
      await within({ queueMessage: 'm1' }, async () => {
        await pause(1);
        log.warn('inside', { count: 1 });
      });
      log.info('after');
    },
  );
  const lines = await logLinesOf(() =>
    Promise.all([handler(RUN, contextOf('r1', 1000, 1000)), handler('b'.repeat(32), contextOf('r2', 1000, 1000))]),
  );
  const of = lines.filter(({ requestId }) => requestId === 'r1');
  expect(of).toMatchObject([
    { event: 'before', run: RUN },
    { event: 'inside', run: RUN, queueMessage: 'm1', count: 1 },
    { event: 'after', run: RUN },
  ]);
  expect(of[2]).not.toHaveProperty('queueMessage');
  expect(lines).toHaveLength(6);
  expect((await logLinesOf(() => log.info('outside')))[0]).not.toHaveProperty('requestId');
});

test('one that nearly ran out of time says so, and one that failed too', async () => {
  const slow = invoked(
    () => ({}),
    (fails: boolean) => (fails ? Promise.reject(new Error('late')) : Promise.resolve('done')),
  );
  const event = { event: 'invocation.slow', requestId: 'r', seconds: 14 };
  expect(await logLinesOf(() => slow(false, contextOf('r', 15_000, 1_499)))).toMatchObject([event]);
  expect(
    await logLinesOf(() => expect(slow(true, contextOf('r', 15_000, 1_000))).rejects.toThrow('late')),
  ).toMatchObject([event]);
  expect(await logLinesOf(() => slow(false, contextOf('r', 15_000, 1_500)))).toEqual([]);
});
