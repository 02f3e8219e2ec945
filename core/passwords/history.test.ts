import { hashSecret, passwordOf } from './hash.ts';
import { checkHistory, ownHashes } from './history.ts';

const ring = { current: 'k', keys: { k: Buffer.alloc(32, 1) } };
const stored = (texts: readonly string[], mustChange = false) => {
  const [hash, ...history] = texts as [string, ...string[]];
  return { hash, changedAt: 1, mustChange, history };
};

test('the last N passwords are the present one and those before it, without one-time passwords', () => {
  expect(ownHashes(undefined, 5)).toEqual([]);
  expect(ownHashes(stored(['c', 'b', 'a']), 5)).toEqual(['c', 'b', 'a']);
  expect(ownHashes(stored(['c', 'b', 'a']), 2)).toEqual(['c', 'b']);
  expect(ownHashes(stored(['c', 'b', 'a']), 0)).toEqual([]);
  expect(ownHashes(stored(['once', 'b', 'a'], true), 2)).toEqual(['b', 'a']);
  expect(ownHashes(stored(['once', 'b', 'a'], true), 1)).toEqual(['b']);
});

const OWNER = passwordOf('anna', {});

describe('P7', () => {
  let hashes: string[];
  const texts = ['third passphrase', 'second passphrase', 'first passphrase'];
  beforeAll(async () => {
    hashes = await Promise.all(texts.map((text) => hashSecret(text, ring, OWNER)));
  });
  const check = (text: string, count: number, mustChange = false) =>
    checkHistory(text, stored(hashes, mustChange), count, ring, OWNER);
  const used = { code: 'password.used_before', status: 422 };

  test('refuses the last N passwords, the present one included, and lets older ones pass', async () => {
    const last = { ...used, facts: { history: 2 }, message: 'This is one of your last 2 passwords. Choose another.' };
    await expect(check('third passphrase', 2)).rejects.toMatchObject(last);
    await expect(check('second passphrase', 2)).rejects.toMatchObject(last);
    await expect(check('first passphrase', 2)).resolves.toBeUndefined();
    await expect(check('first passphrase', 3)).rejects.toMatchObject(used);
    await expect(check('third passphrase', 0)).resolves.toBeUndefined();
    await expect(checkHistory('third passphrase', undefined, 5, ring, OWNER)).resolves.toBeUndefined();
  });

  test('refuses a one-time password whatever N is, and does not count it', async () => {
    const given = { ...used, message: 'This is the password that you were given. Choose one of your own.' };
    for (const count of [0, 5]) await expect(check('third passphrase', count, true)).rejects.toMatchObject(given);
    await expect(check('first passphrase', 2, true)).rejects.toMatchObject(used);
    await expect(check('first passphrase', 1, true)).resolves.toBeUndefined();
  });
});
