/** A logon that has to satisfy more than its console asks for: an administrator who saves a stricter method must be able to use it (A7). */
import { hashSecret, passwordOf } from '#core/passwords/hash.ts';
import { aToken, aUser, codeOf, type Memory, memory, NOW, RING } from '#test/support/memory.ts';
import { type LogonRequest, logon } from './logon.ts';
import { nextTokencode } from './token-steps.ts';

const PASSWORD = 'seven quiet herons at dusk';
const also = 'RSA_Password+SecurID_Native';
let store: Memory;

beforeEach(async () => {
  store = memory();
  const password = {
    hash: await hashSecret(PASSWORD, RING, passwordOf('anna', {})),
    changedAt: 0,
    mustChange: false,
    history: [],
  };
  store.users.set('anna', aUser({ password, role: 'super-admin' }));
  store.tokens.set('000000000001', aToken());
});
const at = { source: '192.0.2.1', now: NOW };
const attempt = (more: Partial<LogonRequest>) =>
  logon(store.ports, {
    console: 'security',
    userId: 'anna',
    method: 'SecurID_Native',
    secret: `1234${codeOf()}`,
    ...at,
    ...more,
  });

test('goes on until both expressions are satisfied, and the session says by what', async () => {
  const first = await attempt({ also });
  expect(first).toMatchObject({ status: 'more', methods: ['RSA_Password'] });
  const { challenge } = first as { challenge: string };
  const done = await attempt({ also, method: 'RSA_Password', secret: PASSWORD, challenge });
  expect(done).toMatchObject({ status: 'authenticated', session: { methods: ['SecurID_Native', 'RSA_Password'] } });
});

test('also where the next tokencode is asked for in between', async () => {
  store.tokens.set('000000000001', aToken({ failures: 5 }));
  const asked = await attempt({ also });
  expect(asked).toMatchObject({ status: 'next-tokencode' });
  const { challenge } = asked as { challenge: string };
  const later = { source: at.source, now: NOW + 60_000 };
  const proved = await nextTokencode(store.ports, { challenge, tokencode: codeOf('000000000001', 1), ...later });
  expect(proved).toMatchObject({ status: 'more', methods: ['RSA_Password'] });
});

test('never makes the console’s own expression easier', async () => {
  const alone = { also: 'RSA_Password', method: 'RSA_Password', secret: PASSWORD } as const;
  expect(await attempt(alone)).toMatchObject({ status: 'more', methods: ['SecurID_Native'] });
});

test('is refused where it can’t be read, before anything is counted', async () => {
  await expect(attempt({ also: 'RSA_Password+' })).rejects.toMatchObject({ code: 'settings.expression', status: 400 });
  expect(store.users.get('anna')?.failures).toBe(0);
});
