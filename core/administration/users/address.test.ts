import type { User } from '#core/directory/model.ts';
import { isUsed, readdressing } from '#core/directory/readdressing.ts';
import { aUser, NOW, settingsWith } from '#test/support/memory.ts';
import { linkWait } from './address.ts';

const HOUR = 3_600_000;
const OLD = 'anna@example.com';
const anna = (more: Partial<User> = {}) => aUser({ email: OLD, ...more });
const password = { hash: 'h', changedAt: 1, mustChange: false, history: [] };

test('an account is used after a token logon, with a password or a role, and where no migration brought it', () => {
  expect(isUsed(anna())).toBe(false);
  for (const more of [{ firstTokenLogonAt: 1 }, { password }, { role: 'help-desk' }, { imported: false }] as const)
    expect(isUsed(anna(more))).toBe(true);
});

test('N1: a first address starts no wait, nor does one that is corrected while the account is unused', () => {
  const { email: _none, ...without } = anna({ firstTokenLogonAt: 1 });
  expect(readdressing(without, NOW)).toEqual({});
  expect(readdressing(anna(), NOW)).toEqual({ formerAddresses: [{ address: OLD, at: NOW }] });
});

test('N1: another address of a used account starts a wait, and so does a second correction of an unused one', () => {
  const formerAddresses = [{ address: OLD, at: NOW }];
  expect(readdressing(anna({ firstTokenLogonAt: 1 }), NOW)).toEqual({ formerAddresses, readdressedAt: NOW });
  const corrected = anna({ email: 'b@example.com', formerAddresses });
  expect(readdressing(corrected, NOW + 1)).toEqual({
    formerAddresses: [{ address: 'b@example.com', at: NOW + 1 }, ...formerAddresses],
    readdressedAt: NOW + 1,
  });
});

test('N1: taking an address away and giving another one is no way round the wait', () => {
  const used = anna({ firstTokenLogonAt: 1 });
  const { email: _gone, ...removed } = { ...used, ...readdressing(used, NOW) };
  expect(readdressing(removed, NOW + 5)).toEqual({ readdressedAt: NOW + 5 });
});

test('of many changes in a row the last ones and the first are kept, so that the user’s own address is told', () => {
  let user = anna({ firstTokenLogonAt: 1 });
  for (let time = 1; time < 9; time++) user = { ...user, ...readdressing(user, time), email: `${time}@example.com` };
  expect(user.formerAddresses?.map(({ at }) => at)).toEqual([8, 7, 6, 5, 1]);
  expect(user.formerAddresses?.at(-1)?.address).toBe(OLD);
  // What the mail queue has given up is not kept, and the wait does not depend on it.
  const later = readdressing(user, 15 * 24 * HOUR);
  expect(later.formerAddresses).toHaveLength(1);
  const { email: _gone, ...without } = { ...user, ...later, formerAddresses: [] };
  expect(readdressing(without, 16 * 24 * HOUR)).toEqual({ readdressedAt: 16 * 24 * HOUR });
});

test('the wait ends after the hours of the setting, and there is none where they are 0', () => {
  const settings = settingsWith({ recovery: { readdressedWaitHours: 2 } });
  expect(linkWait({}, settings, NOW)).toBeUndefined();
  expect(linkWait({ readdressedAt: NOW }, settings, NOW + 2 * HOUR - 1)).toBe(NOW + 2 * HOUR);
  expect(linkWait({ readdressedAt: NOW }, settings, NOW + 2 * HOUR)).toBeUndefined();
  expect(linkWait({ readdressedAt: NOW }, settingsWith({}), NOW)).toBe(NOW + 24 * HOUR);
  expect(
    linkWait({ readdressedAt: NOW }, settingsWith({ recovery: { readdressedWaitHours: 0 } }), NOW),
  ).toBeUndefined();
});
