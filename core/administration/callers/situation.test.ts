import type { Token, User } from '#core/directory/model.ts';
import type { JourneyNotice } from '#core/journey/journey.ts';
import type { NoticeStatus } from '#core/migration/notice.ts';
import { temporaryCodeHash } from '#core/tokens/temporary-code.ts';
import { aToken, aUser, NOW, RING, settingsWith } from '#test/support/memory.ts';
import { bestToken, type SituationCode, situationOf } from './situation.ts';

const DAY = 86_400_000;
const SERIAL = '000000000001';
const settings = settingsWith({});
const { pinHash: _pin, ...withoutPin } = aToken();
const answers = ['a', 'b', 'c'].map((question) => ({ language: 'en_US', question, hash: 'h' }));
const password = { hash: 'h', changedAt: NOW, mustChange: false, history: [] };
const temporaryCode = {
  hash: temporaryCodeHash(RING, { serial: SERIAL }, '12345678'),
  givenAt: NOW,
  epoch: 0,
  serials: [SERIAL],
};
const told = (status: NoticeStatus, at = NOW): JourneyNotice => ({ status, migration: 'r', at });
const imported = { email: 'anna@example.com' };
const situation = (user: Partial<User>, token: Token | undefined = aToken(), notice?: JourneyNotice) => {
  const tokens = token ? [token] : [];
  return situationOf({ user: aUser({ ...imported, ...user }), tokens, notice, settings, now: NOW });
};

type Row = [SituationCode, Partial<User>, (Token | undefined)?, (JourneyNotice | undefined)?, number?];
const ROWS: readonly Row[] = [
  ['disabled', { enabled: false, lockedOut: true }],
  ['locked', { lockedOut: true }],
  ['ended', { accountEnd: NOW - 1 }, undefined, undefined, NOW - 1],
  ['not-started', { accountStart: NOW + DAY }, undefined, undefined, NOW + DAY],
  ['locked-out', { failures: 5, failedAt: NOW }, undefined, undefined, NOW + 30 * 60_000],
  ['home', { password }],
  ['temporary-password', { password: { ...password, mustChange: true } }, undefined, undefined, NOW + DAY],
  ['no-token', {}, aToken({ assignee: 'bert' })],
  ['token-lost', {}, aToken({ lost: true })],
  ['token-lost-no-pin', {}, { ...withoutPin, lost: true }],
  ['code-given', {}, aToken({ lost: true, temporaryCode }), undefined, NOW + DAY],
  ['token-disabled', {}, aToken({ enabled: false })],
  ['token-expired', {}, aToken({ expiresAt: NOW - 1 }), undefined, NOW - 1],
  ['token-not-started', {}, aToken({ startsAt: NOW + DAY }), undefined, NOW + DAY],
  ['token-suspended', {}, aToken({ suspendedAt: NOW })],
  ['next-tokencode', {}, aToken({ failures: 3 })],
  [
    'temporary-password-ended',
    { password: { ...password, mustChange: true, changedAt: NOW - 2 * DAY } },
    undefined,
    undefined,
    NOW - DAY,
  ],
  ['not-told', {}],
  ['not-told', {}, undefined, told('not-able')],
  ['no-address', { email: undefined as never }],
  ['bounced', {}, undefined, told('bounced')],
  ['mail-refused', {}, undefined, told('failed')],
  ['mail-uncertain', {}, undefined, told('claimed', NOW - DAY)],
  ['mail-uncertain', {}, undefined, told('uncertain')],
  ['not-possible', {}, undefined, told('not-possible')],
  ['told', {}, undefined, told('claimed')],
  ['told', {}, undefined, told('sent')],
  ['told', {}, undefined, told('complained')],
  ['told', { imported: false }],
  ['new-pin', {}, withoutPin, told('sent')],
  ['questions', { firstTokenLogonAt: NOW }],
  ['password', { firstTokenLogonAt: NOW, answers }],
];

test.each(ROWS.map((row, index) => ({ code: row[0], row, index })))(
  'a person is found $code (case $index)',
  ({ row }) => {
    const [code, user, token, notice, until] = row;
    const found = situation(user, token ?? aToken(), notice);
    expect(found.code).toBe(code);
    if (until !== undefined) expect(found.until).toBe(until);
  },
);

test('where recovery asks for no questions, a password is what is left after the token logon', () => {
  const mode = settingsWith({ recovery: { ...settings.recovery, mode: 'email-link+token' } });
  const user = aUser({ ...imported, firstTokenLogonAt: NOW });
  expect(situationOf({ user, tokens: [aToken()], settings: mode, now: NOW }).code).toBe('password');
});

test('of several tokens a help desk works with the one that works, else with the one that can be helped', () => {
  const [first, second] = [aToken({ enabled: false }), aToken({ serial: '000000000002', lost: true })];
  const facts = { user: aUser({ tokens: [SERIAL, '000000000002'] }), settings, now: NOW };
  expect(bestToken({ ...facts, tokens: [first, second] })?.token.serial).toBe('000000000002');
  expect(bestToken({ ...facts, tokens: [aToken(), second] })?.token.serial).toBe(SERIAL);
  expect(bestToken({ ...facts, tokens: [] })).toBeUndefined();
});
