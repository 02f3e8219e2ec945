import { inNewPinMode, type TokenState, tokenState } from './state.ts';

const NOW = 1_798_761_600_000;
const usable = { enabled: true, lost: false };

test.each<[string, Parameters<typeof tokenState>[0], TokenState]>([
  ['nothing against it', usable, 'enabled'],
  ['on its first and last millisecond', { ...usable, startsAt: NOW, expiresAt: NOW }, 'enabled'],
  ['disabled', { ...usable, enabled: false }, 'disabled'],
  ['lost', { ...usable, lost: true }, 'lost'],
  ['suspended', { ...usable, suspendedAt: NOW - 1 }, 'suspended'],
  ['suspended and disabled', { ...usable, enabled: false, suspendedAt: NOW - 1 }, 'disabled'],
  ['past its end', { ...usable, expiresAt: NOW - 1 }, 'expired'],
  ['before its beginning', { ...usable, startsAt: NOW + 1 }, 'not-started'],
  ['lost, disabled and expired', { enabled: false, lost: true, expiresAt: NOW - 1 }, 'lost'],
  ['disabled and expired', { enabled: false, lost: false, expiresAt: NOW - 1 }, 'disabled'],
])('%s', (_what, token, state) => expect(tokenState(token, NOW)).toBe(state));

test('New PIN mode is for tokens that have a PIN', () => {
  expect(inNewPinMode({ pinStyle: 'fob' })).toBe(true);
  expect(inNewPinMode({ pinStyle: 'fob', pinHash: 'h' })).toBe(false);
  expect(inNewPinMode({ pinStyle: 'none' })).toBe(false);
});
