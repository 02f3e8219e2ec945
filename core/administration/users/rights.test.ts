import { aUser } from '#test/support/memory.ts';
import { checkMayGiveRole, checkNotSelf } from './rights.ts';

const admin = { id: 'anna', role: 'admin', operator: false } as const;
/** An operator's name may be spelt as a user's ID: it is still nobody's. */
const operator = { id: 'anna', role: 'super-admin', operator: true } as const;

test('a user is oneself however the ID is written; an operator is nobody', () => {
  expect(() => checkNotSelf(admin, aUser({ userId: 'ANNA' }))).toThrow(
    expect.objectContaining({ code: 'user.own_password', status: 403 }),
  );
  expect(() => checkNotSelf(admin, aUser({ userId: 'bert' }))).not.toThrow();
  expect(() => checkNotSelf(operator, aUser())).not.toThrow();
  expect(() => checkMayGiveRole(operator, aUser(), 'super-admin')).not.toThrow();
});

test('a role that stays is no change, a role taken is one', () => {
  expect(() => checkMayGiveRole(admin, aUser(), null)).not.toThrow();
  expect(() => checkMayGiveRole(admin, aUser({ userId: 'bert', role: 'super-admin' }), 'super-admin')).not.toThrow();
  expect(() => checkMayGiveRole(admin, aUser({ userId: 'bert', role: 'admin' }), null)).not.toThrow();
  expect(() =>
    checkMayGiveRole({ ...admin, role: 'help-desk' }, aUser({ userId: 'bert', role: 'help-desk' }), null),
  ).toThrow(expect.objectContaining({ code: 'user.role_not_yours', status: 403 }));
});
