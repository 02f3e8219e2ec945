import fc from 'fast-check';
import { hotp } from '#core/tokens/oath.ts';
import { readTokenFile } from './files.ts';
import type { CsvTokenOptions } from './oath-csv.ts';

const HEX = '15d2fa517d3c6b791bd4cc2044c241429307001f';
const OTHER = '8c557fc050721037fd31e1d3345b5d3263263e0f';
const BASE32 = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
/** Could be both. */
const EITHER = '2234567abcdef2234567abcdef';
const seed = (hex: string) => Buffer.from(hex, 'hex').toString('base64');
const base = { enabled: true, pinStyle: 'none', digits: 6 };
const totp = { ...base, algorithm: 'totp-sha1', interval: 30 };
const event = { ...base, algorithm: 'hotp-sha1', interval: 0, counter: 0 };
const read = (text: string, options?: CsvTokenOptions) => readTokenFile(text, options);
const tokens = (text: string, options?: CsvTokenOptions) => {
  const file = read(text, options);
  expect(file.refused).toEqual([]);
  return file.tokens;
};
const refused = (text: string, options?: CsvTokenOptions) =>
  read(text, options).refused.map(({ serial, code }) => `${serial} ${code}`);
const fileError = (text: string) => {
  try {
    read(text);
    return 'read';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('with a header', () => {
  test('the file for Microsoft Entra ID is read', () => {
    const text = `upn,serial number,secret key,time interval,manufacturer,model\r\nHelga@example.com,1234567,${BASE32},60,Vendor,Key\r\n`;
    expect(tokens(text)).toEqual([
      {
        ...totp,
        serial: '1234567',
        seed: Buffer.from('12345678901234567890').toString('base64'),
        interval: 60,
        userLogin: 'Helga@example.com',
      },
    ]);
  });
  test('every column is read, in any order, with a semicolon and quotation marks', () => {
    const text = `"OTP Length";"Model, colour";Secret;Serial;Hash;Type;Counter;Period;Start date;Expiry date;Nickname;User
8;"C100; blue";${HEX};A-1;SHA-256;TOTP;;60 s;2026/01/02;2031-12-31;"the ""old"" one";zo

7;;"${OTHER}";A-2;;hotp;41;;;2030-06-01T10:00:00Z;;`;
    expect(tokens(text)).toEqual([
      {
        ...base,
        serial: 'A-1',
        algorithm: 'totp-sha256',
        seed: seed(HEX),
        digits: 8,
        interval: 60,
        startsAt: '2026-01-02T00:00:00Z',
        expiresAt: '2031-12-31T23:59:59Z',
        nickname: 'the "old" one',
        userLogin: 'zo',
      },
      { ...event, serial: 'A-2', seed: seed(OTHER), digits: 7, counter: 41, expiresAt: '2030-06-01T10:00:00Z' },
    ]);
  });
  test('tabs, a byte order mark, comments and empty lines are accepted', () => {
    const text = `\ufeff# of batch 7\n\nserial\tsecret\ttype\n\t\t\n#x\ty\tz\nA\t${HEX}\ttotp\n`;
    expect(tokens(text)).toEqual([{ ...totp, serial: 'A', seed: seed(HEX) }]);
  });
  test('a quoted first name after a byte order mark is read', () => {
    expect(tokens(`\ufeff"serial","secret","type"\n"A","${HEX}","hotp"`)).toEqual([
      { ...event, serial: 'A', seed: seed(HEX) },
    ]);
  });
  test('a list without tokens is empty', () => expect(read('serial,secret\n')).toEqual({ tokens: [], refused: [] }));
});

describe('without a header', () => {
  test('the columns are serial, secret, type, digits, interval or counter, hash', () => {
    const text = `Token002, ${OTHER}, totp, 8\nToken003, ${HEX}, hotp, 6, 12\nToken004, ${HEX}, TOTP, 6, 60, SHA512`;
    expect(tokens(text)).toEqual([
      { ...totp, serial: 'Token002', seed: seed(OTHER), digits: 8 },
      { ...event, serial: 'Token003', seed: seed(HEX), counter: 12 },
      { ...totp, serial: 'Token004', seed: seed(HEX), algorithm: 'totp-sha512', interval: 60 },
    ]);
  });
  test('serial and secret alone need the option that says their type', () => {
    const text = `2600123456789,${HEX}\n2600123456790,${OTHER}\n`;
    expect(refused(text)).toEqual(['2600123456789 token.algorithm', '2600123456790 token.algorithm']);
    expect(tokens(text, { tokenType: 'totp' })).toMatchObject([totp, totp]);
    expect(tokens(text, { tokenType: 'hotp' })).toMatchObject([event, event]);
  });
});

describe('type and hash', () => {
  test.each([
    ['totp', '', 'totp-sha1'],
    ['OATH-TOTP', 'HMAC-SHA256', 'totp-sha256'],
    ['time-based', 'sha_512', 'totp-sha512'],
    ['TOTP/SHA256', '', 'totp-sha256'],
    ['totp', 'HmacSHA1', 'totp-sha1'],
    ['', 'TOTP-SHA512', 'totp-sha512'],
    ['hotp', 'SHA1', 'hotp-sha1'],
    ['hmac', '', 'hotp-sha1'],
    ['event based', '', 'hotp-sha1'],
    ['ocra', '', 'token.algorithm'],
    ['totp', 'md5', 'token.algorithm'],
    ['totp', 'hotp', 'token.algorithm'],
    ['totp-sha1', 'sha256', 'token.algorithm'],
    ['hotp', 'sha256', 'token.algorithm'],
    ['', 'sha256', 'token.algorithm'],
  ])('%p with %p: %s', (type, hash, expected) => {
    const file = read(`serial,secret,type,hash\nA,${HEX},${type},${hash}`);
    expect(file.tokens[0]?.algorithm ?? file.refused[0]!.code).toBe(expected);
  });
  test('where nothing says it, an interval means time and a counter events', () => {
    const text = `serial,secret,interval,counter\nA,${HEX},60,\nB,${HEX},,7\nC,${HEX},30,7\nD,${HEX},,`;
    expect(read(text).tokens).toMatchObject([
      { ...totp, interval: 60 },
      { ...event, counter: 7 },
    ]);
    expect(refused(text)).toEqual(['C token.algorithm', 'D token.algorithm']);
  });
  test('the file’s own type counts before the option', () => {
    expect(tokens(`serial,secret,type\nA,${HEX},totp`, { tokenType: 'hotp' })).toMatchObject([totp]);
  });
});

describe('the format of the secrets', () => {
  const one = (secret: string, header = 'serial,secret,type', rest = '') => `${header}\nA,${secret},totp${rest}\n`;
  test('is the only one that a secret can have', () => {
    expect(
      tokens(`${one(HEX)}B,${BASE32},totp`).map((token) => Buffer.from(token.seed, 'base64').toString('hex')),
    ).toEqual([HEX, '3132333435363738393031323334353637383930']);
  });
  test('is that of the others where a secret could be both', () => {
    const both = [Buffer.from(EITHER, 'hex').toString('base64'), expect.not.stringMatching(/^IjRW/u)];
    expect(tokens(`${one(EITHER)}B,${HEX},totp`)[0]!.seed).toBe(both[0]);
    expect(tokens(`${one(EITHER)}B,${BASE32},totp`)[0]!.seed).toEqual(both[1]);
  });
  test('is needed: a secret that could be both is refused where nothing says which', () => {
    expect(refused(one(EITHER))).toEqual(['A token.secret_format']);
    expect(refused(`${one(EITHER)}B,${HEX},totp\nC,${BASE32},totp`)).toEqual(['A token.secret_format']);
  });
  test("is base32 in Entra's file, unless the others are hex", () => {
    const header = 'upn,serial number,secret key,time interval';
    expect(tokens(`${header}\nu,A,${EITHER},60`)[0]!.seed).not.toBe(seed(EITHER));
    expect(tokens(`${header}\nu,A,${EITHER},60\nv,B,${HEX},60`)[0]!.seed).toBe(seed(EITHER));
  });
  test('is the option’s first, then that of its own column, then of the column’s name', () => {
    expect(tokens(one(EITHER, 'serial,secret hex,type'))[0]!.seed).toBe(seed(EITHER));
    expect(tokens(one(EITHER, 'serial,secret,type,encoding', ',Base-32'))[0]!.seed).not.toBe(seed(EITHER));
    expect(tokens(one(EITHER, 'serial,secret,type,encoding', ',base32'), { secretFormat: 'hex' })[0]!.seed).toBe(
      seed(EITHER),
    );
    expect(refused(one(HEX, 'serial,secret,type,encoding', ',ascii'))).toEqual(['A token.secret_format']);
  });
  test('is base64 only where the option or a column says so', () => {
    const text = one(seed(HEX));
    expect(refused(text)).toEqual(['A token.seed']);
    expect(tokens(text, { secretFormat: 'base64' })[0]!.seed).toBe(seed(HEX));
    expect(refused(one(HEX), { secretFormat: 'base32' })).toEqual(['A token.seed']);
  });
});

describe('a bad line is refused alone', () => {
  const header = 'serial,secret,type,digits,interval,counter,expires,user';
  test.each([
    ['a seed too short', `A,${HEX.slice(0, 18)},totp`, 'A token.seed'],
    ['a seed too long', `A,${HEX.repeat(4)},totp`, 'A token.seed'],
    ['no seed', 'A,,totp', 'A token.seed'],
    ['a seed that a spreadsheet rounded', 'A,1.5E+38,totp', 'A token.seed'],
    ['a serial that a spreadsheet rounded', `"2,60012E+12",${HEX},totp`, '2,60012E+12 token.serial'],
    ['no serial', `,${HEX},totp`, 'line 3 token.serial'],
    ['a serial with spaces', `a b,${HEX},totp`, 'line 3 token.serial'],
    ['the secret in the place of the serial', `${HEX},A,totp`, 'line 3 token.seed'],
    ['five digits', `A,${HEX},totp,5`, 'A token.digits'],
    ['digits in words', `A,${HEX},totp,six`, 'A token.digits'],
    ['an odd interval', `A,${HEX},totp,6,45`, 'A token.interval'],
    ['an interval of zero', `A,${HEX},totp,6,0`, 'A token.interval'],
    ['a counter in words', `A,${HEX},hotp,6,,next`, 'A token.counter'],
    ['a date that is none', `A,${HEX},totp,6,30,,soon`, 'A token.expires_at'],
    ['a day that is none', `A,${HEX},totp,6,30,,2030-02-30`, 'A token.expires_at'],
    ['a user with a broken character', `A,${HEX},totp,6,30,,,M\ufffdller`, 'A token.line'],
    ['a cell too many', `A,${HEX},totp,6,30,,,u,Ltd.`, 'A token.line'],
    ['a stray quotation mark', `A,${HEX},to"tp`, 'line 3 token.line'],
    ['a quotation mark left open', `"A,${HEX},totp`, 'line 3 token.line'],
    ['an endless line', `A,${HEX},${'x'.repeat(70_000)}`, 'line 3 token.line'],
    ['the serial of an earlier line', `G,${HEX},totp`, 'G token.duplicate'],
  ])('%s', (_, line, expected) => {
    const text = `${header}\nG,${HEX},totp\n${line}\nH,${OTHER},hotp,6,,3\n`;
    expect(refused(text)).toEqual([expected]);
    expect(read(text).tokens.map(({ serial }) => serial)).toEqual(['G', 'H']);
  });
  test('and of two tokens with one serial the first usable one counts', () => {
    const file = read(`A,xyz!,totp\nA,${HEX},totp\nA,${OTHER},totp`);
    expect(file.tokens.map((token) => token.seed)).toEqual([seed(HEX)]);
    expect(file.refused.map(({ code }) => code)).toEqual(['token.seed', 'token.duplicate']);
  });
});

describe('a file that is no list of tokens', () => {
  test.each([
    ['nothing', '', 'tokenfile.unknown'],
    ['a comment', '# tokens', 'tokenfile.unknown'],
    ['JSON', '{\n  "name": "x"\n}', 'tokenfile.unknown'],
    ['a list of people', 'login;mail;surname\nzo;zo@example.com;Zo\n', 'tokenfile.columns'],
    ['another list', 'mail;surname\nzo@example.com;Öz\n', 'tokenfile.unknown'],
    ['no secrets', 'serial,model\nA,C100', 'tokenfile.columns'],
    ['more than 64 MiB', ' '.repeat(64 * 1024 * 1024 + 1), 'tokenfile.too_large'],
  ])('%s', (_, text, expected) => expect(fileError(text)).toBe(expected));
});

test('no secret is repeated in a refusal, in whichever column it is', () => {
  const cells = fc.array(fc.constantFrom(HEX, BASE32, EITHER, 'A-1', 'totp', '6', '30', '', '"', 'x'), {
    maxLength: 8,
  });
  const header = fc.constantFrom('', 'serial,secret,type\n', 'secret,serial\n', 'upn,serial,secret key\n');
  fc.assert(
    fc.property(header, fc.array(cells, { maxLength: 6 }), (names, rows) => {
      const text = names + rows.map((row) => row.join(',')).join('\n');
      let said: string;
      try {
        said = JSON.stringify(read(text).refused);
      } catch (error) {
        said = `${(error as { code: string }).code} ${(error as Error).message}`;
        expect(said).toMatch(/^tokenfile\./u);
      }
      for (const secret of [HEX, BASE32, EITHER]) expect(said).not.toContain(secret);
    }),
    { numRuns: 300 },
  );
});

test('every list that is written is read back and gives the same codes', () => {
  const token = fc.record({
    secret: fc.uint8Array({ minLength: 10, maxLength: 64 }),
    digits: fc.constantFrom(6, 7, 8),
    counter: fc.nat(),
    crlf: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(token, { minLength: 1, maxLength: 20 }), fc.constantFrom(',', ';', '\t'), (list, mark) => {
      const rows = list.map(
        ({ secret, digits, counter, crlf }, n) =>
          [`N-${n}`, Buffer.from(secret).toString('hex'), 'hotp', digits, counter].join(mark) + (crlf ? '\r\n' : '\n'),
      );
      const found = tokens(rows.join(''), { secretFormat: 'hex' });
      const codes = found.map((one) =>
        hotp({ seed: Buffer.from(one.seed, 'base64'), digits: one.digits, hash: 'sha1' }, one.counter!),
      );
      expect(codes).toEqual(
        list.map(({ secret, digits, counter }) => hotp({ seed: secret, digits, hash: 'sha1' }, counter)),
      );
    }),
    { numRuns: 50 },
  );
});

test('a secret of 32 bytes without a hash is refused by its serial until --token-hash says it', () => {
  const text = `serial,secret,type\nH-1,${'0a'.repeat(32)},totp\nH-2,${'0a'.repeat(20)},totp\n`;
  expect(readTokenFile(text).refused).toMatchObject([{ serial: 'H-1', code: 'token.hash' }]);
  const { tokens } = readTokenFile(text, { hash: 'sha256' });
  expect(tokens.map(({ algorithm }) => algorithm)).toEqual(['totp-sha256', 'totp-sha256']);
  expect(readTokenFile(text, { hash: 'sha1' }).tokens).toMatchObject([{ algorithm: 'totp-sha1' }, {}]);
});

test("Excel's first line `sep=;` is no token", () => {
  const text = `sep=;\nserial;secret;type\nH-2;${'0a'.repeat(20)};totp\n`;
  expect(readTokenFile(text).tokens).toMatchObject([{ serial: 'H-2' }]);
});

test('dates are read as spreadsheets write them, and a token whose day and month could be either is refused', () => {
  const row = (serial: string, until: string) => `${serial},${'0a'.repeat(20)},totp,${until}`;
  const text = [
    'serial,secret,type,expiry',
    row('D-1', '31.12.2031'),
    row('D-2', '12/31/2031'),
    row('D-3', 'never'),
    row('D-4', '03/04/2031'),
  ];
  const { tokens, refused } = readTokenFile(text.join('\n'));
  expect(tokens.map(({ expiresAt }) => expiresAt)).toEqual(['2031-12-31T23:59:59Z', '2031-12-31T23:59:59Z', undefined]);
  expect(refused).toMatchObject([{ serial: 'D-4', code: 'token.expires_at' }]);
});
