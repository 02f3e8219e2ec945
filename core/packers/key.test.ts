import { generateKeyPairSync } from 'node:crypto';
import { newPackerKey, readPackerKey } from './key.ts';

test('a new key is read back the same from PEM and from base64', () => {
  const { id, publicKey, publicPem, privatePem } = newPackerKey();
  expect(readPackerKey(publicPem)).toEqual({ id, publicKey });
  expect(readPackerKey(` ${publicKey}\n`)).toEqual({ id, publicKey });
  expect(id).toMatch(/^[0-9a-f]{32}$/u);
  expect(privatePem).toContain('PRIVATE KEY');
  expect(newPackerKey().id).not.toBe(id);
});

test.each([
  ['a private key', newPackerKey().privatePem, /private key/u],
  ['nonsense', 'ssh-ed25519 AAAA', /PEM or base64/u],
  [
    'another kind of key',
    generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    /Ed25519/u,
  ],
])('%s is refused', (_what, text, message) => {
  expect(() => readPackerKey(text)).toThrow(message);
  expect(() => readPackerKey(text)).toThrow(expect.objectContaining({ code: 'packers.key_invalid' }));
});
