import { ROLES, type Role } from '#core/directory/model.ts';
import { aUser } from '#test/support/memory.ts';
import { checkMayHandle } from './rights.ts';

const code = (run: () => void): string | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    expect(error).toMatchObject({ status: 403 });
    return (error as { code: string }).code;
  }
};
const actor = (role: Role, id = 'ada', operator = false) => ({ id, role, operator, fresh: true, methods: [] });

test('A4: no administrator gives a token to a user of a higher role or takes one away', () => {
  const roles = [...ROLES, undefined];
  for (const [mine, role] of ROLES.entries())
    for (const [theirs, other] of roles.entries())
      for (const giving of [true, false]) {
        const owner = aUser(other ? { role: other } : {});
        const refused = theirs < mine ? 'user.higher_role' : undefined;
        expect(code(() => checkMayHandle(actor(role), owner, giving))).toBe(refused);
      }
});

test('administrators can’t give themselves a token but may take their own away, and an operator has no own token', () => {
  const own = aUser({ userId: 'Ada', role: 'admin' });
  expect(code(() => checkMayHandle(actor('admin'), own, true))).toBe('token.own');
  expect(code(() => checkMayHandle(actor('admin'), own, false))).toBeUndefined();
  expect(code(() => checkMayHandle(actor('super-admin', 'ada', true), own, true))).toBeUndefined();
});

test('an unassigned token may be handled by every administrator', () => {
  expect(code(() => checkMayHandle(actor('help-desk'), undefined, true))).toBeUndefined();
});
