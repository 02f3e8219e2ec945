import { aToken, aUser, codeOf, type Memory, memory, NOW, settingsWith } from '#test/support/memory.ts';
import { logon } from './logon.ts';
import { nextTokencode } from './token-steps.ts';

const SERIAL = '000000000001';
const at = { source: '192.0.2.1', now: NOW };
let store: Memory;

beforeEach(() => {
  store = memory();
  store.settings = settingsWith({
    consoleAuthentication: { selfService: 'RSA_Password/SecurID_Native' },
    tokenPolicy: { failuresToDisable: 10 },
  });
  store.users.set('anna', aUser());
});
const guess = (secret = '000000') =>
  logon(store.ports, { console: 'self-service', userId: 'anna', method: 'SecurID_Native', secret, ...at });
const disabled = () => store.audit.filter(({ action }) => action === 'token.disabled');

test('the failure that reaches the limit suspends the token, and the audit says so once', async () => {
  store.tokens.set(SERIAL, aToken({ failures: 8 }));
  await expect(guess()).rejects.toMatchObject({ code: 'logon.failed' });
  expect([store.tokens.get(SERIAL)?.enabled, disabled()]).toEqual([true, []]);
  await expect(guess()).rejects.toMatchObject({ code: 'logon.failed' });
  await expect(guess()).rejects.toMatchObject({ code: 'logon.failed' });
  expect(store.tokens.get(SERIAL)).toMatchObject({ enabled: true, suspendedAt: NOW, failures: 11 });
  expect(disabled()).toEqual([
    {
      actor: 'system',
      action: 'token.disabled',
      object: SERIAL,
      outcome: 'success',
      ...at,
      facts: { reason: 'token.failures', failures: 10, user: 'anna' },
    },
  ]);
});

test('two successive codes of its owner bring a suspended token back; one does not, whatever the settings ask (T8)', async () => {
  store.tokens.set(SERIAL, aToken({ failures: 9 }));
  await expect(guess()).rejects.toMatchObject({ code: 'logon.failed' });
  store.settings = settingsWith({
    ...store.settings,
    tokenPolicy: { failuresToDisable: 10, wrongPasscodesToNextTokencode: 20 },
  });
  const asked = await guess(`1234${codeOf()}`);
  expect(asked).toMatchObject({ status: 'next-tokencode' });
  expect(store.tokens.get(SERIAL)).toMatchObject({ suspendedAt: NOW, failures: 10 });
  const challenge = 'challenge' in asked ? asked.challenge : '';
  const next = await nextTokencode(store.ports, { challenge, tokencode: codeOf(SERIAL, 1), ...at });
  expect(next).toMatchObject({ status: 'authenticated' });
  expect(store.tokens.get(SERIAL)).not.toHaveProperty('suspendedAt');
  expect(store.tokens.get(SERIAL)?.failures).toBe(0);
});

test('a wrong next tokencode that reaches the limit suspends the token, too', async () => {
  store.tokens.set(SERIAL, aToken({ failures: 9 }));
  const asked = await guess(`1234${codeOf()}`);
  const challenge = 'challenge' in asked ? asked.challenge : '';
  const next = nextTokencode(store.ports, { challenge, tokencode: '000000', ...at });
  await expect(next).rejects.toMatchObject({ code: 'logon.failed' });
  expect(store.tokens.get(SERIAL)?.suspendedAt).toBe(NOW);
  expect(disabled()).toHaveLength(1);
});
