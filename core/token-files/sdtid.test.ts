import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { type SdtidBatch, writeSdtid } from '#test/support/sdtid.ts';
import { readTokenFile } from './files.ts';
import { batchKey, openFileSeed, tokenKeys } from './sdtid-crypto.ts';

const PASSWORD = 'Batch passphrase 7';
const hardware = readFileSync('samples/corp/hardware-tokens.sdtid', 'utf8');
const software = readFileSync('samples/corp/software-tokens.sdtid', 'utf8');
const fixture = (name: string) => readFileSync(`test/fixtures/sdtid/${name}.sdtid`, 'utf8');
const seedOf = (token: { seed: string } | undefined) => Buffer.from(token!.seed, 'base64').toString('hex');
const code = (text: string, password?: string): string => {
  try {
    const { tokens, refused } = readTokenFile(text, password === undefined ? {} : { password });
    return refused.length > 0 ? refused.map((token) => token.code).join() : `${tokens.length} read`;
  } catch (error) {
    return (error as { code: string }).code;
  }
};
/** Changes the text of the n-th element of a name (from 0). */
const change = (text: string, name: string, value: string, n = 0) => {
  let seen = -1;
  return text.replace(new RegExp(`(<${name}>)[^<]*`, 'gu'), (all, tag: string) => (++seen === n ? tag + value : all));
};

describe('the sample batches', () => {
  test('hold 34 hardware fobs without a password', () => {
    const { tokens, refused } = readTokenFile(hardware);
    expect(refused).toEqual([]);
    expect(tokens).toHaveLength(34);
    expect(tokens[0]).toEqual({
      serial: '185615234085',
      algorithm: 'securid-aes128',
      seed: expect.any(String),
      digits: 6,
      interval: 60,
      pinStyle: 'fob',
      windows: { small: 630, medium: 4320, large: 4320 },
      startsAt: '2026-01-01T00:00:00Z',
      expiresAt: '2031-12-31T23:59:59Z',
      enabled: true,
    });
    expect(new Set(tokens.map(({ seed }) => seed)).size).toBe(34);
  });
  test('hold 12 software PINPad tokens of named users', () => {
    const { tokens, refused } = readTokenFile(Buffer.from(software), { password: PASSWORD });
    expect(refused).toEqual([]);
    expect(tokens).toHaveLength(12);
    expect(tokens[0]).toMatchObject({ serial: '359862440488', digits: 8, pinStyle: 'pinpad', userLogin: 'kmuller' });
  });
});

describe('a file of the real client', () => {
  test('is read with every field, trimmed where it must be, with characters outside ASCII under the MACs', () => {
    const [token] = readTokenFile(fixture('every-field')).tokens;
    expect(token).toMatchObject({
      serial: '000000012345',
      digits: 6,
      interval: 30,
      pinStyle: 'pinpad',
      windows: { small: 60, medium: 4320, large: 4320 },
      startsAt: '2026-02-03T00:00:00Z',
      expiresAt: '2028-02-29T23:59:59Z',
      nickname: 'Phone',
      userLogin: 'zobrien',
    });
    expect(seedOf(token)).toBe('a4f001f587d18f88bb906b39592d154d');
  });
  test('is read without a PIN where AddPIN=0, whatever LocalPIN says', () => {
    const [token] = readTokenFile(fixture('no-pin')).tokens;
    expect(token!.pinStyle).toBe('none');
    expect(seedOf(token)).toBe('d222b5228d831be5c546e2a79d0df7b1');
  });
  test('is opened by a password outside ASCII', () => {
    const [token] = readTokenFile(fixture('password'), { password: 'käse & 7' }).tokens;
    expect(seedOf(token)).toBe('fb6a310ddd128f9d2a89c5f31ebf32e2');
  });
  test('is read with names that are cut in the middle of a character', () => {
    expect(seedOf(readTokenFile(fixture('cut-in-a-character')).tokens[0])).toBe('c124f80c2f426aa28098976a89aabefa');
  });
  test("takes the batch's default for an empty field", () => {
    expect(readTokenFile(fixture('empty-fields')).tokens[0]).toMatchObject({ digits: 8, interval: 60 });
  });
  test.each([
    ['seven-digits', 'token.digits'],
    ['odd-interval', 'token.interval'],
    ['other-algorithm', 'token.algorithm'],
    ['serial-with-letters', 'token.serial'],
    ['no-such-day', 'token.expires_at'],
  ])('%s: refused as %s', (name, expected) => expect(code(fixture(name))).toBe(expected));
});

describe('a wrong password', () => {
  test.each([undefined, '', 'batch passphrase 7', 'Batch passphrase 7 '])('%p is refused', (password) => {
    expect(code(software, password)).toBe('tokenfile.password');
  });
  test('is answered by whether one was given, and never repeated', () => {
    const message = (password?: string) => {
      try {
        readTokenFile(software, { password: password as string });
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    };
    expect(message()).toContain('Give the password');
    expect(message('wrong horse')).toContain('Check the password');
    expect(message('wrong horse')).not.toContain('wrong horse');
  });
  test('is refused for a file without one', () => expect(code(hardware, 'x')).toBe('tokenfile.password'));
});

describe('damage', () => {
  test.each(['DefDigits', 'DefDeath', 'NumTokens', 'HeaderMAC'])('of %s in the header refuses the file', (name) => {
    expect(code(change(hardware, name, '9'))).toBe('tokenfile.header_mac');
  });
  test('by an element added to the header or taken away refuses the file', () => {
    expect(code(hardware.replace('</TKNHeader>', '<DefX>1</DefX></TKNHeader>'))).toBe('tokenfile.header_mac');
    expect(code(hardware.replace(/<HeaderMAC>[^<]*<\/HeaderMAC>/u, ''))).toBe('tokenfile.header_mac');
  });
  test.each(['SN', 'Seed', 'UserLogin', 'Nickname', 'TokenMAC'])(
    'a changed %s in one token: that token, named',
    (name) => {
      const changed = change(hardware, name, '=123456781234', 1);
      const { tokens, refused } = readTokenFile(changed);
      expect(tokens).toHaveLength(33);
      expect(refused).toEqual([
        {
          serial: name === 'SN' ? '=123456781234' : '795463943776',
          code: 'token.mac',
          reason: expect.stringContaining('TokenMAC'),
        },
      ]);
    },
  );
  test('of a token’s TokenMAC or serial refuses the token', () => {
    expect(code(hardware.replace(/<TokenMAC>[^<]*<\/TokenMAC>/u, ''))).toBe('token.mac');
    expect(code(hardware.replace(/<SN>[^<]*<\/SN>/u, ''))).toBe('token.mac');
  });
  test.each(['Secret', 'Name', 'Dest', 'Origin'])('of %s leaves no key that fits', (name) => {
    expect(code(change(hardware, name, 'AAAAAAAAAAAAAAAAAAAAAA=='))).toBe('tokenfile.password');
  });
  test('by a missing header or Secret refuses the file', () => {
    expect(code('<TKNBatch/>')).toBe('tokenfile.malformed');
    expect(code(change(hardware, 'Secret', 'AAAA'))).toBe('tokenfile.malformed');
  });
  test('by a header without names leaves no key that fits', () => {
    const secret = '<Secret>AAAAAAAAAAAAAAAAAAAAAA==</Secret>';
    expect(code(`<TKNBatch><TKNHeader>${secret}</TKNHeader></TKNBatch>`)).toBe('tokenfile.password');
  });
  test('is none where a batch has no tokens', () => {
    expect(code(hardware.replace(/<TKN>.*<\/TKN>/su, ''))).toBe('0 read');
  });
});

describe('a batch of the least fields', () => {
  const least = { Digits: '6', Interval: '60', Alg: '1' };
  const batch = (fields: Record<string, string>, header: Record<string, string> = {}): SdtidBatch => ({
    secret: Buffer.alloc(16, 7),
    header: { Origin: 'o', Dest: 'd', Name: 'n', ...header },
    tokens: [{ sn: ' 42 ', seed: Buffer.alloc(16, 9), fields }],
  });
  test('is read without PIN, windows and dates', () => {
    expect(readTokenFile(writeSdtid(batch(least))).tokens).toEqual([
      {
        serial: '000000000042',
        algorithm: 'securid-aes128',
        seed: Buffer.alloc(16, 9).toString('base64'),
        digits: 6,
        interval: 60,
        pinStyle: 'none',
        windows: {},
        enabled: true,
      },
    ]);
  });
  test("a token's own value comes before the batch's default, and that before the header's own", () => {
    const of = (fields: Record<string, string>, header: Record<string, string>) =>
      readTokenFile(writeSdtid(batch({ Interval: '60', Alg: '1', ...fields }, header))).tokens[0]!.digits;
    expect(of({ Digits: '8' }, { DefDigits: '6', Digits: '6' })).toBe(8);
    expect(of({}, { DefDigits: '6', Digits: '8' })).toBe(6);
    expect(of({}, { Digits: '8' })).toBe(8);
  });
  test.each(['Digits', 'Interval'])('without %s it is refused: nothing is guessed', (name) => {
    const { [name]: _, ...rest } = least as Record<string, string>;
    expect(code(writeSdtid(batch(rest)))).toBe(`token.${name.toLowerCase()}`);
    expect(code(writeSdtid(batch({ ...rest, [name]: 'six' })))).toBe(`token.${name.toLowerCase()}`);
  });
  test.each(['AddPIN', 'LocalPIN'])(
    'a %s that is no number is refused: as 0 the tokencode alone would log on',
    (name) => {
      expect(code(writeSdtid(batch({ ...least, AddPIN: '1', [name]: 'yes' })))).toBe('token.pin_style');
    },
  );
  test('is refused without Alg, or without a seed of 16 bytes', () => {
    expect(code(writeSdtid(batch({ Digits: '6', Interval: '60' })))).toBe('token.algorithm');
    expect(code(writeSdtid({ ...batch(least), tokens: [{ sn: '1', seed: Buffer.alloc(8), fields: least }] }))).toBe(
      'token.seed',
    );
  });
  test('is read with a seed that begins with white space, and with wide spaces in a name', () => {
    const [token] = readTokenFile(writeSdtid(batch(least, { Name: ' n\u3000' }))).tokens;
    expect(seedOf(token)).toBe('09'.repeat(16));
    const box = openFileSeed(
      tokenKeys(batchKey({ password: 'o', dest: 'd', name: 'n', secret: Buffer.alloc(16, 7) })),
      '42',
      Buffer.alloc(16, 9),
    ).toString('base64');
    for (const Seed of [` ${box}`, `\n =${box}\n`])
      expect(seedOf(readTokenFile(writeSdtid(batch({ ...least, Seed }))).tokens[0])).toBe('09'.repeat(16));
  });
  test('is refused without a Seed', () => {
    const file = writeSdtid(batch({ ...least, Seed: '' }));
    expect(code(file)).toBe('token.seed');
  });
  test('is read without Origin, Dest and Name, with the keys of empty texts', () => {
    expect(code(writeSdtid({ ...batch(least), header: {} }))).toBe('1 read');
  });
  test('is read back as written for all texts and passwords', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((raw) => raw.replace(/[\p{C}\r]/gu, ''));
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 6, maxLength: 6 }),
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        (t, seed) => {
          const [Origin, Dest, Name, UserFirstName, Extra, password] = t as [
            string,
            string,
            string,
            string,
            string,
            string,
          ];
          const fields = { UserFirstName, ...least, Extra };
          const written = writeSdtid({
            ...(password === '' ? {} : { password }),
            secret: Buffer.from(seed).reverse(),
            header: { Origin, Dest, Name },
            tokens: [
              { sn: '1', seed, fields },
              { sn: '2', seed, fields: {} },
            ],
          });
          const { tokens, refused } = readTokenFile(written, { password });
          expect(tokens.map((token) => token.seed)).toEqual([Buffer.from(seed).toString('base64')]);
          expect(refused.map((token) => token.serial)).toEqual(['000000000002']);
        },
      ),
      { numRuns: 40 },
    );
  });
});

test('a file with a short line before an empty leaf is read, as by the real client', () => {
  // The MAC is the one that stoken 0.92 takes: of an empty leaf the line never moves back to the start of its block.
  const written = writeSdtid({
    secret: Buffer.alloc(16),
    header: { DefAlg: '1', DefDigits: '6', DefInterval: '60' },
    tokens: [{ sn: '000000000001', seed: Buffer.alloc(16), fields: { A: '', B: '' } }],
  });
  expect(/<TokenMAC>([^<]*)/u.exec(written)![1]).toBe('sU4fJyG0Ug98misy6UIO7A==');
});

test('a batch of thousands is read whole', () => {
  const [start, end] = [hardware.indexOf('<TKN>'), hardware.indexOf('<TKNTrailer>')];
  const large = hardware.slice(0, start) + hardware.slice(start, end).repeat(60) + hardware.slice(end);
  expect(readTokenFile(large).tokens).toHaveLength(34 * 60);
});
