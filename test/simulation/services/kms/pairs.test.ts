import * as crypto from 'node:crypto';
import { ecKey, ecSign, rsaKey } from './pairs.ts';

test('an RSA key that a seed decides opens what its public half wrapped, and is the same each time', () => {
  const key = rsaKey('a');
  const wrapped = crypto.publicEncrypt({ key: crypto.createPublicKey(key), oaepHash: 'sha256' }, Buffer.from('secret'));
  expect(crypto.privateDecrypt({ key, oaepHash: 'sha256' }, wrapped).toString()).toBe('secret');
  expect(rsaKey('a').equals(key)).toBe(true);
  expect(rsaKey('b').equals(key)).toBe(false);
});

test('Node verifies the signatures of an EC key that a seed decides, and one message has one signature', () => {
  const key = ecKey('a');
  for (let number = 0; number < 40; number++) {
    const message = Buffer.from(`message ${number}`);
    const signature = ecSign(key, message);
    expect(crypto.verify('sha256', message, crypto.createPublicKey(key), signature)).toBe(true);
    expect(ecSign(key, message)).toEqual(signature);
  }
});
