/** Key rings as a process reads them from Secrets Manager: once, again where a key is missing, and never more often than that. */
import { setTimeout } from 'node:timers/promises';
import { peppers, sessionKeys } from '#adapters/aws/keys.ts';
import { advance } from '#test/support/access.ts';
import { startSecrets, type TestSecrets } from '#test/support/secrets.ts';

const MINUTE = 60_000;
let secrets: TestSecrets;

beforeAll(async () => {
  secrets = await startSecrets();
});
afterAll(() => secrets.stop());
beforeEach(() => {
  // A ring that an earlier test has read is expired by now.
  advance(6 * MINUTE);
  secrets.put('sessions', { current: 's1', s1: 'session-key-for-tests' });
  secrets.reads.length = 0;
});

const rotate = () => secrets.put('sessions', { current: 's2', s1: 'session-key-for-tests', s2: 'the new key' });

test('one read of a ring serves all callers for five minutes', async () => {
  const rings = await Promise.all(Array.from({ length: 20 }, () => sessionKeys(['s1', undefined])));
  expect(new Set(rings).size).toBe(1);
  advance(4 * MINUTE);
  rotate();
  expect((await sessionKeys()).current).toBe('s1');
  expect(secrets.reads).toEqual(['sessions']);
  advance(2 * MINUTE);
  expect((await sessionKeys()).current).toBe('s2');
  expect(secrets.reads).toEqual(['sessions', 'sessions']);
});

test('a key that the ring lacks causes one new read at once, for all callers that need it', async () => {
  await sessionKeys();
  rotate();
  const rings = await Promise.all(Array.from({ length: 20 }, () => sessionKeys(['s2'])));
  for (const { current } of rings) expect(current).toBe('s2');
  expect(secrets.reads).toEqual(['sessions', 'sessions']);
});

test('invented key ids cause one read in five seconds at most, and delay no rotation for longer', async () => {
  await sessionKeys();
  for (let index = 0; index < 50; index++) await sessionKeys([`made up ${index}`]);
  expect(secrets.reads).toHaveLength(2);
  rotate();
  expect((await sessionKeys(['s2'])).current).toBe('s1');
  advance(5000);
  expect((await sessionKeys(['s2'])).current).toBe('s2');
  expect(secrets.reads).toHaveLength(3);
});

test('while Secrets Manager fails the known ring stays in use, and a first read that fails is tried again', async () => {
  await sessionKeys();
  secrets.put('sessions', undefined);
  expect((await sessionKeys(['s2'])).current).toBe('s1');
  advance(6 * MINUTE);
  await expect(sessionKeys()).rejects.toThrow();
  await setTimeout(0);
  rotate();
  expect((await sessionKeys()).current).toBe('s2');
});

test('an unreadable ring is refused, and the earlier one stays in use until it expires', async () => {
  await peppers();
  secrets.put('peppers', { current: 'p2' });
  expect((await peppers(['p2'])).current).toBe('p1');
  advance(6 * MINUTE);
  await expect(peppers()).rejects.toMatchObject({ code: 'keys.unusable', status: 500 });
});
