import type { Token } from '../directory/model.ts';
import { asksForNext, spentUntil } from './restored.ts';

const AT = Date.UTC(2026, 11, 1);
const INTERVAL = AT / 60_000;
const token = (more: Partial<Token> = {}): Token => ({
  serial: '000123456789',
  algorithm: 'securid-aes128',
  digits: 6,
  interval: 60,
  pinStyle: 'none',
  seed: { wrappedKey: new Uint8Array(), context: {}, box: new Uint8Array() },
  offset: 0,
  lastInterval: 100,
  failures: 0,
  enabled: true,
  lost: false,
  createdAt: 0,
  updatedAt: 0,
  version: 1,
  ...more,
});

test('whatever a token can have accepted at once until the restore is spent, by the clock that is known of it (T1)', () => {
  expect(spentUntil(token(), AT).lastInterval).toBe(INTERVAL + 1);
  expect(spentUntil(token({ offset: -5 }), AT).lastInterval).toBe(INTERVAL - 5 + 1);
  // One that has accepted a later code since keeps it.
  expect(spentUntil(token({ lastInterval: INTERVAL + 9 }), AT).lastInterval).toBe(INTERVAL + 9);
  expect(spentUntil(token(), undefined)).toEqual(token());
});

test('a counter token is asked for two codes in a row until it was proved after the restore', () => {
  const counter = (provedAt?: number) =>
    token({ algorithm: 'hotp-sha1', interval: 0, ...(provedAt === undefined ? {} : { provedAt }) });
  expect([counter(), counter(AT), counter(AT + 1)].map((one) => asksForNext(one, AT))).toEqual([true, true, false]);
  expect(asksForNext(counter(), undefined)).toBe(false);
  expect(asksForNext(token(), AT)).toBe(false);
  expect(spentUntil(counter(), AT)).toEqual(counter());
});
