import { newPackerKey } from '#core/packers/key.ts';
import { faultOfKey } from './key-text.ts';

test('a private key is refused before it is sent, and a public one passes in both its forms', () => {
  const { privatePem, publicPem, publicKey } = newPackerKey();
  expect(faultOfKey(privatePem)).toBe('private');
  expect(faultOfKey(`\n  ${privatePem.replaceAll('\n', '\r\n')}`)).toBe('private');
  expect(faultOfKey(publicPem)).toBeUndefined();
  expect(faultOfKey(publicKey)).toBeUndefined();
  expect(faultOfKey(`${publicPem}${' '.repeat(3000)}`)).toBeUndefined();
});

test('a text that is too long for a key is refused', () => {
  expect(faultOfKey('x'.repeat(2001))).toBe('too-large');
});
