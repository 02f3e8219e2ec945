import { aUser } from '#test/support/memory.ts';
import { checkMayGiveRole, checkNotSelf } from './rights.ts';

const admin = { id: 'anna', role: 'admin', operator: false, fresh: true, methods: [] } as const;
/** An operator's name may be spelt as a user's ID: it is still no user's. */
const operator = { id: 'anna', role: 'super-admin', operator: true, fresh: true, methods: [] } as const;

test('administrators are recognized as themselves however the ID is written, and an operator is no user', () => {
  expect(() => checkNotSelf(admin, aUser({ userId: 'ANNA' }))).toThrow(
    expect.objectContaining({ code: 'user.own_password', status: 403 }),
  );
  expect(() => checkNotSelf(admin, aUser({ userId: 'bert' }))).not.toThrow();
  expect(() => checkNotSelf(operator, aUser())).not.toThrow();
  expect(() => checkMayGiveRole(operator, aUser(), 'super-admin')).not.toThrow();
});

test('an unchanged role is no change, and a role taken away is one', () => {
  expect(() => checkMayGiveRole(admin, aUser(), null)).not.toThrow();
  expect(() => checkMayGiveRole(admin, aUser({ userId: 'bert', role: 'super-admin' }), 'super-admin')).not.toThrow();
  expect(() => checkMayGiveRole(admin, aUser({ userId: 'bert', role: 'admin' }), null)).not.toThrow();
  expect(() =>
    checkMayGiveRole({ ...admin, role: 'help-desk' }, aUser({ userId: 'bert', role: 'help-desk' }), null),
  ).toThrow(expect.objectContaining({ code: 'user.role_not_yours', status: 403 }));
});
