/** RSA keys for tests, out of files, since one of 3,072 bits takes half a second to make. They protect nothing. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';

export type RsaPair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };

/** `rsa-3072` is long enough for an export key, as is `rsa-3072-other`, another key; `rsa-2048` is too short. */
export function rsaKey(name: 'rsa-3072' | 'rsa-3072-other' | 'rsa-2048'): RsaPair {
  const pem = readFileSync(`test/fixtures/keys/${name}.pem`);
  return { publicKey: createPublicKey(pem), privateKey: createPrivateKey(pem) };
}
