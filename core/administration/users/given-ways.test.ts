import type { WayGiven } from '#core/directory/model.ts';
import { aUser, NOW } from '#test/support/memory.ts';
import { giveWays } from './given-ways.ts';

const HOUR = 3_600_000;
const alarms: object[] = [];
let administrators = { keys: ['ada', 'bo'], superAdmins: ['ada'] };
const ports = {
  readAdministrators: async () => administrators,
  noteSecondWay: (of: object) => void alarms.push(of),
};
const asked = (id = 'ada', operator = false) => ({ actor: { id, operator }, now: NOW });
const ago = (hours: number, way: WayGiven['way'] = 'cleared-pin', by = 'ada'): WayGiven => ({
  way,
  by,
  at: NOW - hours * HOUR,
});
const having = (...waysGiven: WayGiven[]) => aUser({ waysGiven });
beforeEach(() => {
  alarms.length = 0;
  administrators = { keys: ['ada', 'bo'], superAdmins: ['ada'] };
});

test('what is given is kept with who and when; what is a day old is forgotten', async () => {
  const given = await giveWays(ports, having(ago(24), ago(1, 'address', 'bo')), ['temporary-code'], asked());
  expect(given.waysGiven).toEqual([ago(1, 'address', 'bo'), { way: 'temporary-code', by: 'ada', at: NOW }]);
  expect(given.facts).toEqual({});
  given.alarm();
  expect(alarms).toEqual([]);
});

test('an act that gives nothing writes nothing, nor does one on a token of no user', async () => {
  expect(await giveWays(ports, having(ago(1)), [], asked())).not.toHaveProperty('waysGiven');
  const none = await giveWays(ports, undefined, ['cleared-pin'], asked());
  expect(none).not.toHaveProperty('waysGiven');
  none.alarm();
  expect(alarms).toEqual([]);
});

test('a second, different way by the same administrator is refused for a day, and says until when', async () => {
  await expect(giveWays(ports, having(ago(23)), ['temporary-code'], asked())).rejects.toMatchObject({
    code: 'user.second_way',
    status: 403,
    facts: { given: 'cleared-pin', until: new Date(NOW + HOUR).toISOString() },
  });
});

test('the same way again is one way, and another administrator may give another', async () => {
  const again = await giveWays(ports, having(ago(2)), ['cleared-pin'], asked());
  expect(again.waysGiven).toEqual([ago(0)]);
  expect(await giveWays(ports, having(ago(2)), ['temporary-code'], asked('bo'))).toMatchObject({ facts: {} });
});

test('a way given before another one, by the same administrator as the only one, raises an alarm and is in the audit', async () => {
  administrators = { keys: ['ada', 'anna'], superAdmins: [] };
  const given = await giveWays(ports, having(ago(2)), ['temporary-code'], asked());
  expect(given.facts).toEqual({ secondWay: 'cleared-pin' });
  given.alarm();
  expect(alarms).toEqual([{ user: 'anna', actor: 'ada' }]);
});

test('of a user with a role only super-administrators count as others', async () => {
  const holder = { ...having(ago(2)), role: 'help-desk' } as const;
  expect(await giveWays(ports, holder, ['address'], asked())).toMatchObject({ facts: { secondWay: 'cleared-pin' } });
  administrators.superAdmins.push('bo');
  await expect(giveWays(ports, holder, ['address'], asked())).rejects.toMatchObject({ code: 'user.second_way' });
});

test('two ways in one save are refused, except where the required-field rule asks for them', async () => {
  const both = ['address', 'one-time-password'] as const;
  await expect(giveWays(ports, aUser(), both, asked())).rejects.toMatchObject({ facts: { given: 'address' } });
  const together = await giveWays(ports, aUser(), both, asked(), true);
  expect(together.waysGiven).toHaveLength(2);
  await expect(giveWays(ports, having(ago(1)), both, asked(), true)).rejects.toMatchObject({ code: 'user.second_way' });
});

test('an operator is one administrator under every name of a session', async () => {
  const arn = (session: string) => `arn:aws:sts::1:assumed-role/ops/${session}`;
  const first = await giveWays(ports, aUser(), ['address'], asked(arn('a'), true));
  const later = aUser({ waysGiven: first.waysGiven! });
  await expect(giveWays(ports, later, ['cleared-pin'], asked(arn('b'), true))).rejects.toMatchObject({
    code: 'user.second_way',
  });
});
