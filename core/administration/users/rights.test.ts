import { ROLES } from '#core/directory/model.ts';
import { aUser } from '#test/support/memory.ts';
import { checkMayChangeCredentials, checkMayGiveRole, checkNotSelf } from './rights.ts';

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

describe('A7: who changes credentials', () => {
  const code = (run: () => void): string | undefined => {
    try {
      run();
      return undefined;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  const by = (role: (typeof ROLES)[number], more: object = {}) => ({ ...admin, role, ...more });

  test('of a user without a role, each administrator', () => {
    for (const role of ROLES)
      expect(code(() => checkMayChangeCredentials(by(role), aUser({ userId: 'bert' })))).toBeUndefined();
    expect(code(() => checkMayChangeCredentials(by('help-desk'), undefined))).toBeUndefined();
  });

  test('of a user with a role, a super-administrator who is another one: no peer can be borrowed', () => {
    for (const role of ROLES)
      for (const theirs of ROLES)
        expect(code(() => checkMayChangeCredentials(by(role), aUser({ userId: 'bert', role: theirs })))).toBe(
          role === 'super-admin' ? undefined : 'user.role_holder',
        );
    const own = aUser({ role: 'super-admin' });
    expect(code(() => checkMayChangeCredentials(by('super-admin'), own))).toBe('user.own_account');
    expect(code(() => checkMayChangeCredentials(operator, own))).toBeUndefined();
  });

  test('only after a fresh logon', () => {
    const stale = by('super-admin', { fresh: false });
    for (const user of [undefined, aUser({ userId: 'bert' }), aUser({ userId: 'bert', role: 'admin' })])
      expect(code(() => checkMayChangeCredentials(stale, user))).toBe('session.not_fresh');
  });
});
