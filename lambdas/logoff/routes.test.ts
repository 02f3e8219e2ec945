import { answerOf, eventFor, guardPorts, sessionOf } from '#test/support/edge.ts';
import { aUser, memory } from '#test/support/memory.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

const GONE = '__Host-landfall=; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=0';

test('a logoff ends the session, takes its cookie away and stands in the audit', async () => {
  const store = memory();
  store.users.set('anna', aUser());
  const handler = serve(routes, store.ports, guardPorts(store.ports));
  const session = await sessionOf(store, 'anna');
  expect(store.sessions.size).toBe(1);
  const answer = await answerOf(handler, eventFor('POST /api/logoff', { session }));
  expect(answer).toMatchObject({ status: 204, body: undefined, cookies: [GONE] });
  expect(store.sessions.size).toBe(0);
  const line = { actor: 'anna', action: 'logoff', object: 'anna', outcome: 'success', source: '192.0.2.1' };
  expect(store.audit).toMatchObject([line]);
  // The same once more, and without a session: the same answer, and no line.
  for (const again of [session, undefined, 'x.y.z'])
    expect(await answerOf(handler, eventFor('POST /api/logoff', { session: again }))).toEqual(answer);
  expect(store.audit).toHaveLength(1);
});
