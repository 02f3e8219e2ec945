/** Key rings as a process reads them from Secrets Manager: once, anew where a key is missing, and never more often than that. */
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
  // Whatever a test before has read is old by now.
  advance(6 * MINUTE);
  secrets.put('sessions', { current: 's1', s1: 'session-key-for-tests' });
  secrets.reads.length = 0;
});

const rotate = () => secrets.put('sessions', { current: 's2', s1: 'session-key-for-tests', s2: 'the new key' });

test('one read serves five minutes, however many ask at once', async () => {
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

test('a key that the ring lacks is looked for at once, once for all who miss it', async () => {
  await sessionKeys();
  rotate();
  const rings = await Promise.all(Array.from({ length: 20 }, () => sessionKeys(['s2'])));
  for (const { current } of rings) expect(current).toBe('s2');
  expect(secrets.reads).toEqual(['sessions', 'sessions']);
});

test('made-up key ids cost one read in five seconds, and hide no rotation for longer', async () => {
  await sessionKeys();
  for (let index = 0; index < 50; index++) await sessionKeys([`made up ${index}`]);
  expect(secrets.reads).toHaveLength(2);
  rotate();
  expect((await sessionKeys(['s2'])).current).toBe('s1');
  advance(5000);
  expect((await sessionKeys(['s2'])).current).toBe('s2');
  expect(secrets.reads).toHaveLength(3);
});

test('where Secrets Manager fails, the known ring goes on; a first read that fails is tried again', async () => {
  await sessionKeys();
  secrets.put('sessions', undefined);
  expect((await sessionKeys(['s2'])).current).toBe('s1');
  advance(6 * MINUTE);
  await expect(sessionKeys()).rejects.toThrow();
  await setTimeout(0);
  rotate();
  expect((await sessionKeys()).current).toBe('s2');
});

test('a ring that is no ring is refused, and the one before goes on until it is old', async () => {
  await peppers();
  secrets.put('peppers', { current: 'p2' });
  expect((await peppers(['p2'])).current).toBe('p1');
  advance(6 * MINUTE);
  await expect(peppers()).rejects.toMatchObject({ code: 'keys.unusable', status: 500 });
});
