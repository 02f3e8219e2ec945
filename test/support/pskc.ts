/**
 * Writes PSKC containers (RFC 6030) of every form that is read, for tests. Another implementation reads them too:
 * test/integration/pskc-real-clients.test.ts.
 */
import { createCipheriv, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

export type PskcKey = {
  readonly serial: string;
  readonly algorithm: 'hotp' | 'totp';
  /** SHA-1 where there is none. */
  readonly hash?: 'SHA256' | 'SHA512' | undefined;
  readonly digits: number;
  readonly secret: Uint8Array;
  /** Elements of Data by name: plain text, or bytes to encrypt. */
  readonly data?: Readonly<Record<string, string | Buffer>>;
};
export type PskcLock = {
  readonly bits: 128 | 192 | 256;
  readonly mac: 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';
  /** Without one the MAC is made with the encryption key, as older files have it. */
  readonly macKey?: Uint8Array | undefined;
} & (
  | { readonly preSharedKey: Uint8Array }
  | { readonly password: string; readonly iterations: number; readonly prf?: 'sha1' | 'sha256' | 'sha512' | undefined }
);

const XENC = 'http://www.w3.org/2001/04/xmlenc#';
const hmacId = (hash: string) =>
  hash === 'sha1'
    ? 'http://www.w3.org/2000/09/xmldsig#hmac-sha1'
    : `http://www.w3.org/2001/04/xmldsig-more#hmac-${hash}`;

function seal(key: Uint8Array, value: Uint8Array): { box: Buffer; xml: string } {
  const iv = randomBytes(16);
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, iv);
  const box = Buffer.concat([iv, cipher.update(value), cipher.final()]);
  const method = `<xenc:EncryptionMethod Algorithm="${XENC}aes${key.length * 8}-cbc"/>`;
  const text = box.toString('base64').replace(/.{60}/gu, '$&\n');
  const data = `<xenc:CipherData><xenc:CipherValue>\n${text}\n</xenc:CipherValue></xenc:CipherData>`;
  return { box, xml: method + data };
}

function derivation(salt: Buffer, lock: { iterations: number; prf?: string | undefined; bits: number }): string {
  const prf = lock.prf === undefined ? '' : `<PRF Algorithm="${hmacId(lock.prf)}"/>`;
  return (
    '<xenc11:DerivedKey><xenc11:KeyDerivationMethod Algorithm="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2">' +
    `<pkcs5:PBKDF2-params><Salt><Specified>${salt.toString('base64')}</Specified></Salt><IterationCount>${lock.iterations}</IterationCount>` +
    `<KeyLength>${lock.bits / 8}</KeyLength>${prf}</pkcs5:PBKDF2-params></xenc11:KeyDerivationMethod></xenc11:DerivedKey>`
  );
}

export function writePskc(keys: readonly PskcKey[], lock?: PskcLock): string {
  const salt = randomBytes(8);
  const key =
    lock === undefined
      ? undefined
      : 'preSharedKey' in lock
        ? lock.preSharedKey
        : pbkdf2Sync(lock.password, salt, lock.iterations, lock.bits / 8, lock.prf ?? 'sha1');
  const value = (content: Uint8Array, plain: string) => {
    if (lock === undefined || key === undefined) return `<PlainValue>${plain}</PlainValue>`;
    const { box, xml } = seal(key, content);
    const mac = createHmac(lock.mac, lock.macKey ?? key)
      .update(box)
      .digest('base64');
    return `<EncryptedValue>${xml}</EncryptedValue><ValueMAC>${mac}</ValueMAC>`;
  };
  const element = ([name, content]: [string, string | Buffer]) =>
    `<${name}>${typeof content === 'string' ? `<PlainValue>${content}</PlainValue>` : value(content, content.toString('base64'))}</${name}>`;
  const head =
    lock === undefined
      ? ''
      : `<EncryptionKey>${'password' in lock ? derivation(salt, lock) : '<ds:KeyName>Pre-shared-key</ds:KeyName>'}</EncryptionKey>` +
        `<MACMethod Algorithm="${hmacId(lock.mac)}">${lock.macKey && key ? `<MACKey>${seal(key, lock.macKey).xml}</MACKey>` : ''}</MACMethod>`;
  const packages = keys.map(
    ({ serial, algorithm, hash, digits, secret, data = {} }) =>
      `<KeyPackage><DeviceInfo><SerialNo>${serial}</SerialNo></DeviceInfo><Key Id="${serial}" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:${algorithm}">` +
      `<AlgorithmParameters>${hash ? `<Suite>HMAC-${hash}</Suite>` : ''}<ResponseFormat Length="${digits}" Encoding="DECIMAL"/></AlgorithmParameters>` +
      `<Data><Secret>${value(secret, Buffer.from(secret).toString('base64'))}</Secret>${Object.entries(data).map(element).join('')}</Data></Key></KeyPackage>`,
  );
  const spaces =
    'xmlns="urn:ietf:params:xml:ns:keyprov:pskc" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" ' +
    `xmlns:xenc="${XENC}" xmlns:xenc11="http://www.w3.org/2009/xmlenc11#" ` +
    'xmlns:pkcs5="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#"';
  return `<?xml version="1.0"?>\n<KeyContainer Version="1.0" ${spaces}>${head}${packages.join('\n')}</KeyContainer>\n`;
}
