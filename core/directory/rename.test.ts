import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { answerOf, type HashOwner, passwordOf, sealPhc, userSealer, verifySecret } from '#core/passwords/hash.ts';
import { formatPhc, STANDARD_COST } from '#core/passwords/phc.ts';
import { userKey } from '#core/text.ts';
import { anyText } from '#test/support/any-text.ts';
import { NOW, RING, storedUser } from '#test/support/staging.ts';
import { MADE_HERE, placeOf } from './journey.ts';
import type { User } from './model.ts';
import { renamed, renamedUser } from './rename.ts';

const sealer = userSealer(RING);

/** In place of Argon2: what a hash costs is not what is tried here. */
const derive = async (text: string) => createHash('sha256').update(text).digest();
const hashOf = async (text: string, owner: HashOwner) =>
  sealPhc(formatPhc({ cost: STANDARD_COST, salt: Buffer.alloc(16), tag: await derive(text) }), RING, owner);

/** With a password, one in its history, and an answer. */
async function withHashes(userId: string, sealId: string | undefined): Promise<User> {
  const [key, owner] = [userKey(userId), sealId === undefined ? {} : { sealId }];
  const [now, before] = [await hashOf('now', passwordOf(key, owner)), await hashOf('before', passwordOf(key, owner))];
  return storedUser(userId, {
    ...owner,
    password: { hash: now, changedAt: 1, mustChange: false, history: [before] },
    answers: [{ language: 'en_US', question: 'Pet?', hash: await hashOf('rex', answerOf(key, owner)) }],
  });
}

/** Whether the hashes of `holder` are right for the user at `key` with the seal of `user`: password, history, answer. */
async function verifies(key: string, user: Pick<User, 'sealId'>, holder: User): Promise<boolean[]> {
  const right = async (text: string, hash: string | undefined, owner: HashOwner) =>
    (await verifySecret(text, hash, RING, owner, derive)).ok;
  return [
    await right('now', holder.password?.hash, passwordOf(key, user)),
    await right('before', holder.password?.history[0], passwordOf(key, user)),
    await right('rex', holder.answers[0]?.hash, answerOf(key, user)),
  ];
}

test('after renames every hash still verifies, and none verifies for a new user under a user ID that was left', async () => {
  const userId = anyText({ minLength: 1, maxLength: 12 }).filter((text) => userKey(text) !== '');
  const path = fc.uniqueArray(userId, { minLength: 2, maxLength: 4, selector: userKey });
  await fc.assert(
    fc.asyncProperty(path, fc.boolean(), async ([first, ...others], before) => {
      let user = await withHashes(first!, before ? undefined : sealer.sealId(userKey(first!)));
      for (const next of others) {
        const old = userKey(user.userId);
        user = renamedUser(user, old, next, NOW, sealer);
        expect(await verifies(userKey(next), user, user)).toEqual([true, true, true]);
        // A new user there, and the item as it is now, put back under the key that it left.
        expect(await verifies(old, { sealId: sealer.sealId(old) }, user)).toEqual([false, false, false]);
        expect(await verifies(old, user, user)).toEqual([false, false, false]);
      }
    }),
  );
});

test('the renamed item keeps all else, ends the sessions of both keys, and stands in the index under its new key', () => {
  const user = storedUser('Anna', { ...placeOf('old', 'user', 'anna'), touchedAt: 5, source: 'old' });
  const sealId = expect.stringMatching(/^p1\$[\w-]{22}\$anna$/u);
  const moved = { userId: 'Berta', sealId, sessionEpoch: NOW, updatedAt: NOW, version: 8 };
  const place = placeOf('old', 'user', 'berta');
  expect(renamedUser(user, 'anna', 'Berta', NOW, sealer)).toStrictEqual({ ...user, ...moved, ...place });
  // An epoch that is later already, by another clock, rises all the same.
  expect(renamedUser({ ...user, sessionEpoch: NOW + 5 }, 'anna', 'Berta', NOW, sealer).sessionEpoch).toBe(NOW + 6);
});

test('a user who was made here stands in the index under the new key', () => {
  const made = storedUser('Anna', placeOf(MADE_HERE, 'user', 'anna'));
  expect(renamedUser(made, 'anna', 'Berta', NOW, sealer)).toMatchObject(placeOf(MADE_HERE, 'user', 'berta'));
});

test.each([{}, { source: 'old' }])(
  'an item of a release before, which stands in no index (%j), comes into none by a rename',
  (more) => expect(renamedUser(storedUser('Anna', more), 'anna', 'Berta', NOW, sealer).journey).toBeUndefined(),
);

test('a seal that is not the user’s is not renamed', () => {
  const forged = { sealId: sealer.sealId('bert') };
  expect(() => renamed(forged, 'anna', 'Carla', sealer)).toThrow(expect.objectContaining({ code: 'stored.damaged' }));
});
