/** F1: a wrong passcode costs the same calls for any user: with one, two or three tokens of any kind, or none, at any source. */
import type { Token } from '#core/directory/model.ts';
import { FULL_EFFORT, fillUp, newEffort } from '#core/tokens/effort.ts';
import { verifyPasscode } from '#core/tokens/verify.ts';
import { aToken, aUser, type Memory, memory, NOW, RING } from '#test/support/memory.ts';
import { logon } from './logon.ts';
import { verifyRecovery } from './recovery/verify.ts';

const { pinHash: _none, ...unset } = aToken();
/** A token in place of this kind, by serial. */
const token = (serial: string, more: Partial<Token>, withPin = true): Token =>
  withPin ? aToken({ serial, ...more }) : { ...unset, serial, ...more };
const KINDS: Readonly<Record<string, (serial: string) => Token>> = {
  fob: (serial) => token(serial, {}),
  PINPad: (serial) => token(serial, { pinStyle: 'pinpad', digits: 8 }),
  'without a PIN': (serial) => token(serial, { pinStyle: 'none' }, false),
  'in New PIN mode': (serial) => token(serial, {}, false),
  TOTP: (serial) => token(serial, { algorithm: 'totp-sha256', interval: 30 }),
  HOTP: (serial) => token(serial, { algorithm: 'hotp-sha1', interval: 0, pinStyle: 'none' }, false),
  used: (serial) => token(serial, { lastInterval: Math.floor(NOW / 60_000) - 9, pinStyle: 'pinpad' }),
  suspended: (serial) => token(serial, { suspendedAt: NOW - 1, failures: 100 }),
  disabled: (serial) => token(serial, { enabled: false }),
  lost: (serial) => token(serial, { lost: true }),
  'of another user': (serial) => token(serial, { assignee: 'bert' }),
  'that is gone': (serial) => token(serial, {}),
};
const kinds = Object.keys(KINDS);
const SERIALS = ['000000000001', '000000000002', '000000000003'];
const combinations: string[][] = [[]];
for (const first of kinds) {
  combinations.push([first]);
  for (const second of kinds) {
    combinations.push([first, second]);
    for (const third of kinds) combinations.push([first, second, third]);
  }
}

function storeWith(held: readonly string[]): Memory {
  const store = memory();
  const serials = SERIALS.slice(0, held.length);
  store.users.set('anna', aUser({ tokens: serials }));
  for (const [index, serial] of serials.entries())
    if (held[index] !== 'that is gone') store.tokens.set(serial, KINDS[held[index]!]!(serial));
  return store;
}
/** The calls that a wrong passcode makes, in their order. */
async function callsOf(store: Memory, source: string, ask: 'logon' | 'recovery', userId = 'anna'): Promise<string> {
  const secret = '1234000000';
  store.settings = {
    ...store.settings,
    selfServiceFeatures: { ...store.settings.selfServiceFeatures, forgotPasswordLink: true },
  };
  const asked =
    ask === 'logon'
      ? logon(store.ports, { console: 'self-service', userId, method: 'SecurID_Native', secret, source, now: NOW })
      : verifyRecovery(store.ports, { userId, passcode: secret, source, now: NOW });
  await expect(asked).rejects.toMatchObject({ status: 401 });
  return store.calls.join(' ');
}

describe.each([
  ['IPv4', '192.0.2.1'],
  ['IPv6', '2001:db8::1'],
])('at a source of %s', (_version, source) => {
  test.each(['logon', 'recovery'] as const)(
    'a %s makes the same calls for an unknown user ID and for every combination of up to three tokens',
    async (ask) => {
      const unknown = await callsOf(memory(), source, ask, 'nobody');
      expect(unknown.match(/openSeed/gu)).toHaveLength(3);
      expect(combinations).toHaveLength(1 + 12 + 144 + 1728);
      // Each alone, in pairs, and some of the threes.
      for (const held of combinations.filter((one, index) => one.length < 3 || index % 29 === 0))
        expect({ held, calls: await callsOf(storeWith(held), source, ask) }).toEqual({ held, calls: unknown });
    },
  );
});

test.each(kinds)('a token %s is compared with as many codes and PINs as any other', async (kind) => {
  const effort = newEffort();
  const check = { token: KINDS[kind]!(SERIALS[0]!), seed: Buffer.alloc(16, 7), now: NOW, pinRing: RING, effort };
  for (const passcode of ['1234000000', '000000', '12345678', '', 'x'.repeat(64)]) {
    Object.assign(effort, newEffort());
    verifyPasscode({ ...check, passcode });
    for (const [part, done] of Object.entries(effort))
      expect(done).toBeLessThanOrEqual(FULL_EFFORT[part as keyof typeof FULL_EFFORT]);
    fillUp(effort, RING, NOW);
    expect(effort).toEqual(FULL_EFFORT);
  }
});

test('the fullest of them needs no filling up', () => {
  const effort = newEffort();
  const used = { lastInterval: Math.floor(NOW / 60_000) - 100 };
  const check = { seed: Buffer.alloc(16, 7), passcode: '12345678', now: NOW, pinRing: RING, effort };
  verifyPasscode({ ...check, token: aToken({ pinStyle: 'pinpad', digits: 8, ...used }) });
  verifyPasscode({ ...check, token: KINDS['HOTP']!(SERIALS[0]!) });
  // An HOTP token that was used compares with its last code, too.
  expect(effort).toEqual({ ...FULL_EFFORT, oath: FULL_EFFORT.oath - 1 });
  verifyPasscode({
    ...check,
    effort: Object.assign(effort, newEffort()),
    token: { ...KINDS['HOTP']!(SERIALS[0]!), lastInterval: 5 },
  });
  expect(effort.oath).toBe(FULL_EFFORT.oath);
  fillUp(Object.assign(effort, FULL_EFFORT), RING, NOW);
  expect(effort).toEqual(FULL_EFFORT);
});
