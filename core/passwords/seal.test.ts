import fc from 'fast-check';
import { anyText } from '#test/support/any-text.ts';
import { newSealId, ownerOf, requireOwner, resealed, sealKeyId } from './seal.ts';

const key = (text: string) => Buffer.from(text.padEnd(32, '.'));
const ring = { current: 'k2', keys: { k1: key('one'), k2: key('two') } };
const older = { current: 'k1', keys: { k1: key('one') } };
const damaged = expect.objectContaining({ code: 'stored.damaged', facts: { item: 'USER', field: 'sealId' } });

test('hashes of a user of a release before are bound to the user key, those of a new user to a random id', () => {
  expect(ownerOf({ key: 'anna' }, ring)).toBe('anna');
  const [first, second] = [newSealId('anna', ring), newSealId('anna', ring)];
  const owner = ownerOf({ key: 'anna', sealId: first }, ring);
  expect(owner).toMatch(/^[\w-]{22}$/u);
  expect(ownerOf({ key: 'anna', sealId: second }, ring)).not.toBe(owner);
  expect(first).toMatch(/^k2\$[\w-]{22}\$[\w-]{22}$/u);
});

test('a rename keeps whom hashes are bound to, from any user key to any other, after any rotation', () => {
  fc.assert(
    fc.property(anyText(), anyText(), fc.boolean(), (from, to, before) => {
      fc.pre(from !== '' && to !== from);
      const user = { key: from, sealId: before ? undefined : newSealId(from, older) };
      const sealId = resealed(user, to, ring);
      expect(ownerOf({ key: to, sealId }, ring)).toBe(ownerOf(user, ring));
      expect(ownerOf({ key: from, sealId }, ring)).toBeUndefined();
      // And back again, as a rollback does.
      expect(ownerOf({ key: from, sealId: resealed({ key: to, sealId }, from, ring) }, ring)).toBe(ownerOf(user, ring));
    }),
  );
});

test('K1: copied to another user a seal fits nothing, and a rename does not pass it on', () => {
  const sealId = newSealId('anna', ring);
  expect(ownerOf({ key: 'bert', sealId }, ring)).toBeUndefined();
  expect(() => resealed({ key: 'bert', sealId }, 'carl', ring)).toThrow(damaged);
  expect(() => requireOwner({ key: 'bert', sealId }, ring)).toThrow(damaged);
  // Another id under the same seal, and text that is no seal.
  const [kid, mac] = sealId.split('$');
  for (const forged of [`${kid}$${mac}$anna`, `${kid}$${mac}$`, 'anna', '', '$$anna'])
    expect(ownerOf({ key: 'anna', sealId: forged }, ring)).toBeUndefined();
});

test('a seal names the key that it was made with; without that key it says nothing', () => {
  const sealId = newSealId('anna', ring);
  expect([sealKeyId(sealId), sealKeyId(undefined), sealKeyId('anna')]).toEqual(['k2', undefined, undefined]);
  expect(ownerOf({ key: 'anna', sealId }, older)).toBeUndefined();
  const named = sealId.replace('k2$', 'constructor$');
  expect(ownerOf({ key: 'anna', sealId: named }, ring)).toBeUndefined();
});
