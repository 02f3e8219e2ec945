import { readFileSync } from 'node:fs';
import { readTokenFile } from './files.ts';
import type { PskcSecrets } from './pskc-encryption.ts';

const file = (name: string) => readFileSync(`test/fixtures/pskc/${name}.xml`, 'utf8');
const figure = (n: number) => file(`rfc6030-figure${n}`);
const bytes = (hex: string) => Buffer.from(hex, 'hex');
const RFC_KEY = bytes('12345678901234567890123456789012');
const RFC_SEED = Buffer.from('12345678901234567890').toString('base64');
const code = (text: string, secrets: PskcSecrets = {}): string => {
  try {
    const { tokens, refused } = readTokenFile(text, secrets);
    return refused.length > 0 ? refused.map((token) => token.code).join() : `${tokens.length} read`;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('the figures of RFC 6030', () => {
  const hotp = { serial: '987654321', algorithm: 'hotp-sha1', seed: RFC_SEED, digits: 8, interval: 0, counter: 0 };
  test('2: a seed of four bytes without a length is refused', () => {
    expect(readTokenFile(figure(2)).refused).toEqual([
      { serial: '12345678', code: 'token.digits', reason: expect.any(String) },
    ]);
  });
  test('3: supplementary data are read', () => {
    expect(readTokenFile(figure(3))).toEqual({
      tokens: [{ ...hotp, pinStyle: 'none', enabled: true, userLogin: 'jsmith' }],
      refused: [],
    });
  });
  test('4: a key by reference is refused, since it has no seed', () => expect(code(figure(4))).toBe('token.seed'));
  test('5: the token is read, its PIN, a static credential, is not', () => {
    const { tokens, refused } = readTokenFile(figure(5));
    expect(tokens).toMatchObject([{ ...hotp, pinStyle: 'none' }]);
    expect(refused).toMatchObject([{ serial: '987654321', code: 'token.algorithm' }]);
  });
  test('6: AES-128-CBC with a pre-shared key is read', () => {
    expect(readTokenFile(figure(6), { preSharedKey: RFC_KEY }).tokens).toMatchObject([hotp]);
  });
  test('7: a key derived from a password is read', () => {
    expect(readTokenFile(figure(7), { password: 'qwerty' }).tokens).toMatchObject([hotp]);
  });
  test('8: a key for a certificate is refused with the reason', () => {
    expect(code(figure(8), { preSharedKey: RFC_KEY, password: 'qwerty' })).toBe('tokenfile.encryption');
  });
  test('9: a signed container is read, and its signature by an unknown key is not checked', () => {
    expect(readTokenFile(figure(9)).tokens).toMatchObject([{ ...hotp, serial: '0755225266', digits: 6 }]);
  });
  test('10: several keys with dates are read', () => {
    const { tokens } = readTokenFile(figure(10));
    expect(tokens.map(({ serial }) => serial)).toEqual(['654321', '123456', '9999999', '9999999']);
    expect(tokens[2]).toMatchObject({ startsAt: '2006-03-01T00:00:00Z', expiresAt: '2006-03-31T00:00:00Z' });
  });
});

describe('what another implementation wrote', () => {
  const expected = [
    {
      serial: 'TT-0001',
      algorithm: 'totp-sha256',
      seed: bytes('00112233445566778899aabbccddeeff'.repeat(2)).toString('base64'),
      digits: 8,
      interval: 60,
      pinStyle: 'none',
      clockOffset: -3,
      startsAt: '2026-04-30T22:00:00Z',
      expiresAt: '2030-05-31T00:00:00Z',
      enabled: true,
    },
    {
      serial: '000000987654',
      algorithm: 'securid-aes128',
      seed: bytes('5d2193a0a29ab4631877842edeefa98e').toString('base64'),
      digits: 8,
      interval: 60,
      pinStyle: 'pinpad',
      enabled: true,
      userLogin: 'zobrien',
    },
    {
      serial: 'HH-3',
      algorithm: 'hotp-sha1',
      seed: RFC_SEED,
      digits: 6,
      interval: 0,
      pinStyle: 'none',
      counter: 42,
      enabled: true,
    },
  ];
  test('is read with a password', () => {
    expect(readTokenFile(file('password'), { password: 'Passphrase & 1' })).toEqual({ tokens: expected, refused: [] });
  });
  test('is read with a pre-shared AES-256 key', () => {
    const preSharedKey = Buffer.from([...Array(32).keys()]);
    expect(readTokenFile(file('pre-shared-aes256'), { preSharedKey })).toEqual({ tokens: expected, refused: [] });
  });
});

describe('single keys', () => {
  type Key = { algorithm?: string; length?: string; inside?: string; data?: string; device?: string; secret?: string };
  const PSKC = 'urn:ietf:params:xml:ns:keyprov:pskc:';
  const container = ({ algorithm = `${PSKC}totp`, length = '6', inside = '', data = '', device, secret }: Key) =>
    `<KeyContainer><KeyPackage>${device ?? '<DeviceInfo><SerialNo>1</SerialNo></DeviceInfo>'}<Key Id="9" Algorithm="${algorithm}">` +
    `<AlgorithmParameters>${inside.startsWith('<Suite') ? inside : ''}<ResponseFormat Length="${length}"/></AlgorithmParameters>` +
    `<Data><Secret><PlainValue>${secret ?? RFC_SEED}</PlainValue></Secret>${data}</Data>` +
    `${inside.startsWith('<Suite') ? '' : inside}</Key></KeyPackage></KeyContainer>`;
  const read = (key: Key) => readTokenFile(container(key)).tokens[0];
  const plain = (name: string, value: string) => `<${name}><PlainValue>${value}</PlainValue></${name}>`;
  const SECURID = 'http://www.rsasecurity.com/rsalabs/otps/schemas/2005/09/otps-wst#SecurID-AES';
  const seed16 = Buffer.alloc(16, 5).toString('base64');

  test.each([
    [`${PSKC}totp`, 'totp-sha1'],
    ['urn:ietf:params:xml:ns:keyprov:pskc#totp', 'totp-sha1'],
    ['http://www.ietf.org/keyprov/pskc#hotp', 'hotp-sha1'],
    [`${PSKC}HOTP`, 'hotp-sha1'],
  ])('%s', (algorithm, expected) => expect(read({ algorithm })!.algorithm).toBe(expected));
  test.each([
    ['HMAC-SHA1', 'totp-sha1'],
    ['HMAC-SHA256', 'totp-sha256'],
    ['SHA-512', 'totp-sha512'],
  ])('suite %s', (suite, expected) => expect(read({ inside: `<Suite>${suite}</Suite>` })!.algorithm).toBe(expected));
  test.each([
    [{ inside: '<Suite>HMAC-MD5</Suite>' }],
    [{ algorithm: `${PSKC}hotp`, inside: '<Suite>HMAC-SHA256</Suite>' }],
    [{ algorithm: `${PSKC}ocra` }],
    [{ algorithm: `${PSKC}pin` }],
    [{ algorithm: 'http://www.rsa.com/names/2008/04/algorithms/SecurID/SecurID-AES128-Counter' }],
    [{ algorithm: 'totp' }],
  ])('%j is refused', (key) => expect(code(container(key))).toBe('token.algorithm'));
  test('a key without an algorithm is refused', () => {
    expect(code(container({}).replace(/ Algorithm="[^"]*"/u, ''))).toBe('token.algorithm');
  });

  test('a SecurID key has a padded serial, 60 seconds, and a PIN unless the file says otherwise', () => {
    expect(read({ algorithm: SECURID, secret: seed16 })).toMatchObject({
      serial: '000000000001',
      algorithm: 'securid-aes128',
      interval: 60,
      pinStyle: 'fob',
    });
    expect(code(container({ algorithm: SECURID }))).toBe('token.seed');
    expect(code(container({ algorithm: SECURID, secret: seed16, length: '7' }))).toBe('token.digits');
    const letters = '<DeviceInfo><SerialNo>ABCDEFGHIJKL</SerialNo></DeviceInfo>';
    expect(code(container({ algorithm: SECURID, secret: seed16, device: letters }))).toBe('token.serial');
  });

  const policy = (mode: string) => `<Policy><PINPolicy PINUsageMode="${mode}"/></Policy>`;
  test.each([
    ['Local', `${PSKC}totp`, 'none'],
    ['Prepend', `${PSKC}totp`, 'fob'],
    ['Prepend', SECURID, 'fob'],
    ['Algorithmic', SECURID, 'pinpad'],
  ])('PINUsageMode %s of %s: %s', (mode, algorithm, expected) => {
    expect(read({ algorithm, secret: seed16, inside: policy(mode) })!.pinStyle).toBe(expected);
  });
  test.each(['Append', 'Algorithmic', 'Other'])('PINUsageMode %s of TOTP is refused', (mode) => {
    expect(code(container({ inside: policy(mode) }))).toBe('token.pin_style');
  });

  test.each<[string, Key, string]>([
    ['nine digits', { length: '9' }, 'token.digits'],
    ['no digits', { length: '' }, 'token.digits'],
    ['an odd interval', { data: plain('TimeInterval', '45') }, 'token.interval'],
    ['an interval that is no number', { data: plain('TimeInterval', 'x') }, 'token.interval'],
    ['an empty interval', { data: plain('TimeInterval', '') }, 'token.interval'],
    ['an interval of zero', { data: plain('TimeInterval', '0') }, 'token.interval'],
    ['a wild drift', { data: plain('TimeDrift', '5000') }, 'token.clock_offset'],
    ['a counter below zero', { algorithm: `${PSKC}hotp`, data: plain('Counter', '-1') }, 'token.counter'],
    ['a short seed', { secret: 'AAAA' }, 'token.seed'],
    ['a long seed', { secret: Buffer.alloc(65).toString('base64') }, 'token.seed'],
    ['a very long seed', { secret: Buffer.alloc(200).toString('base64') }, 'token.seed'],
    ['a seed that is not base64', { secret: '*' }, 'token.seed'],
    ['a serial with spaces', { device: '<DeviceInfo><SerialNo>a b</SerialNo></DeviceInfo>' }, 'token.serial'],
    ['a bad date', { inside: '<Policy><ExpiryDate>soon</ExpiryDate></Policy>' }, 'token.expires_at'],
    ['a counter in letters', { algorithm: `${PSKC}hotp`, data: plain('Counter', 'soon') }, 'token.counter'],
    ['a seed that was cut off', { secret: RFC_SEED.slice(0, -2) }, 'token.seed'],
    ['half a date', { inside: '<Policy><ExpiryDate>2030</ExpiryDate></Policy>' }, 'token.expires_at'],
    ['no such day', { inside: '<Policy><ExpiryDate>2030-02-30T00:00:00Z</ExpiryDate></Policy>' }, 'token.expires_at'],
    ['no such hour', { inside: '<Policy><ExpiryDate>2030-02-28T25:00:00Z</ExpiryDate></Policy>' }, 'token.expires_at'],
    ['a number of uses', { inside: '<Policy><NumberOfTransactions>9</NumberOfTransactions></Policy>' }, 'token.usage'],
    ['a rule that is not known', { inside: '<Policy><OnWeekdays/></Policy>' }, 'token.usage'],
    ['another key usage', { inside: '<Policy><KeyUsage>Encrypt</KeyUsage></Policy>' }, 'token.usage'],
    ['a user ID of 300 characters', { inside: `<UserId>${'x'.repeat(300)}</UserId>` }, 'token.user_login'],
  ])('%s', (_, key, expected) => expect(code(container(key))).toBe(expected));
  test('a key whose codes are not decimal digits is refused', () => {
    expect(code(container({}).replace('Length="6"', 'Length="6" Encoding="ALPHANUMERIC"'))).toBe('token.digits');
  });

  test.each(['CheckDigits="true"', 'CheckDigits="1"', 'CheckDigit="true"'])(
    'codes that end in a check digit: %s',
    (mark) => {
      expect(code(container({}).replace('Length="6"', `Length="6" ${mark}`))).toBe('token.digits');
    },
  );
  test('a key whose codes have no check digit is read', () => {
    expect(code(container({}).replace('Length="6"', 'Length="6" CheckDigits="false"'))).toBe('1 read');
  });
  test.each([
    ['831791', 831_791],
    ['AAYxSg==', 405_834],
    ['AAAAAAAAAAc=', 7],
  ])('a plain counter of %s, as the standard and its drafts write it', (text, counter) => {
    expect(read({ algorithm: `${PSKC}hotp`, data: plain('Counter', text) })!.counter).toBe(counter);
  });
  test('a bad key among several of one device is refused alone', () => {
    const two = container({ algorithm: `${PSKC}hotp` }).replace(
      '</KeyPackage>',
      '<Key Id="10" Algorithm="urn:x:ocra"/><Key Id="11" Algorithm="urn:x:totp"/></KeyPackage>',
    );
    const { tokens, refused } = readTokenFile(two);
    expect([tokens.length, refused.map((key) => key.code)]).toEqual([1, ['token.algorithm', 'token.seed']]);
  });
  test('elements are read with any prefix or none, and those of other namespaces are skipped', () => {
    const prefixed = container({}).replace(/<(\/?)(?=[A-Z])/gu, '<$1odd.name-1:');
    expect(code(prefixed.replace('</odd.name-1:Key>', '<x:Extensions xmlns:x="urn:x"><x:Key/></x:Extensions>$&'))).toBe(
      '1 read',
    );
  });

  test('usage, dates without a zone, and the device’s dates where the policy has none are read', () => {
    const device =
      '<DeviceInfo><SerialNo>1</SerialNo><StartDate>2026-01-02T03:04:05</StartDate><UserId>dev</UserId></DeviceInfo>';
    const inside = '<FriendlyName>Phone</FriendlyName><Policy><KeyUsage>OTP</KeyUsage></Policy>';
    expect(read({ device, inside })).toMatchObject({
      startsAt: '2026-01-02T03:04:05Z',
      userLogin: 'dev',
      nickname: 'Phone',
    });
  });
  test('the key id is the serial where there is none', () => {
    expect(read({ device: '' })!.serial).toBe('9');
    expect(code(container({ device: '' }).replace('Id="9"', ''))).toBe('token.serial');
  });
  test.each([
    ['UID=a b , DC=x', 'a b'],
    ['cn=zo+serial=1,dc=x', 'zo'],
    ['DC=example', undefined],
    ['jdoe', 'jdoe'],
  ])('user ID %s', (user, expected) => expect(read({ inside: `<UserId>${user}</UserId>` })!.userLogin).toBe(expected));

  test('the draft form is read: Device, KeyAlgorithm, KeyId, Usage', () => {
    const draft =
      `<KeyContainer><Device><Key KeyAlgorithm="urn:ietf:params:xml:ns:keyprov:pskc#totp" KeyId="55"><Usage OTP="true">` +
      `<ResponseFormat Length="6" Format="DECIMAL"/></Usage><Data><Secret><PlainValue>${RFC_SEED}</PlainValue></Secret></Data></Key></Device></KeyContainer>`;
    expect(readTokenFile(draft).tokens).toMatchObject([{ serial: '55', algorithm: 'totp-sha1', interval: 30 }]);
  });
});

describe('the hash of an OATH token', () => {
  const key = (parameters: string, algorithm = 'totp', seed = Buffer.alloc(20, 1)) =>
    `<KeyContainer><KeyPackage><DeviceInfo><SerialNo>S1</SerialNo></DeviceInfo><Key Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:${algorithm}"><AlgorithmParameters><ResponseFormat Length="6" Encoding="DECIMAL"/>${parameters}</AlgorithmParameters><Data><Secret><PlainValue>${seed.toString('base64')}</PlainValue></Secret></Data></Key></KeyPackage></KeyContainer>`;
  const read = (text: string, options = {}) => {
    const { tokens, refused } = readTokenFile(text, options);
    return tokens[0]?.algorithm ?? refused.map(({ serial, code: of }) => `${serial} ${of}`).join();
  };

  test('stands in an attribute of Suite where privacyIDEA wrote it, with drift and MACs as they should be', () => {
    const { tokens, refused } = readTokenFile(file('privacyidea-suite'), { preSharedKey: RFC_KEY });
    expect(refused).toEqual([]);
    expect(tokens).toMatchObject([
      { serial: 'PE1', algorithm: 'totp-sha256', clockOffset: 2 },
      { serial: 'PE2', algorithm: 'totp-sha1', clockOffset: 2 },
    ]);
  });

  test.each([
    ['<Suite>HMAC-SHA256</Suite>', 'totp-sha256'],
    ['<Suite hashalgo="sha512"/>', 'totp-sha512'],
    ['<Suite HashAlgorithm="HmacSHA256" version="1"/>', 'totp-sha256'],
    ['<Suite><Hash>SHA-512</Hash></Suite>', 'totp-sha512'],
    ['<HashAlgorithm>SHA256</HashAlgorithm>', 'totp-sha256'],
    ['<Suite>HMAC-SHA1</Suite>', 'totp-sha1'],
    ['', 'totp-sha1'],
    ['<Suite>HMAC-SHA384</Suite>', 'S1 token.algorithm'],
    ['<Suite hashalgo="sha256">HMAC-SHA1</Suite>', 'S1 token.algorithm'],
    ['<Suite digest="whirlpool"/>', 'S1 token.algorithm'],
    ['<Suite/>', 'S1 token.algorithm'],
  ])('%s is read as %s', (suite, expected) => expect(read(key(suite))).toBe(expected));

  test.each([
    ['totp-sha256', '', 'totp-sha256'],
    ['TOTP_HMAC-SHA512', '', 'totp-sha512'],
    ['hotp-sha1', '', 'hotp-sha1'],
    ['hotp-sha256', '', 'S1 token.algorithm'],
    ['totp-sha384', '', 'S1 token.algorithm'],
    ['totp-sha256', '<Suite>HMAC-SHA1</Suite>', 'S1 token.algorithm'],
    ['totp-sha256', '<Suite>HMAC-SHA256</Suite>', 'totp-sha256'],
    ['securid-aes-sha256', '', 'S1 token.algorithm'],
    ['ocra', '', 'S1 token.algorithm'],
  ])('the algorithm %s with %s is %s', (algorithm, suite, expected) =>
    expect(read(key(suite, algorithm))).toBe(expected),
  );

  test('that nothing names is asked for where the seed is as long as that of another', () => {
    const long = key('', 'totp', Buffer.alloc(32, 1));
    expect(read(long)).toBe('S1 token.hash');
    expect(read(long, { hash: 'sha256' })).toBe('totp-sha256');
    expect(read(long, { hash: 'sha1' })).toBe('totp-sha1');
    expect(read(key('<Suite>HMAC-SHA1</Suite>', 'totp', Buffer.alloc(32, 1)), { hash: 'sha256' })).toBe('totp-sha1');
  });

  test('and its algorithm may be missing', () => {
    expect(read(key('').replace(/Algorithm="[^"]*"/u, ''))).toBe('S1 token.algorithm');
    expect(read(key('').replace(/<AlgorithmParameters>.*<\/AlgorithmParameters>/u, ''))).toBe('S1 token.digits');
  });
});
