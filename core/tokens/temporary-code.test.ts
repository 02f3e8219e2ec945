import { aToken, aUser, NOW, RING } from '#test/support/memory.ts';
import { givenCode, hasTemporaryCode, takesTemporaryCode } from './given-code.ts';
import {
  CODE_DIGITS,
  isTemporaryPasscode,
  newTemporaryCode,
  temporaryCodeHash,
  temporaryCodeKeyId,
} from './temporary-code.ts';

const HOUR = 3_600_000;
const policy = { temporaryCodeHours: 24 };
const CODE = '12345678';
const given = (serial = '000000000001', more = {}) => ({
  hash: temporaryCodeHash(RING, { serial }, CODE),
  givenAt: NOW,
  epoch: 0,
  serials: ['000000000001'],
  ...more,
});
const lost = (more = {}) => aToken({ lost: true, temporaryCode: given(), ...more });
const { pinHash: _pin, ...withoutPin } = lost();

test('a code is eight digits', () => {
  for (let n = 0; n < 50; n++) expect(newTemporaryCode()).toMatch(/^\d{8}$/u);
  expect(CODE_DIGITS).toBe(8);
});

test('only a keyed hash is kept, which names its key and is another one for another token', () => {
  expect(given().hash).toMatch(/^k1\$[\w-]{43}$/u);
  expect(given('000000000002').hash).not.toBe(given().hash);
  expect(temporaryCodeKeyId(lost())).toBe('k1');
  expect(temporaryCodeKeyId(aToken())).toBeUndefined();
});

test.each([
  ['one that is lost and has a PIN takes one', lost(), true],
  ['one that is not lost takes none', lost({ lost: false }), false],
  ['one without a PIN takes none', withoutPin, false],
  ['one that is used without a PIN takes none', lost({ pinStyle: 'none' }), false],
  ['one that is disabled too takes none', lost({ enabled: false }), false],
  ['one that has expired takes none', lost({ expiresAt: NOW - 1 }), false],
])('%s', (_what, token, takes) => {
  expect(takesTemporaryCode(token, NOW)).toBe(takes);
});

test.each([
  ['is in force', lost(), aUser(), true],
  ['ends after its hours', lost({ temporaryCode: given(undefined, { givenAt: NOW - 24 * HOUR }) }), aUser(), false],
  ['ends with the sessions of its user', lost(), aUser({ sessionEpoch: 1 }), false],
  ['ends when the user gets another token', lost(), aUser({ tokens: ['000000000001', '000000000002'] }), false],
  ['ends when the token is found', lost({ lost: false }), aUser(), false],
  ['ends when wrong ones suspend the token', lost({ suspendedAt: NOW + 1 }), aUser(), false],
  ['is given in spite of an earlier suspension', lost({ suspendedAt: NOW - 1 }), aUser(), true],
  ['counts for its token’s user alone', lost({ assignee: 'bert' }), aUser(), false],
  ['counts for no unknown user', lost(), undefined, false],
  ['is not there', lost({ temporaryCode: undefined }), aUser(), false],
])('a code %s', (_what, token, user, counts) => {
  expect(givenCode(token, user, policy, NOW) !== undefined).toBe(counts);
  expect(hasTemporaryCode(token, user, policy, NOW)).toBe(counts);
});

test('a code that was used is known, and no way in any more', () => {
  const used = lost({ temporaryCode: given(undefined, { usedAt: NOW }) });
  expect(givenCode(used, aUser(), policy, NOW)).toBeDefined();
  expect(hasTemporaryCode(used, aUser(), policy, NOW)).toBe(false);
});

const fits = (passcode: string, token = lost(), ...code: ReturnType<typeof given>[]) =>
  isTemporaryPasscode({ token, passcode, pinRing: RING }, code[0] ?? token.temporaryCode);

test('the passcode is the PIN and then the code, in groups or not; never the code alone or behind another PIN', () => {
  expect(fits(`1234${CODE}`)).toBe(true);
  expect(fits('1234 1234 5678')).toBe(true);
  for (const wrong of [CODE, `4321${CODE}`, '123412345679', '1234', '', `${CODE}1234`]) expect(fits(wrong)).toBe(false);
});

test('a PINPad’s PIN is typed before the code too', () => {
  const pinpad = aToken({ pinStyle: 'pinpad', lost: true, temporaryCode: given() });
  expect(fits(`1234${CODE}`, pinpad)).toBe(true);
  expect(fits('12346912', pinpad)).toBe(false);
});

test('without a code in force, or without a PIN, nothing fits', () => {
  expect(fits(`1234${CODE}`, aToken({ lost: true }))).toBe(false);
  expect(fits(CODE, withoutPin)).toBe(false);
});

test('a code whose key is gone is no wrong code of its user', () => {
  const old = given(undefined, { hash: 'gone$abc' });
  expect(() => fits(`1234${CODE}`, lost(), old)).toThrow(expect.objectContaining({ code: 'keys.unknown' }));
});
