/** A3: each route of the API, who may call it, and that its function lets in those callers and no other. */
import { FRESH_MS } from '#core/access/session.ts';
import { ROLES } from '#core/directory/model.ts';
import { answerOf, deadPorts, eventFor, guardPorts, sessionOf } from '#test/support/edge.ts';
import { aUser, memory } from '#test/support/memory.ts';
import { type Caller, OPERATOR_POLICIES, operatorsRole, policiesOf } from './route/callers.ts';
import type { Described, Route } from './route/route.ts';
import { BY_KEY, ROUTES } from './routes.ts';
import { serve } from './serve/serve.ts';

/** Written a second time on purpose: a change of who may call a route is a change here, too. */
const CALLERS: Readonly<Record<string, string>> = {
  'GET /console/logo': 'everybody',
  'GET /console': 'everybody',
  'POST /arrival': 'everybody',
  'POST /logon': 'everybody',
  'POST /logon/next-tokencode': 'everybody',
  'POST /forgot-password/next-tokencode': 'everybody',
  'POST /logon/new-pin': 'everybody',
  'POST /logoff': 'everybody',
  'GET /me': 'session, also one for a new password, also at the first logon',
  'GET /session': 'help-desk, by a session alone, also a display',
  'POST /display': 'help-desk, by a session alone',
  'GET /me/sessions': 'session',
  'POST /me/sessions/end': 'session',
  'POST /me/sessions/end-others': 'session',
  'GET /me/security-questions': 'session, also at the first logon',
  'PUT /me/security-questions': 'session, also at the first logon',
  'PUT /me/password': 'session, also one for a new password',
  'GET /me/tokens': 'session',
  'POST /me/token/lost': 'session',
  'POST /me/token/resynchronise': 'session',
  'PUT /me/token/pin': 'session',
  'POST /forgot-password': 'everybody',
  'POST /forgot-password/verify': 'everybody',
  'POST /forgot-password/answers': 'everybody',
  'POST /forgot-password/reset': 'everybody',
  'GET /runs': 'admin',
  'POST /runs': 'admin',
  'POST /runs/{id}/resume': 'admin',
  'POST /runs/{id}/rollback': 'super-admin',
  'POST /runs/{id}/approval': 'super-admin',
  'POST /runs/{id}/confirmation': 'super-admin',
  'GET /sources': 'admin',
  'PATCH /source': 'super-admin',
  'POST /approvals': 'super-admin',
  'GET /runs/{id}': 'admin',
  'GET /runs/{id}/report': 'admin',
  'GET /campaigns': 'help-desk',
  'POST /campaigns': 'admin',
  'POST /campaigns/test': 'admin',
  'GET /campaigns/{id}': 'help-desk',
  'POST /campaigns/{id}/hold': 'admin',
  'POST /campaigns/{id}/resume': 'admin',
  'POST /campaigns/{id}/end': 'admin',
  'POST /users/tell': 'help-desk',
  'GET /mail-account': 'admin',
  'POST /uploads': 'admin',
  'POST /uploads/resume': 'admin',
  'POST /uploads/complete': 'admin',
  'GET /export-key': 'admin',
  'GET /packers': 'admin',
  'POST /packers': 'super-admin',
  'DELETE /packers/{id}': 'super-admin',
  'GET /settings': 'admin',
  'PATCH /settings': 'super-admin',
  'GET /mail-texts': 'admin',
  'PUT /mail-texts': 'super-admin',
  'DELETE /mail-texts': 'super-admin',
  'POST /mail-texts/preview': 'admin',
  'GET /branding': 'admin',
  'PUT /branding': 'super-admin',
  'DELETE /branding': 'super-admin',
  'GET /questions': 'help-desk',
  'POST /questions': 'admin',
  'GET /users/case': 'help-desk',
  'GET /users/timeline': 'help-desk',
  'GET /users': 'help-desk',
  'GET /user': 'help-desk',
  'PATCH /user': 'help-desk',
  'POST /user/act': 'help-desk',
  'POST /user/reset-password': 'help-desk',
  'GET /user/sessions': 'help-desk',
  'GET /administrators': 'admin',
  'GET /cut-over': 'admin',
  'POST /cut-over/disabled': 'admin',
  'GET /close-down': 'admin',
  'POST /close-down/sign-off': 'admin',
  'GET /people/totals': 'help-desk, also a display',
  'GET /people/days': 'help-desk, also a display',
  'GET /people': 'help-desk',
  'GET /tokens': 'help-desk',
  'GET /token': 'help-desk',
  'PATCH /token': 'help-desk',
  'POST /token/assign': 'admin',
  'POST /token/unassign': 'admin',
  'POST /user/erase': 'super-admin',
  'POST /token/delete': 'admin',
  'POST /token/resynchronise': 'help-desk',
  'POST /tokens/temporary-code': 'help-desk',
  'GET /audit': 'admin',
  'GET /audit/chain': 'admin',
  'GET /audit/key': 'admin',
  'POST /create-admin': 'operator',
  'POST /break-glass': 'operator',
  'POST /restored': 'operator',
  'POST /restored/told': 'operator',
};

/** What a route does to credentials, written a second time as well (A7). `some`: it depends on the body, see the table below. */
const CREDENTIALS: Readonly<Record<string, string>> = {
  'POST /runs': 'some',
  'POST /runs/{id}/approval': 'some',
  'POST /runs/{id}/confirmation': 'changed',
  'POST /approvals': 'changed',
  'POST /display': 'changed',
  'POST /packers': 'changed',
  'POST /questions': 'some',
  'PUT /me/security-questions': 'changed',
  'PUT /me/password': 'proved',
  'PUT /me/token/pin': 'changed',
  'PATCH /user': 'some',
  'POST /user/act': 'some',
  'POST /user/reset-password': 'changed',
  'PATCH /token': 'some',
  'POST /token/assign': 'changed',
  'POST /token/unassign': 'changed',
  'POST /token/delete': 'changed',
  'POST /user/erase': 'changed',
  'POST /runs/{id}/rollback': 'changed',
  'POST /token/resynchronise': 'changed',
  'POST /tokens/temporary-code': 'changed',
};
const RUN = { key: 'staged/x', etag: 'e' };
/** Bodies of the routes that change credentials by some of them. */
const SOME: Readonly<Record<string, { readonly changed: readonly object[]; readonly kept: readonly object[] }>> = {
  'POST /runs': {
    changed: [
      { ...RUN, kind: 'import', applyToTouched: true },
      { ...RUN, kind: 'import', confirm: true },
    ],
    kept: [
      { ...RUN, kind: 'import' },
      { ...RUN, kind: 'preview', applyToTouched: true, confirm: true },
    ],
  },
  'POST /runs/{id}/approval': { changed: [{ decision: 'approved' }], kept: [{ decision: 'refused' }] },
  'POST /questions': {
    changed: [{ xml: '<x/>' }, { xml: '<x/>', dryRun: false }, { drop: true }],
    kept: [{ xml: '<x/>', dryRun: true }],
  },
  'PATCH /user': {
    changed: [
      { version: 1, email: 'a@example.com' },
      { version: 1, email: null },
      { version: 1, role: 'admin' },
      { version: 1, role: null },
      { version: 1, password: 'x' },
    ],
    kept: [{ version: 1, lastName: 'B', accountEnd: null }],
  },
  'POST /user/act': {
    changed: [{ act: 'clear-answers' }],
    kept: [{ act: 'disable' }, { act: 'lock' }, { act: 'enable' }, { act: 'unlock' }, { act: 'end-sessions' }],
  },
  'PATCH /token': {
    changed: [
      { version: 1, clearPin: true },
      { version: 1, enabled: true },
      { version: 1, lost: false },
    ],
    kept: [
      { version: 1, enabled: false },
      { version: 1, lost: true },
    ],
  },
};

const LIST = Object.values<readonly Route<never>[]>(ROUTES).flat();
const inWords = (caller: Caller): string => {
  if (caller.by === 'role' || caller.by === 'administrator') {
    const by = caller.by === 'role' ? caller.role : `${caller.role}, by a session alone`;
    return caller.display ? `${by}, also a display` : by;
  }
  if (caller.by !== 'session') return caller.by;
  const also = [caller.changingPassword && 'one for a new password', caller.enrolling && 'at the first logon'];
  return ['session', ...also.filter(Boolean).map((what) => `also ${String(what)}`)].join(', ');
};
const KEYS = [...BY_KEY] as (readonly [string, Described])[];

test('each route has the caller that it should have, and no other route is served', () => {
  const callers = LIST.map((route) => [`${route.method} ${route.path}`, inWords(route.caller)]);
  expect(Object.fromEntries(callers)).toEqual(CALLERS);
  expect(callers).toHaveLength(Object.keys(CALLERS).length);
  expect(KEYS).toHaveLength(new Set(KEYS.map(([key]) => key)).size);
});

test('no path holds free text: each name in one has a form', () => {
  for (const { path, params = {} } of LIST)
    for (const [, name] of path.matchAll(/\{(\w+)\}/gu))
      expect({ path, form: params[name!]?.form }).toEqual({ path, form: 'hex' });
  // A second look, by the words that mean free text here.
  expect(LIST.map(({ path }) => path).filter((path) => /\{(?:user|serial|name|language|alias)/iu.test(path))).toEqual(
    [],
  );
});

/** Which policy lets operators do what, written a second time: one of them is enough. What reads is in `read` besides. */
const WRITES_BY_POLICY: Readonly<Record<string, readonly string[]>> = {
  'help-desk': [
    'POST /users/tell',
    'PATCH /user',
    'POST /user/act',
    'POST /user/reset-password',
    'PATCH /token',
    'POST /tokens/temporary-code',
    'POST /token/resynchronise',
  ],
  'run-migrations': [
    'POST /runs',
    'POST /runs/{id}/resume',
    'POST /campaigns',
    'POST /campaigns/test',
    'POST /campaigns/{id}/hold',
    'POST /campaigns/{id}/resume',
    'POST /campaigns/{id}/end',
    'POST /users/tell',
    'POST /uploads',
    'POST /uploads/resume',
    'POST /uploads/complete',
    'POST /cut-over/disabled',
    'POST /close-down/sign-off',
  ],
  administer: [
    'POST /runs/{id}/rollback',
    'POST /runs/{id}/approval',
    'POST /runs/{id}/confirmation',
    'PATCH /source',
    'POST /approvals',
    'POST /packers',
    'DELETE /packers/{id}',
    'PATCH /settings',
    'PUT /mail-texts',
    'DELETE /mail-texts',
    'POST /mail-texts/preview',
    'PUT /branding',
    'DELETE /branding',
    'POST /questions',
    'POST /token/assign',
    'POST /token/unassign',
    'POST /token/delete',
    'POST /user/erase',
    'POST /create-admin',
    'POST /restored',
    'POST /restored/told',
  ],
  'break-glass': ['POST /break-glass'],
  read: [],
};
const BY_RANK = [
  'GET /users',
  'GET /people',
  'POST /runs',
  'POST /questions',
  'PATCH /user',
  'POST /user/act',
  'POST /user/reset-password',
  'PATCH /token',
  'POST /token/assign',
  'POST /token/unassign',
  'POST /token/delete',
  'POST /token/resynchronise',
  'POST /tokens/temporary-code',
];

describe('what lets operators in', () => {
  const operators = KEYS.filter(([key]) => key.includes(' /api/operator/'));
  const administering = (key: string) => key.includes(' /api/operator/administer/');
  const held = (policy: string) =>
    operators.filter(([key, { caller }]) => policiesOf(key, caller).includes(policy as 'read'));

  test.each(OPERATOR_POLICIES)('%s', (policy) => {
    const writes = held(policy).filter(([key]) => !key.startsWith('GET ') && !administering(key));
    expect(writes.map(([, { method, path }]) => `${method} ${path}`).sort()).toEqual(
      [...WRITES_BY_POLICY[policy]!].sort(),
    );
    expect(held(policy).filter(([key]) => administering(key) && policy !== 'administer' && policy !== 'read')).toEqual(
      [],
    );
    for (const [key, { caller }] of held(policy))
      if (policy === 'help-desk') expect([key, operatorsRole(key, caller)]).toEqual([key, 'help-desk']);
      else if (policy === 'run-migrations') expect([key, operatorsRole(key, caller)]).not.toEqual([key, 'super-admin']);
      else if (policy === 'read') expect(key).toMatch(/^GET /u);
  });

  test('each route is in a policy, and its path says what the caller is: what the route asks for, or a super-administrator', () => {
    for (const [key, { caller }] of KEYS) {
      if (!key.includes(' /api/operator/')) {
        expect([policiesOf(key, caller), operatorsRole(key, caller)]).toEqual([[], undefined]);
        continue;
      }
      expect([key, policiesOf(key, caller).length > 0]).toEqual([key, true]);
      const own = caller.by === 'role' && !administering(key) ? caller.role : 'super-admin';
      expect([key, operatorsRole(key, caller)]).toEqual([key, own]);
    }
    const ranked = operators.filter(([key]) => administering(key)).map(([, { method, path }]) => `${method} ${path}`);
    expect(ranked.sort()).toEqual([...BY_RANK].sort());
  });
});

/** A request of each kind of caller, and how it is refused; undefined where it is let in. */
async function asked(key: string, session: string | undefined) {
  const { calls, deps } = deadPorts<never>();
  const { store } = await staffed();
  const route = BY_KEY.get(key) as Route<never>;
  const sent = { body: route.body?.example, session, params: { id: '0' }, query: { userId: 'x', serial: 'x' } };
  const { status, body } = await answerOf(serve([route], deps, guardPorts(store.ports)), eventFor(key, sent));
  const refused = /^(?:session|role)\.|^request\.forbidden$/u.test(body?.code) ? body.code : undefined;
  if (refused !== undefined) expect({ key, calls }).toEqual({ key, calls: [] });
  return { status, refused };
}

/** Sessions of users of each role, of one without a role, and ones that are good for less. */
const staffed = (() => {
  const made = (async () => {
    const store = memory();
    store.users.set('user', aUser({ userId: 'user', imported: false }));
    store.users.set('arriving', aUser({ userId: 'arriving', imported: true }));
    for (const role of ROLES) store.users.set(role, aUser({ userId: role, role }));
    const sessions = {
      user: await sessionOf(store, 'user', { console: 'self-service' }),
      'at the first logon': await sessionOf(store, 'arriving', { console: 'self-service' }),
      'user at the Security Console': await sessionOf(store, 'user'),
      'super-admin at the Self-Service Console': await sessionOf(store, 'super-admin', { console: 'self-service' }),
      'for a new password': await sessionOf(store, 'super-admin', { scope: 'change-password' }),
      'of a display': await sessionOf(store, 'super-admin', { scope: 'display' }),
    };
    const roles = Object.fromEntries(await Promise.all(ROLES.map(async (one) => [one, await sessionOf(store, one)])));
    return { store, sessions, roles: roles as Record<string, string> };
  })();
  return () => made;
})();

const toUsers = KEYS.filter(([key]) => !/ \/api\/(?:admin|operator)\//u.test(key));
const toAdministrators = KEYS.filter(([key]) => key.includes(' /api/admin/'));
const toOperators = KEYS.filter(([key]) => key.includes(' /api/operator/'));

test.each(toUsers)('%s lets in the sessions that it names', async (key, { caller }) => {
  const { sessions } = await staffed();
  const open = caller.by === 'everybody';
  const stranger = open ? undefined : { status: 401, refused: 'session.required' };
  const limited = open || (caller.by === 'session' && caller.changingPassword) ? undefined : 'session.change_password';
  if (stranger) expect(await asked(key, undefined)).toEqual(stranger);
  else expect((await asked(key, undefined)).refused).toBeUndefined();
  expect((await asked(key, sessions['for a new password'])).refused).toBe(limited);
  expect((await asked(key, sessions.user)).refused).toBeUndefined();
  const first = open || (caller.by === 'session' && caller.enrolling) ? undefined : 'session.answers_missing';
  expect((await asked(key, sessions['at the first logon'])).refused).toBe(first);
});

test.each(toAdministrators)('%s lets in its role and those above, and no other session', async (key, { caller }) => {
  const { sessions, roles } = await staffed();
  expect(await asked(key, undefined)).toEqual({ status: 401, refused: 'session.required' });
  expect(await asked(key, sessions['for a new password'])).toEqual({ status: 403, refused: 'session.change_password' });
  const lower = { status: 403, refused: 'role.required' };
  for (const kind of ['user', 'user at the Security Console', 'super-admin at the Self-Service Console'] as const)
    expect(await asked(key, sessions[kind])).toEqual(lower);
  const least = ROLES.findIndex(
    (role) => (caller.by === 'role' || caller.by === 'administrator') && role === caller.role,
  );
  expect(least).toBeGreaterThanOrEqual(0);
  for (const [index, role] of ROLES.entries()) {
    if (index > least) expect(await asked(key, roles[role])).toEqual(lower);
    else expect((await asked(key, roles[role])).refused).toBeUndefined();
  }
});

test.each(KEYS.filter(([key]) => !key.includes(' /api/operator/')))(
  '%s lets in the session of a display only where it shows counts (S9)',
  async (key, { caller }) => {
    const { sessions } = await staffed();
    const open = caller.by === 'everybody' || ('display' in caller && caller.display);
    expect((await asked(key, sessions['of a display'])).refused).toBe(open ? undefined : 'session.required');
  },
);

test.each(toOperators)('%s lets in an operator, and no session', async (key) => {
  const { roles, store } = await staffed();
  expect((await asked(key, undefined)).refused).toBeUndefined();
  const route = BY_KEY.get(key) as Route<never>;
  const event = eventFor(key, { body: route.body?.example, session: roles['super-admin'] });
  const { authorizer: _signed, ...requestContext } = event.requestContext;
  const { calls, deps } = deadPorts<never>();
  const answer = await answerOf(serve([route], deps, guardPorts(store.ports)), { ...event, requestContext });
  expect(answer).toMatchObject({ status: 403, body: { code: 'request.forbidden' } });
  expect(calls).toEqual([]);
});

describe('credentials are changed after a fresh logon alone (A7)', () => {
  const writing = KEYS.filter(
    ([key, { caller, method }]) =>
      method !== 'GET' && caller.by !== 'everybody' && caller.by !== 'operator' && !key.includes(' /api/operator/'),
  );
  const named = ({ method, path }: Described) => `${method} ${path}`;

  test('each route says what it does to them', () => {
    const said = writing.map(([, one]) => [
      named(one),
      typeof one.credentials === 'function' ? 'some' : one.credentials,
    ]);
    expect(Object.fromEntries(said.filter(([, what]) => what !== 'kept'))).toEqual(CREDENTIALS);
    const some = Object.keys(CREDENTIALS).filter((name) => CREDENTIALS[name] === 'some');
    expect(Object.keys(SOME).sort()).toEqual(some.sort());
  });

  /** The answer to a session whose logon is 15 minutes ago, and the ports that were called. */
  async function stale(key: string, body: unknown) {
    const { store } = await staffed();
    const session = await sessionOf(store, key.includes(' /api/admin/') ? 'super-admin' : 'user');
    for (const [id, one] of store.sessions) store.sessions.set(id, { ...one, createdAt: Date.now() - FRESH_MS });
    const { calls, deps } = deadPorts<never>();
    const route = BY_KEY.get(key) as Route<never>;
    const query = Object.fromEntries(Object.keys(route.query?.means ?? {}).map((name) => [name, 'x']));
    const event = eventFor(key, { body, session, params: { id: '0' }, query });
    const { status, body: problem } = await answerOf(serve([route], deps, guardPorts(store.ports)), event);
    return { stale: status === 403 && problem.code === 'session.not_fresh', calls };
  }

  test.each(writing)('%s', async (key, one) => {
    const [name, examples] = [named(one), [one.body?.example]];
    const changing = CREDENTIALS[name] === 'changed';
    const { changed, kept } = SOME[name] ?? { changed: changing ? examples : [], kept: changing ? [] : examples };
    for (const body of changed) expect(await stale(key, body)).toEqual({ stale: true, calls: [] });
    for (const body of kept) expect((await stale(key, body)).stale).toBe(false);
  });
});
