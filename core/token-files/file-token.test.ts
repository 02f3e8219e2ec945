import { collect, type FileToken, Refusal, toFileToken } from './file-token.ts';

const token: FileToken = {
  serial: 'A-1',
  algorithm: 'hotp-sha1',
  seed: Buffer.alloc(20).toString('base64'),
  digits: 6,
  interval: 0,
  pinStyle: 'none',
  counter: 0,
  enabled: true,
};
const refusal = (fields: object) => {
  try {
    toFileToken({ ...token, ...fields });
    return 'read';
  } catch (error) {
    return `${(error as Refusal).code}: ${(error as Error).message}`;
  }
};

test('a whole token is taken, without the fields that are undefined', () => {
  expect(toFileToken({ ...token, nickname: undefined })).toEqual(token);
  expect(toFileToken({ ...token, nickname: undefined })).not.toHaveProperty('nickname');
});

test('fields are checked by the algorithm', () => {
  expect(refusal({ interval: 30 })).toMatch(/^token.interval: /u);
  expect(refusal({ algorithm: 'totp-sha1', interval: 0 })).toMatch(/^token.interval: /u);
  expect(refusal({ counter: undefined })).toMatch(/^token.counter: /u);
});

test('a field without a sentence of its own is named', () => {
  expect(refusal({ nickname: 'x'.repeat(65) })).toBe("token.nickname: its nickname can't be used");
});

test('a field that a token does not have is refused, and is never repeated', () => {
  expect(refusal({ seeed: 'secret' })).toBe("token.unknown: it has a field that tokens don't have");
});

test('a refused token stops no other, and any other error stops the file', () => {
  const read = (name: string): FileToken => {
    if (name === 'bad') throw new Refusal('token.mac', 'its MAC is wrong');
    if (name === 'broken') throw new TypeError('a defect');
    return { ...token, serial: name };
  };
  expect(collect(['a', 'bad', 'b'], (name) => `serial-${name}`, read)).toEqual({
    tokens: [
      { ...token, serial: 'a' },
      { ...token, serial: 'b' },
    ],
    refused: [{ serial: 'serial-bad', code: 'token.mac', reason: 'its MAC is wrong' }],
  });
  expect(() => collect(['broken'], String, read)).toThrow('a defect');
});

test('a serial that could be a seed is not shown, since refusals stand in the manifest in the clear', () => {
  const refuse = (): never => {
    throw new Refusal('token.mac');
  };
  const shown = (serial: string, placeOf?: () => string) =>
    collect([serial], (one) => one, refuse, placeOf).refused[0]!.serial;
  expect(shown('A-000123')).toBe('A-000123');
  for (const hidden of [
    '',
    'two words',
    'AAECAwQFBgcICQoLDA0ODw==',
    '3132333435363738',
    'x-ABCDEFGHIJKLMNOP',
    '-'.repeat(65),
  ])
    expect(shown(hidden)).toBe('token 1');
  expect(shown('3132333435363738', () => 'line 7')).toBe('line 7');
});
