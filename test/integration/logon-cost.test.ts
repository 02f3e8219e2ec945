/** What a logon of a user in good standing costs in requests and writes, by the function's own adapters: one more fails here (docs/decisions/logon-writes.md). */
import {
  addressOf,
  type LogonWorld,
  PASSWORD,
  passcodeOf,
  type Sent,
  startLogonWorld,
} from '#test/support/logon-world.ts';

const DAY = 86_400_000;
const realNow = Date.now.bind(Date);
let world: LogonWorld;
let ahead = 0;
/** Ten seconds into a minute, so that no code changes while it is used. */
function advance(milliseconds: number): void {
  ahead += milliseconds;
  Date.now = () => realNow() + ahead;
}

beforeAll(async () => {
  advance(DAY - (realNow() % DAY) + 10_000);
  world = await startLogonWorld(4);
  // The first of a process reads keys, and makes the tokens of no user.
  expect(await world.logOn({ index: 3, ...passcode(3), source: addressOf(3) })).toMatchObject({ status: 200 });
  await world.logOn({ index: 999, ...passcode(3), source: addressOf(3) });
}, 60_000);
afterAll(() => world.stop());

const passcode = (index: number) => ({ method: 'SecurID_Native', secret: passcodeOf(index) }) as const;
const password = { method: 'RSA_Password', secret: PASSWORD } as const;
async function costOf(sent: Sent) {
  advance(60_000);
  // Keys are kept for five minutes: another logon reads those that are older.
  await world.logOn({ index: 3, ...password, source: addressOf(3) });
  const given = sent.method === 'RSA_Password' ? sent : { ...sent, ...passcode(sent.index) };
  const { status, commands, writes, failed } = await world.logOn(given);
  return { status, calls: commands.length, writes, failed };
}

test.each<
  [
    string,
    Pick<Sent, 'method' | 'secret'>,
    number,
    readonly [number, number],
    readonly [number, number],
    readonly [number, number],
  ]
>([
  ['passcode', { method: 'SecurID_Native', secret: '' }, 0, [11, 12], [6, 7], [8, 9]],
  ['password', password, 1, [11, 11], [6, 6], [8, 8]],
])(
  'a logon with a %s has no condition that fails, and no call or write more than it needs',
  async (_what, sent, index, first, known, unknown) => {
    const at = (source: string) => costOf({ index, ...sent, source });
    const cost = ([calls, writes]: readonly [number, number]) => ({ status: 200, calls, writes, failed: 0 });
    // The first from an address earns it credit and makes it known.
    expect(await at(addressOf(index))).toEqual(cost(first));
    expect(await at(addressOf(index))).toEqual(cost(known));
    // Past three addresses a day none is made known any more.
    for (const other of [10, 20]) await at(addressOf(index + other));
    expect(await at(addressOf(index + 30))).toEqual(cost(unknown));
  },
);

test('a wrong passcode and a wrong password cost the same for a user and for an unknown user ID', async () => {
  for (const method of ['SecurID_Native', 'RSA_Password'] as const) {
    const wrong = async (index: number, source: string) => {
      const { status, commands, writes } = await world.logOn({ index, method, secret: '00000000', source });
      return { status, commands: [...commands].sort(), writes };
    };
    const known = await wrong(2, '192.0.2.1');
    const unknown = await wrong(999, '198.51.100.1');
    expect(known.status).toBe(401);
    expect(unknown).toEqual(known);
  }
});
