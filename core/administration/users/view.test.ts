import type { Token, User } from '#core/directory/model.ts';
import { aToken, aUser, settingsWith } from '#test/support/memory.ts';
import { auditOf, tokenView as tokenViewAt, userView as viewAt } from './view.ts';

const AT = Date.UTC(2026, 0, 2, 3, 4, 5);
const ISO = '2026-01-02T03:04:05.000Z';
const password = { hash: 'password hash', changedAt: AT, mustChange: true, history: ['older hash'] };
const answers = [{ language: 'en_US', question: 'Your first pet?', hash: 'answer hash' }];
const { pinHash: _pin, ...newPin } = aToken();
const HOUR = 3_600_000;
const tokenView = (token: Token, user = aUser(), now = AT) => tokenViewAt(token, user, settingsWith({}), now);
const userView = (user: User, tokens: readonly Token[], now = AT) => viewAt(user, tokens, settingsWith({}), now);

test('administrators see everything of a user but the secrets', () => {
  const user = aUser({
    firstName: 'Anna',
    email: 'anna@example.com',
    role: 'admin',
    accountStart: AT,
    accountEnd: AT,
    firstTokenLogonAt: AT,
    createdAt: AT,
    updatedAt: AT,
    failures: 2,
    password,
    answers,
  });
  expect(userView(user, [aToken()])).toEqual({
    userId: 'anna',
    firstName: 'Anna',
    middleName: undefined,
    lastName: undefined,
    email: 'anna@example.com',
    certificateDn: undefined,
    preferredLanguage: undefined,
    role: 'admin',
    version: 1,
    accountStart: ISO,
    accountEnd: ISO,
    state: [
      { fact: 'ended', at: ISO },
      { fact: 'temporary-password', at: expect.any(String) },
      { fact: 'failures', at: undefined },
    ],
    enabled: true,
    lockedOut: false,
    failures: 2,
    hasPassword: true,
    passwordState: 'temporary',
    temporaryPasswordUntil: '2026-01-03T03:04:05.000Z',
    linksWaitUntil: undefined,
    passwordChangedAt: ISO,
    mustChangePassword: true,
    questionsAnswered: 1,
    questionsRequired: 3,
    tokens: [tokenView(aToken())],
    firstTokenLogonAt: ISO,
    imported: true,
    createdAt: ISO,
    updatedAt: ISO,
  });
});

test('a user without a password is shown as such', () => {
  expect(userView(aUser(), [])).toMatchObject({
    hasPassword: false,
    passwordChangedAt: undefined,
    mustChangePassword: false,
    accountStart: undefined,
    tokens: [],
  });
  expect(userView(aUser({ password: { ...password, mustChange: false } }), []).mustChangePassword).toBe(false);
});

test('A6: a temporary password is shown as what it is, and as ended once it is', () => {
  const state = (user: User, now?: number) => userView(user, [], now).passwordState;
  expect(state(aUser())).toBe('none');
  expect(state(aUser({ password }), AT + 24 * HOUR - 1)).toBe('temporary');
  expect(state(aUser({ password }), AT + 24 * HOUR)).toBe('ended');
  const own = userView(aUser({ password: { ...password, mustChange: false } }), [], AT + 1000 * HOUR);
  expect(own).toMatchObject({ passwordState: 'own', temporaryPasswordUntil: undefined });
});

test('N1: it is shown until when links wait', () => {
  const user = aUser({ readdressedAt: AT });
  expect(userView(user, [], AT + 1).linksWaitUntil).toBe('2026-01-03T03:04:05.000Z');
  expect(userView(user, [], AT + 24 * HOUR).linksWaitUntil).toBeUndefined();
});

test('a token is shown with the user it is assigned to, not with the one whose list names it', () => {
  const { assignee: _none, ...free } = aToken({ serial: '000000000003' });
  const tokens = [aToken(), aToken({ serial: '000000000002', assignee: 'bert' }), free];
  expect(userView(aUser({ userId: 'ANNA' }), tokens).tokens.map(({ serial }) => serial)).toEqual(['000000000001']);
});

test.each<[string, Token, object]>([
  ['with a PIN', aToken({ expiresAt: AT, nickname: 'blue' }), { newPinMode: false, expiresAt: ISO, nickname: 'blue' }],
  ['in New PIN mode', newPin, { newPinMode: true, expiresAt: undefined }],
  ['used without a PIN', { ...newPin, pinStyle: 'none' }, { newPinMode: false }],
  ['lost', aToken({ lost: true, enabled: false, failures: 3 }), { lost: true, enabled: false, failures: 3 }],
])('a token %s', (_what, token, expected) => {
  const { algorithm, digits, interval, pinStyle } = token;
  expect(tokenView(token)).toMatchObject({ serial: token.serial, algorithm, digits, interval, pinStyle, ...expected });
  expect(JSON.stringify(tokenView(token))).not.toMatch(/pinHash|seed/u);
});

describe('an edit in the audit', () => {
  const user = aUser({ email: 'lars@corp.example', firstName: 'Lars', password, answers });
  const audit = (set: Partial<User>, remove: readonly (keyof User)[] = [], of = user) =>
    auditOf(of, { touchedAt: AT, set: { ...set, updatedAt: AT }, remove, endSessions: false });

  test('names what changed, without secrets and with masked names and addresses', () => {
    const set = {
      email: 'lars.b@other.example',
      firstName: '𝒜da',
      password: { ...password, hash: 'new' },
      answers: [],
    };
    expect(audit(set)).toEqual({
      before: { email: 'l***@corp.example', firstName: 'L***', password: 'set', answers: 1 },
      after: { email: 'l***@other.example', firstName: '𝒜***', password: 'changed', answers: 0 },
    });
    expect(audit({ email: 'odd@"@corp.example' }).after).toEqual({ email: 'o***@corp.example' });
  });
  test('shows a removed value as null', () => {
    expect(audit({}, ['email'])).toEqual({ before: { email: 'l***@corp.example' }, after: { email: null } });
    expect(audit({ email: 'a@b.example' }, [], aUser()).before).toEqual({ email: null });
  });
  test('covers each field that can be edited', () => {
    const set = { middleName: 'Erik', lastName: 'Berg', certificateDn: 'CN=Lars', preferredLanguage: 'de' };
    const state = {
      accountStart: AT,
      accountEnd: AT,
      enabled: false,
      lockedOut: true,
      role: 'admin',
      failures: 0,
    } as const;
    expect(audit({ ...set, ...state }, [], aUser({ failures: 4 }))).toEqual({
      before: {
        middleName: null,
        lastName: null,
        certificateDn: null,
        preferredLanguage: null,
        accountStart: null,
        accountEnd: null,
        enabled: true,
        lockedOut: false,
        role: null,
        failures: 4,
      },
      after: {
        middleName: 'E***',
        lastName: 'B***',
        certificateDn: 'C***',
        preferredLanguage: 'de',
        accountStart: ISO,
        accountEnd: ISO,
        enabled: false,
        lockedOut: true,
        role: 'admin',
        failures: 0,
      },
    });
    expect(audit({ password }, [], aUser()).before).toEqual({ password: 'none' });
    expect(audit({ lastName: '' }).after).toEqual({ lastName: '***' });
  });
});

test('of a lost token the time until which a temporary code counts is shown, and neither the code nor its hash', () => {
  const temporaryCode = { hash: 'code hash', givenAt: AT, epoch: 0, serials: ['000000000001'] };
  const lost = aToken({ lost: true, temporaryCode });
  expect(tokenView(lost)).toMatchObject({ temporaryCodeUntil: '2026-01-03T03:04:05.000Z' });
  expect(tokenView({ ...lost, temporaryCode: { ...temporaryCode, usedAt: AT } }).temporaryCodeUntil).toBeUndefined();
  expect(tokenView(aToken()).temporaryCodeUntil).toBeUndefined();
  expect(JSON.stringify(tokenView(lost))).not.toContain('hash');
  // It is a way in.
  expect(userView(aUser(), [lost]).state).toEqual([]);
  expect(userView(aUser({ sessionEpoch: 1 }), [lost]).state).toMatchObject([
    { fact: 'no-way-in' },
    { fact: 'no-usable-token' },
  ]);
});
