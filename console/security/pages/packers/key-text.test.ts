import { newPackerKey } from '#core/packers/key.ts';
import { faultOfKey } from './key-text.ts';

test('a private key never leaves the page; a public one does, in both its forms', () => {
  const { privatePem, publicPem, publicKey } = newPackerKey();
  expect(faultOfKey(privatePem)).toBe('private');
  expect(faultOfKey(`\n  ${privatePem.replaceAll('\n', '\r\n')}`)).toBe('private');
  expect(faultOfKey(publicPem)).toBeUndefined();
  expect(faultOfKey(publicKey)).toBeUndefined();
  expect(faultOfKey(`${publicPem}${' '.repeat(3000)}`)).toBeUndefined();
});

test('a whole directory pasted by mistake is no key', () => {
  expect(faultOfKey('x'.repeat(2001))).toBe('too-large');
});
