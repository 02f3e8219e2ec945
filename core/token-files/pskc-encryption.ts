/** Encrypted values of PSKC (RFC 6030 section 6): AES-CBC under a pre-shared or a password-derived key, with ValueMAC. */
import { createDecipheriv, createHmac, createSecretKey, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { invalid, type LandfallError } from '#core/errors.ts';
import { elementAt, textAt, type XmlElement } from '#core/xml.ts';
import { Refusal } from './file-token.ts';

export type PskcSecrets = {
  readonly password?: string | undefined;
  /** 16, 24 or 32 bytes. */
  readonly preSharedKey?: Uint8Array | undefined;
};

export type PskcKeys = {
  /** The bytes of an encrypted element. @throws Refusal where its MAC or its encryption is not right */
  readonly open: (data: XmlElement) => Buffer;
  /** Called when all is read. @throws LandfallError if values had a MAC and none of them fitted: not damage, the wrong key */
  readonly checkKey: () => void;
};

const BLOCK = 16;
/** Some seconds of work; what is written today asks for a tenth of it. */
const MAX_ITERATIONS = 2_000_000;
const HASH = /#?hmac-(sha1|sha224|sha256|sha384|sha512)$/iu;

/**
 * Base64 as XML holds it, white space and all; undefined where it is none. Whole groups only, as xs:base64Binary has them: a
 * seed that was cut off could not be recognized afterwards.
 */
export function base64(text: string | undefined): Buffer | undefined {
  const plain = text?.replace(/\s/gu, '');
  return plain !== undefined && plain.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/u.test(plain)
    ? Buffer.from(plain, 'base64')
    : undefined;
}

/** The AES key size of an encrypted element; undefined where it is not AES-CBC. */
function cbcBits(encrypted: XmlElement): string | undefined {
  const algorithm = elementAt(encrypted, 'EncryptionMethod')?.attributes['Algorithm'];
  return /#aes(128|192|256)-cbc$/u.exec(algorithm ?? '')?.[1];
}

/** XML Encryption 1.0 section 5.2: IV first; of the padding only the last byte, its length, is defined. */
function decrypt(key: Uint8Array, encrypted: XmlElement, bits: string): Buffer | undefined {
  const box = base64(textAt(encrypted, 'CipherData', 'CipherValue'));
  if (box === undefined || box.length < 2 * BLOCK || box.length % BLOCK !== 0 || key.length * 8 !== Number(bits))
    return undefined;
  const cipher = createDecipheriv(`aes-${bits}-cbc`, createSecretKey(key), box.subarray(0, BLOCK));
  const padded = cipher.setAutoPadding(false).update(box.subarray(BLOCK));
  const padding = padded.at(-1)!;
  return padding >= 1 && padding <= BLOCK ? padded.subarray(0, -padding) : undefined;
}

function unsupported(what: string): LandfallError {
  return invalid('tokenfile.encryption', `The PSKC file uses ${what}, which is not read here. Export it another way.`);
}

/** RFC 8018 section 5.2; the default pseudorandom function is HMAC-SHA-1. */
function derivedKey(parameters: XmlElement, password: string): Buffer {
  const salt = base64(textAt(parameters, 'Salt', 'Specified'));
  const iterations = Number(textAt(parameters, 'IterationCount'));
  const length = Number(textAt(parameters, 'KeyLength') ?? BLOCK);
  const prf = elementAt(parameters, 'PRF')?.attributes['Algorithm'];
  const hash = prf === undefined ? 'sha1' : HASH.exec(prf)?.[1];
  const known =
    Number.isInteger(iterations) && iterations >= 1 && iterations <= MAX_ITERATIONS && [16, 24, 32].includes(length);
  if (salt === undefined || hash === undefined || !known) throw unsupported('an unknown key derivation');
  return pbkdf2Sync(password, salt, iterations, length, hash.toLowerCase());
}

function encryptionKey(root: XmlElement, secrets: PskcSecrets): { key: Uint8Array; wrongKey: LandfallError } {
  const derivation = elementAt(root, 'EncryptionKey', 'DerivedKey', 'KeyDerivationMethod');
  const parameters = elementAt(derivation, 'PBKDF2-params');
  if (parameters !== undefined) {
    if (!secrets.password) throw invalid('tokenfile.password', 'The token file is protected by a password. Give it.');
    const detail = 'The password does not open the token file (or the file is damaged). Check the password.';
    return { key: derivedKey(parameters, secrets.password), wrongKey: invalid('tokenfile.password', detail) };
  }
  if (derivation !== undefined) throw unsupported('an unknown key derivation');
  if (elementAt(root, 'EncryptionKey', 'X509Data') !== undefined) throw unsupported('a certificate');
  if (!secrets.preSharedKey)
    throw invalid('tokenfile.key', 'The token file is encrypted with a pre-shared key. Give that key.');
  const detail = 'The pre-shared key does not open the token file (or the file is damaged). Check the key.';
  return { key: secrets.preSharedKey, wrongKey: invalid('tokenfile.key', detail) };
}

/** The MAC key is encrypted with the encryption key; older files use that key itself. */
function macKey(method: XmlElement, key: Uint8Array): Uint8Array | undefined {
  const wrapped = elementAt(method, 'MACKey');
  if (wrapped === undefined) return key;
  const bits = cbcBits(wrapped);
  if (bits === undefined) throw unsupported('an unknown encryption of its MAC key');
  return decrypt(key, wrapped, bits);
}

/** RFC 6030 section 6: the MAC is over the encrypted bytes, so that nothing is decrypted before it fits. */
function macFits(hash: string, mac: Uint8Array, data: XmlElement, wanted: Buffer): boolean {
  const sealed = base64(textAt(elementAt(data, 'EncryptedValue'), 'CipherData', 'CipherValue')) ?? '';
  const found = createHmac(hash, createSecretKey(mac)).update(sealed).digest();
  return found.length === wanted.length && timingSafeEqual(found, wanted);
}

/** Undefined where the file encrypts nothing. @throws LandfallError tokenfile.password, .key or .encryption */
export function pskcKeys(root: XmlElement, secrets: PskcSecrets): PskcKeys | undefined {
  if (elementAt(root, 'EncryptionKey') === undefined && elementAt(root, 'MACMethod') === undefined) return undefined;
  const { key, wrongKey } = encryptionKey(root, secrets);
  const method = elementAt(root, 'MACMethod');
  const hash = HASH.exec(method?.attributes['Algorithm'] ?? '')?.[1]?.toLowerCase();
  if (method === undefined || hash === undefined) throw unsupported('no MAC, or an unknown one');
  const mac = macKey(method, key);
  if (mac === undefined) throw wrongKey;
  const seen = { withMac: 0, fitting: 0 };
  const open = (data: XmlElement) => {
    const wanted = base64(textAt(data, 'ValueMAC'));
    if (wanted === undefined) throw new Refusal('token.mac', 'it has no ValueMAC, so nothing says that it is whole');
    seen.withMac += 1;
    if (!macFits(hash, mac, data, wanted))
      throw new Refusal('token.mac', 'its ValueMAC is wrong: it was changed or damaged in the file');
    seen.fitting += 1;
    const encrypted = elementAt(data, 'EncryptedValue')!;
    const bits = cbcBits(encrypted);
    if (bits === undefined) throw new Refusal('token.encryption', 'it is encrypted in a way that is not read here');
    const value = decrypt(key, encrypted, bits);
    if (value === undefined) throw new Refusal('token.encryption', 'what it encrypts can not be decrypted');
    return value;
  };
  const checkKey = () => {
    if (seen.withMac > 0 && seen.fitting === 0) throw wrongKey;
  };
  return { open, checkKey };
}
