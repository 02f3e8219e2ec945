import { checkMayEdit, checkMayGiveRole } from '#core/administration/users/rights.ts';
import type { Me } from '../../shared/http/api-types.ts';
import { actorOf, isSelf, may, reaches, refusalOf } from './rights.ts';

const me = { userId: 'Anna', role: 'admin' } as Me;

test('rights rise from help-desk to super-admin, and a user without a role has none', () => {
  expect(reaches('super-admin', 'admin')).toBe(true);
  expect(reaches('admin', 'admin')).toBe(true);
  expect(reaches('help-desk', 'admin')).toBe(false);
  expect(reaches(undefined, 'help-desk')).toBe(false);
});

test('the console decides by the same rules as the API', () => {
  const actor = actorOf(me);
  expect(refusalOf(() => checkMayEdit(actor, { userId: 'root', role: 'super-admin' }))).toBe('user.higher_role');
  expect(may(() => checkMayEdit(actor, { userId: 'bert' }))).toBe(true);
  expect(refusalOf(() => checkMayGiveRole(actor, { userId: 'ANNA', role: 'admin' }, null))).toBe('user.own_role');
  expect(actorOf({ ...me, role: undefined } as never).role).toBe('help-desk');
});

test('an unexpected error in a rule is thrown and not taken for a refusal', () => {
  const broken = () => {
    throw new TypeError('broken');
  };
  expect(() => may(broken)).toThrow('broken');
});

test('an administrator is recognised in any spelling of the user ID', () => {
  expect(isSelf(me, 'ANNA')).toBe(true);
  expect(isSelf(me, 'bert')).toBe(false);
});
