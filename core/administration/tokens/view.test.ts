import { defaultSettings } from '#core/settings/model.ts';
import { aToken, NOW } from '#test/support/memory.ts';
import { ownToken, tokenDetail } from './view.ts';

const policy = defaultSettings().tokenPolicy;
const token = aToken({
  offset: -3,
  failures: 3,
  expiresAt: NOW + 1,
  startsAt: NOW - 1,
  nickname: 'the red one',
  formerPins: ['former'],
});

test('administrators see everything but secrets', () => {
  expect(tokenDetail(token, policy, NOW)).toEqual({
    serial: '000000000001',
    algorithm: 'securid-aes128',
    digits: 6,
    interval: 60,
    pinStyle: 'fob',
    state: 'enabled',
    enabled: true,
    lost: false,
    newPinMode: false,
    nextTokencodeMode: true,
    failures: 3,
    clockOffset: -3,
    nickname: 'the red one',
    assignee: 'anna',
    startsAt: '2026-11-23T09:00:09.999Z',
    expiresAt: '2026-11-23T09:00:10.001Z',
    createdAt: '2026-11-23T09:00:10.000Z',
    updatedAt: '2026-11-23T09:00:10.000Z',
    version: 1,
  });
  const { pinHash, ...noPin } = aToken({ failures: 2 });
  expect(tokenDetail(noPin, policy, NOW)).toMatchObject({ newPinMode: true, nextTokencodeMode: false });
  expect(JSON.stringify([tokenDetail(token, policy, NOW), ownToken(token, NOW)])).not.toMatch(
    new RegExp(`${pinHash!.slice(3)}|former|seed|box`, 'u'),
  );
});

test('a user sees serial, state and name of an own token', () => {
  expect(ownToken(token, NOW + 2)).toEqual({
    serial: '000000000001',
    nickname: 'the red one',
    pinStyle: 'fob',
    state: 'expired',
    newPinMode: false,
    expiresAt: '2026-11-23T09:00:10.001Z',
  });
  expect(ownToken(aToken({ lost: true }), NOW)).toMatchObject({ state: 'lost', expiresAt: undefined });
});
