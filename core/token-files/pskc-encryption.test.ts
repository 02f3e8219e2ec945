import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { writePskc } from '#test/support/pskc.ts';
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

describe('a missing or wrong key', () => {
  test.each<[string, string, PskcSecrets, string]>([
    ['no password', file('password'), {}, 'tokenfile.password'],
    ['a wrong password', file('password'), { password: 'Passphrase 1' }, 'tokenfile.password'],
    ['a pre-shared key where a password is asked', figure(7), { preSharedKey: RFC_KEY }, 'tokenfile.password'],
    ['no pre-shared key', figure(6), {}, 'tokenfile.key'],
    ['a wrong pre-shared key', figure(6), { preSharedKey: Buffer.alloc(16, 1) }, 'tokenfile.key'],
    ['one of another length', figure(6), { preSharedKey: Buffer.alloc(32, 1) }, 'tokenfile.key'],
  ])('is refused: %s', (_, text, secrets, expected) => expect(code(text, secrets)).toBe(expected));
  test('is refused in each of 300 cases, for any padding', () => {
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
  test('of one ValueMAC refuses that token by name', () => {
    const { tokens, refused } = readTokenFile(text.replace(/(<pskc:ValueMAC>)../u, '$1AA'), secrets);
    expect(tokens).toHaveLength(2);
    expect(refused).toEqual([{ serial: 'TT-0001', code: 'token.mac', reason: expect.stringContaining('ValueMAC') }]);
  });
  test('of one value (changed, missing or malformed) refuses that token', () => {
    const changed = text.replace(/(<pskc:Secret>.*?<xenc:CipherValue>)../su, '$1AA');
    expect(code(changed, secrets)).toBe('token.mac');
    expect(code(text.replace(/<pskc:ValueMAC>[^<]*<\/pskc:ValueMAC>/u, ''), secrets)).toBe('token.mac');
    const cut = text.replace(/(<pskc:Secret>.*?<xenc:CipherValue>)[^<]*/su, '$1***');
    expect(code(cut, secrets)).toBe('token.mac');
  });
  test('is told from a wrong key, which refuses the whole file with its plain keys', () => {
    const plain = { serial: 'P', algorithm: 'totp', digits: 6, secret: Buffer.alloc(20, 1) } as const;
    const half = writePskc([plain, plain], { bits: 128, mac: 'sha1', preSharedKey: RFC_KEY }).replace(
      /<Secret>.*?<\/Secret>/su,
      `<Secret><PlainValue>${Buffer.alloc(20, 2).toString('base64')}</PlainValue></Secret>`,
    );
    expect(code(half, { preSharedKey: RFC_KEY })).toBe('2 read');
    expect(code(half, { preSharedKey: Buffer.alloc(16) })).toBe('tokenfile.key');
  });
  test('is reported where no value has a ValueMAC, and not a wrong password', () => {
    expect(code(text.replaceAll(/<pskc:ValueMAC>[^<]*<\/pskc:ValueMAC>/gu, ''), secrets)).toBe(
      'token.mac,token.mac,token.mac',
    );
  });
  test('is reported for a right MAC over a value that can’t be decrypted', () => {
    const box = Buffer.alloc(40, 1);
    const mac = createHmac('sha1', RFC_KEY).update(box).digest('base64');
    const changed = writePskc([{ serial: 'A', algorithm: 'totp', digits: 6, secret: Buffer.alloc(20) }], {
      bits: 128,
      mac: 'sha1',
      preSharedKey: RFC_KEY,
    })
      .replace(/(<xenc:CipherValue>)[^<]*/u, `$1${box.toString('base64')}`)
      .replace(/(<ValueMAC>)[^<]*/u, `$1${mac}`);
    expect(code(changed, { preSharedKey: RFC_KEY })).toBe('token.encryption');
    expect(code(changed.replace(/(<xenc:CipherValue>)[^<]*/u, '$1!'), { preSharedKey: RFC_KEY })).toBe('tokenfile.key');
  });
  test('is reported for an empty MAC key', () => {
    const cut = text.replace(/(<pskc:MACKey>.*?<xenc:CipherValue>)[^<]*/su, '$1AAAA');
    expect(code(cut, secrets)).toBe('tokenfile.password');
  });
});

describe('an unsupported encryption', () => {
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
    ["another cipher for the MAC's key", figure(6).replace(/(<MACKey>.*?)#aes128-cbc/su, '$1#kw-aes128')],
    ['a certificate, figure 8', figure(8)],
    ['a certificate', figure(6).replace(/<ds:KeyName>.*<\/ds:KeyName>/u, '<ds:X509Data/>')],
  ])('is refused: %s', (_, text) =>
    expect(code(text, { ...password, preSharedKey: RFC_KEY })).toBe('tokenfile.encryption'),
  );
  test('is none of these: another PRF, and the default key length', () => {
    const prf = figure(7).replace('<PRF/>', '<PRF Algorithm="http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"/>');
    expect(code(prf, password)).toBe('tokenfile.password');
    expect(code(figure(7).replace('<KeyLength>16</KeyLength>', ''), password)).toBe('1 read');
  });
  test('is refused with another cipher', () => {
    const secret = /(<EncryptedValue>.*?)#aes128-cbc/su;
    expect(code(figure(6).replace(secret, '$1#camellia128-cbc'), { preSharedKey: RFC_KEY })).toBe('token.encryption');
    expect(code(figure(6).replace(/(<Secret>.*)<xenc:EncryptionMethod[^>]*>/su, '$1'), { preSharedKey: RFC_KEY })).toBe(
      'token.encryption',
    );
  });
  test('is refused for an encrypted value in a file that names no key', () => {
    const text = figure(6).replace(/<EncryptionKey>.*<\/MACMethod>/su, '');
    expect(code(text)).toBe('token.encryption');
  });
});

describe('encrypted numbers', () => {
  /** Without a MACKey, as older files are: the encryption key serves. */
  const container = (name: string, value: Buffer) =>
    writePskc(
      [
        {
          serial: '1',
          algorithm: name === 'Counter' ? 'hotp' : 'totp',
          digits: 6,
          secret: Buffer.alloc(20, 1),
          data: { [name]: value },
        },
      ],
      { bits: 128, mac: 'sha256', preSharedKey: RFC_KEY },
    );
  const big = (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(value);
    return bytes;
  };
  test.each<[string, string, Buffer, object | string]>([
    ['text', 'TimeInterval', Buffer.from('60'), { interval: 60 }],
    ['one byte', 'TimeInterval', Buffer.from([60]), { interval: 60 }],
    ['four bytes', 'TimeInterval', Buffer.from([0, 0, 0, 30]), { interval: 30 }],
    ['eight bytes', 'TimeInterval', big(60n), { interval: 60 }],
    ['no bytes', 'TimeInterval', Buffer.alloc(0), 'token.interval'],
    ['many bytes', 'TimeInterval', Buffer.alloc(9, 1), 'token.interval'],
    ['a counter of four bytes', 'Counter', Buffer.from([0, 1, 0, 2]), { counter: 65_538 }],
    ['a counter of eight bytes', 'Counter', big(2n ** 40n + 7n), { counter: 2 ** 40 + 7 }],
    ['a counter without leading zeros', 'Counter', Buffer.from([200]), { counter: 200 }],
    ['a counter as text', 'Counter', Buffer.from('298507'), { counter: 298_507 }],
    ['a counter past all numbers', 'Counter', big(2n ** 62n), 'token.counter'],
    ['a counter below zero', 'Counter', big(-1n), 'token.counter'],
    ['a drift below zero', 'TimeDrift', Buffer.from([255, 255, 255, 253]), { clockOffset: -3 }],
    ['a drift of eight bytes', 'TimeDrift', big(-4n), { clockOffset: -4 }],
    ['a drift as text', 'TimeDrift', Buffer.from('-5'), { clockOffset: -5 }],
  ])('%s', (_, name, value, expected) => {
    const secrets = { preSharedKey: RFC_KEY };
    if (typeof expected === 'string') expect(code(container(name, value), secrets)).toBe(expected);
    else expect(readTokenFile(container(name, value), secrets).tokens).toMatchObject([expected]);
  });
});

describe('every file that a writer may make', () => {
  const secret = fc.uint8Array({ minLength: 10, maxLength: 64 });
  const key = fc.record({
    algorithm: fc.constant('totp' as const),
    hash: fc.constantFrom(undefined, 'SHA256' as const, 'SHA512' as const),
    digits: fc.constantFrom(6, 7, 8),
    secret,
  });
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  const bits = fc.constantFrom(128 as const, 192 as const, 256 as const);
  const mac = fc.constantFrom(
    'sha1' as const,
    'sha224' as const,
    'sha256' as const,
    'sha384' as const,
    'sha512' as const,
  );
  const macKey = fc.option(fc.uint8Array({ minLength: 1, maxLength: 70 }), { nil: undefined });
  const preShared = fc
    .tuple(bits, mac, macKey)
    .chain(([size, hash, own]) =>
      bytes(size / 8).map((preSharedKey) => ({ bits: size, mac: hash, macKey: own, preSharedKey })),
    );
  const password = fc.record({
    bits,
    mac,
    macKey,
    password: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
    iterations: fc.integer({ min: 1, max: 50 }),
    prf: fc.constantFrom(undefined, 'sha1' as const, 'sha256' as const, 'sha512' as const),
  });
  test('is read with the right key, and with no other', () => {
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 4 }), fc.oneof(preShared, password), (keys, lock) => {
        const file = writePskc(
          keys.map((one, n) => ({ ...one, serial: `S${n}` })),
          lock,
        );
        const { tokens, refused } = readTokenFile(file, lock);
        expect(refused).toEqual([]);
        expect(tokens.map((token) => [token.seed, token.digits, token.algorithm])).toEqual(
          keys.map((one) => [
            Buffer.from(one.secret).toString('base64'),
            one.digits,
            `totp-${(one.hash ?? 'SHA1').toLowerCase()}`,
          ]),
        );
        const wrong =
          'password' in lock
            ? { password: `${lock.password}x` }
            : { preSharedKey: Buffer.from(lock.preSharedKey).map((byte) => byte ^ 1) };
        expect(code(file, wrong)).toBe('password' in lock ? 'tokenfile.password' : 'tokenfile.key');
      }),
      { numRuns: 60 },
    );
  });
});
