import { createCipheriv, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readTokenFile } from './files.ts';
import type { PskcSecrets } from './pskc-encryption.ts';

const file = (name: string) => readFileSync(`test/fixtures/pskc/${name}.xml`, 'utf8');
const figure = (n: number) => file(`rfc6030-figure${n}`);
const RFC_KEY = Buffer.from('12345678901234567890123456789012', 'hex');
const code = (text: string, secrets: PskcSecrets = {}): string => {
  try {
    const { tokens, refused } = readTokenFile(text, secrets);
    return refused.length > 0 ? refused.map((token) => token.code).join() : `${tokens.length} read`;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('missing and wrong keys', () => {
  test.each<[string, string, PskcSecrets, string]>([
    ['no password', file('password'), {}, 'tokenfile.password'],
    ['a wrong password', file('password'), { password: 'Passphrase 1' }, 'tokenfile.password'],
    ['a pre-shared key where a password is asked', figure(7), { preSharedKey: RFC_KEY }, 'tokenfile.password'],
    ['no pre-shared key', figure(6), {}, 'tokenfile.key'],
    ['a wrong pre-shared key', figure(6), { preSharedKey: Buffer.alloc(16, 1) }, 'tokenfile.key'],
    ['one of another length', figure(6), { preSharedKey: Buffer.alloc(32, 1) }, 'tokenfile.key'],
  ])('%s', (_, text, secrets, expected) => expect(code(text, secrets)).toBe(expected));
  test('every one of 300 wrong keys is refused, whatever its padding looks like', () => {
    for (let n = 0; n < 300; n += 1) {
      const preSharedKey = Buffer.alloc(16);
      preSharedKey.writeUInt16BE(n);
      expect(code(figure(6), { preSharedKey })).toBe('tokenfile.key');
    }
  });
});

describe('damage', () => {
  const secrets = { password: 'Passphrase & 1' };
  const text = file('password');
  test('one changed ValueMAC: that token, named', () => {
    const { tokens, refused } = readTokenFile(text.replace(/(<pskc:ValueMAC>)../u, '$1AA'), secrets);
    expect(tokens).toHaveLength(2);
    expect(refused).toEqual([{ serial: 'TT-0001', code: 'token.mac', reason: expect.stringContaining('ValueMAC') }]);
  });
  test('one changed, missing or malformed value: that token', () => {
    const changed = text.replace(/(<pskc:Secret>.*?<xenc:CipherValue>)../su, '$1AA');
    expect(code(changed, secrets)).toBe('token.mac');
    expect(code(text.replace(/<pskc:ValueMAC>[^<]*<\/pskc:ValueMAC>/u, ''), secrets)).toBe('token.mac');
    const cut = text.replace(/(<pskc:Secret>.*?<xenc:CipherValue>)[^<]*/su, '$1***');
    expect(code(cut, secrets)).toBe('token.mac');
  });
  test('a MAC key of which nothing is left', () => {
    const cut = text.replace(/(<pskc:MACKey>.*?<xenc:CipherValue>)[^<]*/su, '$1AAAA');
    expect(code(cut, secrets)).toBe('tokenfile.password');
  });
});

describe('what is not read says so', () => {
  const password = { password: 'qwerty' };
  test.each<[string, string]>([
    ['an unknown derivation', figure(7).replaceAll('PBKDF2-params', 'Other')],
    ['an unknown pseudorandom function', figure(7).replace('<PRF/>', '<PRF Algorithm="urn:md5"/>')],
    ['no salt', figure(7).replace('Specified>Ej7', 'Other>Ej7').replace('</Specified', '</Other')],
    ['an absurd iteration count', figure(7).replace('>1000<', '>99999999999<')],
    ['no iteration count', figure(7).replace('>1000<', '>many<')],
    ['an odd key length', figure(7).replace('>16<', '>17<')],
    ['an unknown MAC', figure(7).replace('#hmac-sha1', '#crc32')],
    ['no MAC algorithm', figure(7).replace(/(<pskc:MACMethod)\s+Algorithm="[^"]*"/u, '$1')],
    ['no MAC', figure(7).replace(/<pskc:MACMethod.*<\/pskc:MACMethod>/su, '')],
    ['a certificate', figure(6).replace(/<ds:KeyName>.*<\/ds:KeyName>/u, '<ds:X509Data/>')],
  ])('%s', (_, text) => expect(code(text, { ...password, preSharedKey: RFC_KEY })).toBe('tokenfile.encryption'));
  test('another PRF, and the default key length, are read', () => {
    const prf = figure(7).replace('<PRF/>', '<PRF Algorithm="http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"/>');
    expect(code(prf, password)).toBe('tokenfile.password');
    expect(code(figure(7).replace('<KeyLength>16</KeyLength>', ''), password)).toBe('1 read');
  });
  test('another cipher', () => {
    const secret = /(<EncryptedValue>.*?)#aes128-cbc/su;
    expect(code(figure(6).replace(secret, '$1#camellia128-cbc'), { preSharedKey: RFC_KEY })).toBe('token.encryption');
    expect(
      code(figure(6).replace(/<xenc:EncryptionMethod[^>]*>(?=.*<\/Secret>)/su, ''), { preSharedKey: RFC_KEY }),
    ).toBe('token.encryption');
  });
  test('an encrypted value in a file that names no key', () => {
    const text = figure(6).replace(/<EncryptionKey>.*<\/MACMethod>/su, '');
    expect(code(text)).toBe('token.encryption');
  });
});

describe('encrypted numbers', () => {
  const encrypted = (value: Buffer) => {
    const iv = Buffer.alloc(16, 3);
    const cipher = createCipheriv('aes-128-cbc', RFC_KEY, iv);
    const box = Buffer.concat([iv, cipher.update(value), cipher.final()]);
    const mac = createHmac('sha256', RFC_KEY).update(box).digest('base64');
    return (
      '<EncryptedValue><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/><CipherData>' +
      `<CipherValue>${box.toString('base64')}</CipherValue></CipherData></EncryptedValue><ValueMAC>${mac}</ValueMAC>`
    );
  };
  /** Without a MACKey, as older files are: the encryption key serves. */
  const container = (value: Buffer) =>
    '<KeyContainer><MACMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"/><KeyPackage>' +
    '<Key Id="1" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp"><AlgorithmParameters><ResponseFormat Length="6"/>' +
    '</AlgorithmParameters><Data><Secret><PlainValue>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=</PlainValue></Secret>' +
    `<TimeInterval>${encrypted(value)}</TimeInterval></Data></Key></KeyPackage></KeyContainer>`;
  test.each<[string, Buffer, string]>([
    ['text', Buffer.from('60'), '1 read'],
    ['one byte', Buffer.from([60]), '1 read'],
    ['four bytes', Buffer.from([0, 0, 0, 30]), '1 read'],
    ['no bytes', Buffer.alloc(0), 'token.interval'],
    ['many bytes', Buffer.alloc(9, 1), 'token.interval'],
  ])('%s', (_, value, expected) => expect(code(container(value), { preSharedKey: RFC_KEY })).toBe(expected));
});
