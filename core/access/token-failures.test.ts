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

test('the failure that reaches the limit disables the token, and the audit says so once', async () => {
  store.tokens.set(SERIAL, aToken({ failures: 8 }));
  await expect(guess()).rejects.toMatchObject({ code: 'logon.failed' });
  expect([store.tokens.get(SERIAL)?.enabled, disabled()]).toEqual([true, []]);
  await expect(guess()).rejects.toMatchObject({ code: 'logon.failed' });
  await expect(guess()).rejects.toMatchObject({ code: 'logon.failed' });
  expect(store.tokens.get(SERIAL)).toMatchObject({ enabled: false, failures: 10 });
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
  await expect(guess(`1234${codeOf()}`)).rejects.toMatchObject({ code: 'logon.failed' });
});

test('a wrong next tokencode that reaches the limit disables the token, too', async () => {
  store.tokens.set(SERIAL, aToken({ failures: 9 }));
  const asked = await guess(`1234${codeOf()}`);
  const challenge = 'challenge' in asked ? asked.challenge : '';
  const next = nextTokencode(store.ports, { challenge, tokencode: '000000', ...at });
  await expect(next).rejects.toMatchObject({ code: 'logon.failed' });
  expect(store.tokens.get(SERIAL)?.enabled).toBe(false);
  expect(disabled()).toHaveLength(1);
});
