import { pinHash } from '#core/tokens/pin.ts';
import { RING } from '#test/support/staging.ts';
import { secretsOf } from './part-secrets.ts';

const PIN_TOKEN = { serial: '000000000001', digits: 6, pinStyle: 'fob' as const };
const secrets = secretsOf(RING)(new Map());

test('a PIN is the same only where the ring still has the key of its hash', () => {
  const stored = pinHash(RING, PIN_TOKEN, '1234');
  expect(secrets.samePin(PIN_TOKEN, stored, '1234')).toBe(true);
  expect(secrets.samePin(PIN_TOKEN, stored, '4321')).toBe(false);
  expect(secrets.samePin(PIN_TOKEN, stored.replace('p1', 'lost'), '1234')).toBe(false);
});
