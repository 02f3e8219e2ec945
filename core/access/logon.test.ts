import { hashSecret, passwordOf } from '#core/passwords/hash.ts';
import { totp } from '#core/tokens/oath.ts';
import { addPin, pinHash } from '#core/tokens/pin.ts';
import { aToken, aUser, codeOf, type Memory, memory, NOW, RING, rubbish, settingsWith } from '#test/support/memory.ts';
import { type LogonRequest, logon } from './logon.ts';
import { countersOf } from './throttle.ts';

const PASSCODE = `1234${codeOf()}`;
const PASSWORD = 'seven quiet herons at dusk';
const FAILED = { code: 'logon.failed', status: 401, facts: {} };
let store: Memory;

beforeEach(() => {
  store = memory();
  store.users.set('anna', aUser());
  store.tokens.set('000000000001', aToken());
});

const request = (more: Partial<LogonRequest> = {}): LogonRequest => ({
  console: 'self-service',
  userId: 'Anna',
  method: 'SecurID_Native',
  secret: PASSCODE,
  source: '192.0.2.1',
  now: NOW,
  ...more,
});
const attempt = (more: Partial<LogonRequest> = {}) => logon(store.ports, request(more));
const failing = (more: Partial<LogonRequest> = {}) => expect(attempt(more)).rejects.toMatchObject(FAILED);
const reasons = () => store.audit.map(({ facts }) => facts?.['reason']);
const givePassword = async (more: object = {}) => {
  const password = {
    hash: await hashSecret(PASSWORD, RING, passwordOf('anna', {})),
    changedAt: NOW,
    mustChange: false,
    history: [],
    ...more,
  };
  store.users.set('anna', aUser({ password }));
};

test('a right passcode opens a session, resets the failures and is kept as the first token logon', async () => {
  store.users.set('anna', aUser({ failures: 3 }));
  const result = await attempt();
  expect(result).toMatchObject({
    status: 'authenticated',
    session: { user: 'anna', console: 'self-service', methods: ['SecurID_Native'], scope: 'full', epoch: 0 },
    user: { firstTokenLogonAt: NOW },
  });
  expect(store.users.get('anna')).toMatchObject({ failures: 0, firstTokenLogonAt: NOW });
  expect(store.audit).toEqual([
    {
      actor: 'anna',
      object: 'anna',
      action: 'logon',
      outcome: 'success',
      source: '192.0.2.1',
      now: NOW,
      facts: {
        console: 'self-service',
        methods: 'SecurID_Native',
        status: 'authenticated',
      },
    },
  ]);
  await failing();
  expect(reasons()).toEqual([undefined, 'passcode.replayed']);
});

test('a logon counts the attempt before it opens any secret, and resets the failures only at the end', async () => {
  await attempt();
  expect(store.calls).toEqual([
    'lookAhead',
    // The source and the overall limit.
    'raise',
    'raise',
    // With the tokens.
    'sumAndRead',
    'countFailure',
    'peppers',
    'openSeed',
    'openSeed',
    'openSeed',
    'completeLogon',
    'sessionKeys',
    // The first logon of the day earns credit, and the source is known from now on.
    'raise',
    'hit',
    'hit',
    'add',
    'add',
  ]);
});

test.each<[string, string, (store: Memory) => void, Partial<LogonRequest>]>([
  ['unknown', 'user.unknown', ({ users }) => users.clear(), {}],
  ['disabled', 'user.disabled', ({ users }) => users.set('anna', aUser({ enabled: false })), {}],
  ['locked out', 'user.locked_out', ({ users }) => users.set('anna', aUser({ lockedOut: true })), {}],
  ['locked by failures', 'user.failures', ({ users }) => users.set('anna', aUser({ failures: 5 })), {}],
  ['without a token', 'token.none', ({ users }) => users.set('anna', aUser({ tokens: [] })), {}],
  [
    'with another user’s token',
    'token.none',
    ({ tokens }) => tokens.set('000000000001', aToken({ assignee: 'b' })),
    {},
  ],
  ['with a lost token', 'passcode.wrong', ({ tokens }) => tokens.set('000000000001', aToken({ lost: true })), {}],
  ['without a role at the Security Console', 'role.none', () => {}, { console: 'security' }],
  ['with a wrong passcode', 'passcode.wrong', () => {}, { secret: '1234000000' }],
  ['with a made-up challenge', 'challenge.invalid', () => {}, { challenge: rubbish() }],
])(
  'a logon %s gets the one failure, its reason (%s) in the audit alone, after the calls of an unknown user ID',
  async (_who, reason, happen, more) => {
    const unknown = memory();
    // An unknown user ID that was tried as often as the user is locked too.
    for (let tries = reason === 'user.failures' ? 6 : 1; tries > 0; tries--) {
      unknown.calls.length = 0;
      await expect(logon(unknown.ports, request({ ...more, userId: 'stranger' }))).rejects.toMatchObject(FAILED);
    }
    happen(store);
    // A source that used the tries up is not trusted: source-trust.test.ts has those that are.
    if (reason === 'user.failures')
      for (let tries = 0; tries < 5; tries++)
        await store.ports.raise(countersOf(['192.0.2.1', '192.0.2.0/24']), ['failed 192.0.2.1'], NOW);
    store.calls.length = 0;
    await failing(more);
    expect(reasons()).toEqual([reason]);
    expect(store.sessions.size).toBe(0);
    expect(store.calls).toEqual(unknown.calls);
  },
);

test.each<[string, string, Partial<LogonRequest>]>([
  ['no password', 'password.none', {}],
  ['an unknown user', 'user.unknown', { userId: 'stranger' }],
])('a password logon with %s fails after the same calls', async (_what, reason, more) => {
  await failing({ method: 'RSA_Password', secret: PASSWORD, ...more });
  const { calls } = store;
  expect(reasons()).toEqual([reason]);
  store = memory();
  await givePassword();
  await failing({ method: 'RSA_Password', secret: 'another password' });
  expect(reasons()).toEqual(['password.wrong']);
  expect(store.calls).toEqual(calls);
});

test('a method that the console’s expression can’t use is refused like a wrong passcode, and spends nothing', async () => {
  store.settings = settingsWith({});
  await failing();
  expect(reasons()).toEqual(['method.not_allowed']);
  expect(store.tokens.get('000000000001')).toMatchObject({ lastInterval: -1, failures: 0 });
});

test('an administrator logs on to the Security Console by its own expression', async () => {
  store.users.set('anna', aUser({ role: 'help-desk' }));
  expect(await attempt({ console: 'security' })).toMatchObject({ session: { console: 'security' } });
});

test('a wrong passcode counts once for the user and once for each enabled token', async () => {
  store.users.set('anna', aUser({ tokens: ['000000000001', '000000000002', '000000000003'] }));
  store.tokens.set('000000000002', aToken({ serial: '000000000002' }));
  store.tokens.set('000000000003', aToken({ serial: '000000000003', enabled: false }));
  await failing({ secret: '1234000000' });
  expect(store.users.get('anna')?.failures).toBe(1);
  expect([...store.tokens.values()].map(({ failures }) => failures)).toEqual([1, 1, 0]);
});

test('a PINPad-style token takes the PIN under the tokencode', async () => {
  const shape = { serial: '000000000001', digits: 6, pinStyle: 'pinpad' } as const;
  store.tokens.set(shape.serial, aToken({ ...shape, pinHash: pinHash(RING, shape, '1234') }));
  expect(await attempt({ secret: addPin(codeOf(), '1234') })).toMatchObject({ status: 'authenticated' });
});

test('a user may log on with any of their tokens', async () => {
  store.users.set('anna', aUser({ tokens: ['000000000001', '000000000002'] }));
  store.tokens.set('000000000002', aToken({ serial: '000000000002' }));
  expect(await attempt({ secret: `1234${codeOf('000000000002')}` })).toMatchObject({ status: 'authenticated' });
  expect(store.tokens.get('000000000001')?.lastInterval).toBe(-1);
});

test('two tokens with one seed don’t take one passcode twice, one after the other or at once', async () => {
  const twin = (serial: string) =>
    aToken({ serial, algorithm: 'totp-sha1', pinHash: pinHash(RING, { serial, digits: 6, pinStyle: 'fob' }, '1234') });
  const serials = ['000000000002', '000000000001'];
  store.users.set('anna', aUser({ tokens: serials }));
  for (const serial of serials) store.tokens.set(serial, twin(serial));
  const code = totp({ seed: await store.ports.openSeed(twin('1')), digits: 6, hash: 'sha1' }, 60, NOW / 1000);
  const uses = await Promise.allSettled([1, 2, 3].map(() => attempt({ secret: `1234${code}` })));
  expect(uses.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  await failing({ secret: `1234${code}` });
  expect(reasons().filter((reason) => reason === 'passcode.replayed')).toHaveLength(3);
  expect(store.tokens.get('000000000002')?.lastInterval).toBe(-1);
});

test('a passcode that is sent many times logs on once and locks no account', async () => {
  const again = await Promise.allSettled(Array.from({ length: 8 }, () => attempt()));
  expect(again.filter(({ status }) => status === 'fulfilled').length).toBe(1);
  for (let more = 0; more < 8; more++) await failing();
  expect(store.users.get('anna')?.failures).toBe(0);
  expect(store.tokens.get('000000000001')?.failures).toBe(0);
  expect(reasons().at(-1)).toBe('passcode.replayed');
  expect(await attempt({ secret: `1234${codeOf(undefined, 1)}` })).toMatchObject({ status: 'authenticated' });
});

test('a passcode that was used does not reset failures', async () => {
  await attempt();
  store.users.set('anna', aUser({ failures: 5 }));
  await failing();
  expect(store.users.get('anna')?.failures).toBe(5);
});

test('a passcode that another request uses at the same moment is refused', async () => {
  const ports = { ...store.ports, completeLogon: async () => 'spent' as const };
  await expect(logon(ports, request())).rejects.toMatchObject(FAILED);
  expect(reasons()).toEqual(['passcode.replayed']);
  expect(store.users.get('anna')?.failures).toBe(0);
});

test.each<[string, Partial<LogonRequest>]>([
  ['passcode', {}],
  ['password', { method: 'RSA_Password', secret: PASSWORD }],
])(
  'a right %s opens no session where the user’s sessions were ended meanwhile, and the attempt stays counted',
  async (_what, more) => {
    await givePassword();
    const ports = { ...store.ports, completeLogon: async () => 'ended' as const };
    await expect(logon(ports, request(more))).rejects.toMatchObject(FAILED);
    expect(reasons()).toEqual(['session.ended']);
    expect(store.users.get('anna')?.failures).toBe(1);
  },
);

test('without a PIN the tokencode leads to the PIN step, which is no failure and no logon', async () => {
  const { pinHash: _none, ...noPin } = aToken();
  store.tokens.set('000000000001', noPin);
  expect(await attempt({ secret: codeOf() })).toMatchObject({ status: 'new-pin' });
  expect(store.users.get('anna')).toMatchObject({ failures: 0 });
  expect(store.users.get('anna')).not.toHaveProperty('firstTokenLogonAt');
  expect(store.sessions.size).toBe(0);
});

test('after three wrong passcodes in a row a right one leads to the next tokencode', async () => {
  store.tokens.set('000000000001', aToken({ failures: 3 }));
  expect(await attempt()).toMatchObject({ status: 'next-tokencode' });
  expect(store.tokens.get('000000000001')).toMatchObject({ failures: 3 });
});

test('a password logs on, and a one-time password leads to a session that may only change it', async () => {
  await givePassword();
  const password = { method: 'RSA_Password', secret: PASSWORD } as const;
  expect(await attempt(password)).toMatchObject({ status: 'authenticated', session: { methods: ['RSA_Password'] } });
  expect(store.users.get('anna')).not.toHaveProperty('firstTokenLogonAt');
  await givePassword({ mustChange: true });
  expect(await attempt(password)).toMatchObject({ status: 'change-password', session: { scope: 'change-password' } });
  // The token proves who it is without the password that was handed out.
  expect(await attempt()).toMatchObject({ status: 'authenticated', session: { scope: 'full' } });
});

test('a password hashed with an older key is hashed again', async () => {
  const older = { current: 'k0', keys: RING.keys };
  const password = {
    hash: await hashSecret(PASSWORD, older, passwordOf('anna', {})),
    changedAt: NOW,
    mustChange: false,
    history: [],
  };
  store.users.set('anna', aUser({ password }));
  await attempt({ method: 'RSA_Password', secret: PASSWORD });
  expect(store.users.get('anna')?.password?.hash).toMatch(/^\$bound\$k1\$/u);
});

describe('two factors', () => {
  const password = { method: 'RSA_Password', secret: PASSWORD } as const;
  beforeEach(async () => {
    store.settings = settingsWith({ consoleAuthentication: { selfService: 'RSA_Password+SecurID_Native' } });
    await givePassword();
  });
  const first = async () => {
    const result = await attempt(password);
    if (result.status !== 'more') throw new Error(result.status);
    return result;
  };

  test('are proved one after the other, and the session names both', async () => {
    const { challenge, methods } = await first();
    expect(methods).toEqual(['SecurID_Native']);
    expect(await attempt({ challenge })).toMatchObject({ session: { methods: ['RSA_Password', 'SecurID_Native'] } });
  });

  test('must be two: the first one again is refused, and a wrong second one does not cost the first', async () => {
    const { challenge } = await first();
    await failing({ ...password, challenge });
    await failing({ challenge, secret: '1234000000' });
    expect(await attempt({ challenge })).toMatchObject({ status: 'authenticated' });
  });

  test('share one count of failures: a right first one gives no more tries at the second', async () => {
    for (let guess = 0; guess < 5; guess++)
      await failing({ challenge: (await first()).challenge, secret: '1234000000' });
    await expect(first()).rejects.toMatchObject(FAILED);
  });

  test.each<[string, (store: Memory) => void, Partial<LogonRequest>]>([
    ['another user', ({ users }) => users.set('bert', aUser({ userId: 'bert' })), { userId: 'bert' }],
    ['after the password was changed', ({ users }) => users.set('anna', aUser({ sessionEpoch: 1 })), {}],
    ['at another console', ({ users }) => users.set('anna', aUser({ role: 'admin' })), { console: 'security' }],
    ['too late', () => {}, { now: NOW + 5 * 60_000 }],
  ])('are refused after the first one for %s', async (_what, happen, more) => {
    const { challenge } = await first();
    happen(store);
    await failing({ challenge, secret: `1234${codeOf(undefined, 0, more.now)}`, ...more });
    expect(reasons().at(-1)).toBe('challenge.invalid');
  });

  test('open one session where two requests complete one logon', async () => {
    const { challenge } = await first();
    const ports = { ...store.ports, takeChallenge: async () => undefined };
    await expect(logon(ports, request({ challenge }))).rejects.toMatchObject(FAILED);
    expect(reasons().at(-1)).toBe('challenge.used');
  });
});

test('a user who is deleted during the logon is treated as unknown', async () => {
  const ports = { ...store.ports, countFailure: async () => ({ counted: true }) };
  await expect(logon(ports, request())).rejects.toMatchObject(FAILED);
  expect(reasons()).toEqual(['user.unknown']);
});
