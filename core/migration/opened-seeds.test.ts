import type { Token } from '#core/directory/model.ts';
import { sealSeed } from '#core/tokens/seal.ts';
import { aToken } from '#test/support/memory.ts';
import { openSeeds } from './opened-seeds.ts';

const KEY = Buffer.alloc(32, 7);
const SEED = Buffer.alloc(16, 3);
const sealed = (serial: string, wrapped: string, key = KEY): Token => ({
  ...aToken(),
  serial,
  seed: { wrappedKey: Buffer.from(wrapped), context: { migration: 'm' }, box: sealSeed(key, serial, SEED) },
});

test('tokens under one key ask for it once, and one that can’t be opened has no seed', async () => {
  const asked: string[] = [];
  const tokens = [sealed('1', 'a'), sealed('2', 'a'), sealed('3', 'b', Buffer.alloc(32, 8))];
  const seeds = await openSeeds(async (wrapped) => {
    asked.push(Buffer.from(wrapped).toString());
    return Buffer.from(KEY);
  }, tokens);
  expect(asked).toEqual(['a', 'b']);
  expect(tokens.map((token) => seeds.get(token))).toEqual([
    SEED.toString('base64'),
    SEED.toString('base64'),
    undefined,
  ]);
});

test('a key that can’t be had is a failure', async () => {
  await expect(openSeeds(async () => Promise.reject(new Error('denied')), [sealed('1', 'a')])).rejects.toThrow(
    'denied',
  );
});
