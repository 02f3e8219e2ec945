import { answerOf, eventFor, guardPorts, type Sent, sessionOf } from '#test/support/edge.ts';
import { aToken, aUser, codeOf, type Memory, memory } from '#test/support/memory.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

let store: Memory;
beforeEach(() => {
  store = memory();
  store.users.set('anna', aUser());
  store.tokens.set('000000000001', aToken());
});
const call = (key: string, sent: Sent) =>
  answerOf(serve(routes, store.ports, guardPorts(store.ports)), eventFor(key, sent));
const logOn = (secret: string, session?: string) =>
  call('POST /api/logon', { body: { userId: 'anna', method: 'SecurID_Native', secret }, session });
const passcode = () => `1234${codeOf('000000000001', 0, Date.now())}`;

test('a logon sets the cookie of a new session and ends the one that the browser had (S1)', async () => {
  const former = await sessionOf(store, 'anna', { console: 'self-service' });
  const [before] = [...store.sessions.keys()];
  const { status, body, cookies } = await logOn(passcode(), former);
  expect({ status, ...body }).toMatchObject({ status: 'authenticated', session: { console: 'self-service' } });
  expect(cookies).toEqual([
    expect.stringMatching(/^__Host-landfall=[\w.-]+; Path=\/; HttpOnly; Secure; SameSite=Strict$/u),
  ]);
  expect(store.sessions.size).toBe(1);
  expect([...store.sessions.keys()]).not.toEqual([before]);
});

test('a failure sets no cookie and ends no session', async () => {
  const former = await sessionOf(store, 'anna', { console: 'self-service' });
  expect(await logOn('1234000000', former)).toMatchObject({ status: 401, body: { code: 'logon.failed' }, cookies: [] });
  expect(store.sessions.size).toBe(1);
});

test('a token in New PIN mode leads to its first PIN, without a session', async () => {
  const { pinHash: _none, ...token } = aToken();
  store.tokens.set('000000000001', token);
  const { body, cookies } = await logOn(codeOf('000000000001', 0, Date.now()));
  expect([body.status, cookies]).toEqual(['new-pin', []]);
  const set = await call('POST /api/logon/new-pin', { body: { challenge: body.challenge, pin: '48151' } });
  expect(set).toMatchObject({ status: 200, body: { status: 'pin-set' }, cookies: [] });
  expect(store.sessions.size).toBe(0);
});
