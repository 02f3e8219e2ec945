import type { Assignment } from '#core/sources/assignments.ts';
import { userKey } from '#core/text.ts';
import type { FileToken, RefusedToken } from '#core/token-files/files.ts';
import { Holdings, spellingOf } from './holdings.ts';
import { joinHoldings } from './joiner.ts';
import { Refusals } from './refusals.ts';

const S = (n: number) => String(n).padStart(12, '0');
const token = (n: number, more: Partial<FileToken> = {}): FileToken => ({
  serial: S(n),
  algorithm: 'securid-aes128',
  seed: Buffer.alloc(16, n).toString('base64'),
  digits: 6,
  interval: 60,
  pinStyle: 'fob',
  enabled: true,
  ...more,
});
const row = (serial: string, userId: string, more: Partial<Assignment> = {}): Assignment => ({
  line: 2,
  serial,
  userId,
  pin: '',
  ...more,
});
function join(tokens: FileToken[], rows?: Assignment[]) {
  const refusals = new Refusals();
  const holdings = joinHoldings([{ tokens, refused: [] }], rows, refusals);
  const held = Object.fromEntries(
    [...holdings.untaken()].map(({ userId, tokens: own }) => [userKey(userId), own.map(({ serial }) => serial)]),
  );
  const refused = Object.fromEntries(refusals.list().map(({ code, details }) => [code, details]));
  return { byUser: holdings, held, unassigned: [...holdings.unassigned()], refused };
}

test('a row gives a token to its user, with what it says of the token', () => {
  const { byUser, unassigned } = join(
    [token(1), token(2), token(3, { userLogin: 'x' })],
    [row(S(1), ' Ana ', { pin: '4711', clockOffset: -2, enabled: false, nickname: 'blue' }), row(S(2), 'ana')],
  );
  const ana = byUser.get('ana')!;
  expect(byUser.hasToken('ana')).toBe(true);
  expect(byUser.hasToken('bo')).toBe(false);
  expect(ana).toMatchObject({ userId: 'Ana', answers: [], taken: false });
  expect(ana.tokens).toStrictEqual([
    { ...token(1), pin: '4711', clockOffset: -2, enabled: false, nickname: 'blue' },
    token(2),
  ]);
  expect([...ana.respelled.values()]).toEqual(['ana']);
  expect(unassigned).toStrictEqual([token(3)]);
});

test('a row without a user leaves the token unassigned; and zeros that a spreadsheet dropped are restored', () => {
  const { held, unassigned, refused } = join([token(1), token(12)], [row('1', ''), row('12', 'ana')]);
  expect(unassigned.map(({ serial }) => serial)).toEqual([S(1)]);
  expect(held).toEqual({ ana: [S(12)] });
  expect(refused).toEqual({});
});

test('what a row says of a token comes with it, each for itself, whether a user has it or none', () => {
  const { byUser, unassigned } = join(
    [token(1), token(2), token(3)],
    [row(S(1), 'ana', { nickname: 'blue' }), row(S(2), 'ana', { pin: '4711' }), row(S(3), '', { clockOffset: 3 })],
  );
  expect(byUser.get('ana')!.tokens).toStrictEqual([
    { ...token(1), nickname: 'blue' },
    { ...token(2), pin: '4711' },
  ]);
  expect(unassigned).toStrictEqual([{ ...token(3), clockOffset: 3 }]);
});

test('a user ID that can be none leaves the token unassigned, and is noted by the serial', () => {
  const { held, unassigned, refused } = join(
    [token(1), token(2), token(3)],
    [row(S(1), ' '), row(S(2), 'x'.repeat(256)), row(S(3), 'x'.repeat(255))],
  );
  expect(unassigned.map(({ serial }) => serial)).toEqual([S(1), S(2)]);
  expect(Object.values(held)).toEqual([[S(3)]]);
  expect(refused).toEqual({ 'assignment.user_invalid': [S(1), S(2)] });
});

test('a user may have 20 tokens at most', () => {
  const numbers = Array.from({ length: 21 }, (_, index) => index + 1);
  const { held, refused } = join(
    numbers.map((n) => token(n)),
    numbers.map((n) => row(S(n), 'ana')),
  );
  expect(held['ana']).toEqual(numbers.slice(0, 20).map(S));
  expect(refused).toEqual({ 'token.too_many': [S(21)] });
});

test('a PIN that cannot be the token’s keeps the token out; four and eight digits are accepted', () => {
  const pins = ['123', '1234', '12345678', '123456789', '12 4'];
  const { held, refused, unassigned } = join(
    pins.map((_pin, index) => token(index + 1)),
    pins.map((pin, index) => row(S(index + 1), 'ana', { pin })),
  );
  expect(held).toEqual({ ana: [S(2), S(3)] });
  expect(refused).toEqual({ 'token.pin_invalid': [S(1), S(4), S(5)] });
  expect(unassigned).toEqual([]);
});

test('a cell that is no serial is not repeated', () => {
  const rows = ['12345678', '123456789', '1234567890123', 'abc'].map((serial) => row(serial, 'ana'));
  expect(join([token(1)], rows).refused).toEqual({
    'assignment.token_missing': [
      'line 2: not a serial',
      'line 2: 123456789',
      'line 2: not a serial',
      'line 2: not a serial',
    ],
  });
});

test('the error for no usable token names the reasons, with five serials of each at most', () => {
  const none = (count: number) => {
    const refused = Array.from({ length: count }, (_, n) => ({
      serial: S(n + 1),
      code: 'token.mac' as const,
      reason: '',
    }));
    try {
      return joinHoldings([{ tokens: [], refused }], undefined, new Refusals());
    } catch (error) {
      return error as { code: string; status: number; message: string; facts: object };
    }
  };
  const list = [1, 2, 3, 4, 5].map(S).join(', ');
  expect(none(6)).toMatchObject({
    code: 'pack.no_tokens',
    status: 422,
    message: expect.stringContaining(`: 6 refused (token.mac: ${list}, ...). Without`),
    facts: { refused: [{ code: 'token.mac', count: 6 }] },
  });
  expect(none(5)).toMatchObject({ message: expect.stringContaining(`: 5 refused (token.mac: ${list}). Without`) });
  expect(none(0)).toMatchObject({ message: expect.stringContaining('can be used. Without'), facts: { refused: [] } });
});

test('letter case counts in a spelling, the way an accent is encoded does not', () => {
  expect(spellingOf(' Ana ')).toBe('Ana');
  expect(spellingOf('e\u0301')).toBe('\u00e9');
  const holdings = new Holdings();
  const given = { line: 1, language: 'en', question: 'First pet?', answer: 'Rex' };
  holdings.giveAnswer('Ana', given);
  holdings.giveAnswer(' ANA ', { ...given, line: 2 });
  expect(holdings.size).toBe(1);
  const holding = holdings.get('ana')!;
  expect(holding).toMatchObject({ userId: 'Ana', tokens: [], answers: [{ line: 1 }, { line: 2 }] });
  expect([...holding.respelled]).toEqual([[holding.answers[1], 'ANA']]);
});

test('the error names every reason', () => {
  const refused = (['token.mac', 'token.seed'] as const).map((code, n) => ({ serial: S(n), code, reason: '' }));
  expect(() => joinHoldings([{ tokens: [], refused }], undefined, new Refusals())).toThrow(
    `: 2 refused (token.mac: ${S(0)}; token.seed: ${S(1)}). Without`,
  );
});

test('only a serial of digits is padded', () => {
  expect(join([token(1)], [row('x1', 'ana'), row('1x', 'ana')]).held).toEqual({});
});

test('a PIN for an OATH token is said, and the token comes without it', () => {
  const oath = { algorithm: 'totp-sha1', pinStyle: 'none', interval: 30 } as const;
  const { byUser, refused } = join(
    [token(1, oath), token(2, { pinStyle: 'none' })],
    [row(S(1), 'ana', { pin: '4711' }), row(S(2), 'ana', { pin: '4711' })],
  );
  expect(byUser.get('ana')!.tokens).toStrictEqual([token(1, oath)]);
  // A SecurID token that is used without a PIN: with a PIN it is another token than the file says.
  expect(refused).toEqual({ 'assignment.pin_not_used': [S(1)], 'token.pin_invalid': [S(2)] });
});

test('tokens that do not come are known by their serials, as far as they have one', () => {
  const refused: RefusedToken[] = [
    { serial: '7', code: 'token.mac', reason: '' },
    { serial: 'line 9', code: 'token.line', reason: '' },
  ];
  const rows = [row(S(1), 'ana', { pin: 'no PIN' }), row('123456789012', 'bo'), row('', 'eve')];
  const { refused: found } = joinHoldings([{ tokens: [token(1)], refused }], rows, new Refusals());
  expect([...found.serials]).toEqual([S(7), S(1), '123456789012']);
  expect(found.unknown).toBe(2);
});

test('answers are none of the tokens of which a user may have so many', () => {
  const { byUser } = join([token(1), token(2)], []);
  const answer = { line: 2, language: 'en_US', question: 'Where?', answer: 'there' };
  for (let given = 0; given < 30; given++) byUser.giveAnswer('ana', answer);
  expect(byUser.giveToken('ana', 0)).toBe(true);
  expect(byUser.get('ana')).toMatchObject({ tokens: [{ serial: S(1) }], answers: { length: 30 } });
});
