/** What a passcode costs in calls, and what each call is given. Whole logons: logon.test.ts. */
import { aToken, aUser, codeOf, type Memory, memory, NOW } from '#test/support/memory.ts';
import { type PasscodePorts, provePasscode } from './passcode.ts';
import { countAttempt } from './subject.ts';

const NOBODY = '000000000000';
let store: Memory;
let given: Record<string, unknown[][]>;
let ports: PasscodePorts;

beforeEach(() => {
  store = memory();
  given = {};
  ports = { ...store.ports };
  const watched = ['readTokensFilled', 'openSeed', 'acceptInterval', 'countTokenFailure'] as const;
  for (const name of [...watched, 'countDecoyTokenFailure'] as const) {
    const run = store.ports[name] as (...args: unknown[]) => Promise<never>;
    given[name] = [];
    ports[name] = ((...args: unknown[]) => {
      given[name]!.push(args);
      return run(...args);
    }) as never;
  }
});
const prove = async (passcode: string, key = 'anna', fault?: string) => {
  const subject = await countAttempt(store.ports, key, store.settings, '192.0.2.1', NOW);
  return provePasscode(ports, { ...subject, fault: fault ?? subject.fault }, passcode, store.settings.tokenPolicy, NOW);
};

test('an unknown user ID and a user without a token cost the reads and counts of a token', async () => {
  store.users.set('bare', aUser({ userId: 'bare', tokens: [] }));
  expect(await prove('1234000000', 'nobody')).toEqual({ kind: 'failed', reason: 'user.unknown' });
  expect(await prove('1234000000', 'bare')).toEqual({ kind: 'failed', reason: 'token.none' });
  expect(given['readTokensFilled']).toEqual([
    [[], 3],
    [[], 3],
  ]);
  // Seeds are opened for them as well.
  expect(given['openSeed']).toMatchObject(Array(6).fill([{ serial: NOBODY }]));
  expect(given['countDecoyTokenFailure']).toEqual(
    ['nobody', 'bare'].flatMap((key) => [0, 1, 2].map((slot) => [key, slot, NOW])),
  );
  expect(given['countTokenFailure']).toEqual([]);
});

test('a right passcode is spent for its owner, together with the learned offset', async () => {
  store.users.set('anna', aUser());
  store.tokens.set('000000000001', aToken());
  const proof = await prove(`1234${codeOf(undefined, 1)}`);
  expect(proof).toMatchObject({ kind: 'accepted', serial: '000000000001' });
  const [[serial, write]] = given['acceptInterval'] as [[string, object]];
  expect({ serial, write }).toMatchObject({
    serial: '000000000001',
    write: { assignee: 'anna', interval: 'interval' in proof ? proof.interval : undefined, resetFailures: true },
  });
  expect(given['readTokensFilled']).toEqual([[['000000000001'], 3]]);
});

test('a wrong passcode counts on every usable token up to the limit, and on no token where the account may not log on', async () => {
  store.users.set('anna', aUser({ tokens: ['000000000001', '000000000002', '000000000003'] }));
  store.tokens.set('000000000001', aToken());
  store.tokens.set('000000000002', aToken({ serial: '000000000002', lost: true }));
  store.tokens.set('000000000003', aToken({ serial: '000000000003', assignee: 'bert' }));
  expect(await prove('1234000000')).toEqual({ kind: 'failed', reason: 'passcode.wrong' });
  expect(given['countTokenFailure']).toEqual([['000000000001', store.settings.tokenPolicy.failuresToDisable, NOW]]);
  expect(await prove(`1234${codeOf()}`, 'anna', 'user.locked_out')).toEqual({
    kind: 'failed',
    reason: 'user.locked_out',
  });
  expect(given['countTokenFailure']).toHaveLength(1);
  expect(given['countDecoyTokenFailure']).toEqual([0, 1, 0, 1, 2].map((slot) => ['anna', slot, NOW]));
  expect(given['acceptInterval']).toEqual([]);
});

test('of several tokens the best verdict counts: a right code beats one that was used, that beats a wrong one', async () => {
  const serials = ['000000000001', '000000000002'];
  store.users.set('anna', aUser({ tokens: serials }));
  store.tokens.set(serials[0]!, aToken());
  store.tokens.set(serials[1]!, aToken({ serial: serials[1]! }));
  expect(await prove(`1234${codeOf(serials[1])}`)).toMatchObject({ kind: 'accepted', serial: serials[1] });
  expect(await prove(`1234${codeOf(serials[1])}`)).toEqual({ kind: 'failed', reason: 'passcode.replayed' });
  expect(given['countTokenFailure']).toEqual([]);
});
