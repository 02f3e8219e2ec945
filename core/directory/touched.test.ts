import { storedToken, storedUser } from '#test/support/staging.ts';
import type { Token, User } from './model.ts';
import { isTouchedToken, isTouchedUser, touchOfUpgrade } from './touched.ts';

const origin = { migration: 'm', part: 1, line: 1 };
/** As a release before wrote them for an import. */
const user = storedUser('Ana', { imported: true, createdAt: 1, version: 1, sessionEpoch: 0, failures: 2, failedAt: 3 });
const token: Token = { ...storedToken('000000000001', 'ana'), origin, version: 1, lastInterval: -1, offset: 5 };
const password = { hash: 'h', changedAt: 1, mustChange: false, history: [] };

describe('a user', () => {
  test.each<[string, Partial<User>]>([
    ['with wrong guesses', {}],
    ['locked or disabled by its source', { lockedOut: true, enabled: false }],
    [
      'with the password and the answers of its import',
      { password, answers: [{ language: 'en', question: 'Q', hash: 'h' }] },
    ],
  ])('%s is untouched, whatever release wrote it', (_what, more) => {
    expect(isTouchedUser({ ...user, ...more })).toBe(false);
    expect(isTouchedUser({ ...user, ...more, source: 'old' })).toBe(false);
  });

  test.each<[string, Partial<User>]>([
    ['touched', { touchedAt: 5 }],
    ['who has logged on with a token', { firstTokenLogonAt: 5 }],
    ['with a role', { role: 'help-desk' }],
    ['with another address', { readdressedAt: 5 }],
    ['whose former address is kept', { formerAddresses: [] }],
  ])('%s counts as touched, whatever release wrote it', (_what, more) => {
    expect(isTouchedUser({ ...user, ...more })).toBe(true);
    expect(isTouchedUser({ ...user, ...more, source: 'old' })).toBe(true);
  });

  test.each<[string, Partial<User>]>([
    ['made by hand', { imported: false }],
    ['that something has changed', { version: 2 }],
    ['whose sessions were ended', { sessionEpoch: 1 }],
    ['with a password set later', { password: { ...password, changedAt: 2 } }],
    ['with a password given out', { password: { ...password, mustChange: true } }],
  ])('of a release before, %s, counts as touched; of this one it does not', (_what, more) => {
    expect(isTouchedUser({ ...user, ...more })).toBe(true);
    expect(isTouchedUser({ ...user, ...more, source: 'old' })).toBe(false);
  });
});

describe('a token', () => {
  test('with wrong passcodes is untouched, whatever release wrote it', () => {
    for (const source of [{}, { source: 'old' }])
      expect(isTouchedToken({ ...token, failures: 2, ...source })).toBe(false);
  });

  test.each<[string, Partial<Token>]>([
    ['touched', { touchedAt: 5 }],
    ['reported lost', { lost: true }],
    ['with a PIN before its own', { formerPins: ['h'] }],
  ])('%s counts as touched, whatever release wrote it', (_what, more) => {
    expect(isTouchedToken({ ...token, ...more })).toBe(true);
    expect(isTouchedToken({ ...token, ...more, source: 'old' })).toBe(true);
  });

  test.each<[string, Partial<Token>]>([
    ['that something has changed', { version: 2 }],
    ['with an interval or a counter that may have been accepted', { lastInterval: 0 }],
  ])('of a release before, %s, counts as touched; of this one it does not', (_what, more) => {
    expect(isTouchedToken({ ...token, ...more })).toBe(true);
    expect(isTouchedToken({ ...token, ...more, source: 'old' })).toBe(false);
  });

  test('made by hand by a release before counts as touched', () => {
    const { origin: _origin, ...made } = token;
    expect(isTouchedToken(made)).toBe(true);
  });
});

test('an upgrade, which gives a source, keeps what was touched touched', () => {
  for (const item of [user, token]) expect(touchOfUpgrade(item)).toEqual({});
  expect(touchOfUpgrade({ ...user, version: 2, updatedAt: 7 })).toEqual({ touchedAt: 7 });
  expect(touchOfUpgrade({ ...token, lastInterval: 9, updatedAt: 7 })).toEqual({ touchedAt: 7 });
  expect(touchOfUpgrade({ ...user, touchedAt: 6, updatedAt: 7 })).toEqual({ touchedAt: 6 });
});
