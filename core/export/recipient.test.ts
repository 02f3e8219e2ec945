import { constants, generateKeyPairSync, type KeyObject, privateDecrypt, randomBytes } from 'node:crypto';
import { rsaKey } from '#test/support/rsa.ts';
import { keyFingerprint } from './fingerprint.ts';
import { readRecipient, wrapDataKey } from './recipient.ts';

const { publicKey, privateKey } = rsaKey('rsa-3072');
const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' });
const INVALID = { code: 'pack.recipient_invalid', status: 400 };
const refusal = (text: string | Buffer) => {
  try {
    readRecipient(text);
    return undefined;
  } catch (error) {
    expect(error).toMatchObject(INVALID);
    return (error as Error).message;
  }
};

test('an RSA public key of 3072 bits wraps the data key for its private half alone', () => {
  for (const text of [pem(publicKey), Buffer.from(pem(publicKey))]) {
    const recipient = readRecipient(text);
    expect(recipient.fingerprint).toBe(keyFingerprint(publicKey.export({ type: 'spki', format: 'der' })));
    const dataKey = randomBytes(32);
    const wrapped = Buffer.from(wrapDataKey(recipient, dataKey), 'base64');
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    expect(privateDecrypt({ key: privateKey, padding, oaepHash: 'sha256' }, wrapped)).toEqual(dataKey);
    expect(() => privateDecrypt({ key: privateKey, padding, oaepHash: 'sha1' }, wrapped)).toThrow();
  }
});

test('a key that no package can be sealed for is refused with the reason', () => {
  expect(refusal(privateKey.export({ type: 'pkcs8', format: 'pem' }))).toContain('private key');
  expect(refusal('no key')).toContain('not a public key');
  expect(refusal(pem(generateKeyPairSync('ed25519').publicKey))).toContain('not an RSA key');
  expect(refusal(pem(rsaKey('rsa-2048').publicKey))).toContain('shorter than 3072');
});
