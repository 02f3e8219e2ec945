import type { User } from '#core/directory/model.ts';
import { aUser } from '#test/support/memory.ts';
import { allowedChange } from './credentials.ts';

const stale = { id: 'ada', role: 'super-admin', operator: false, fresh: false, methods: [] } as const;
const NOT_FRESH = expect.objectContaining({ code: 'session.not_fresh' });

test.each<[string, Partial<User>, readonly (keyof User)[], boolean]>([
  ['a name', { lastName: 'B' }, ['middleName'], false],
  ['disabling', { enabled: false }, [], false],
  ['locking', { lockedOut: true }, [], false],
  ['ending a lockout', { lockedOut: false, failures: 0 }, [], false],
  ['a password', { password: aUser().password! }, [], true],
  ['answers', { answers: [] }, [], true],
  ['an address', { email: 'a@example.com' }, [], true],
  ['no address', {}, ['email'], true],
  ['a role', { role: 'help-desk' }, [], true],
  ['no role', {}, ['role'], true],
])('of a user, %s: credentials are %s', (_what, set, remove, credentials) => {
  const change = { touchedAt: 1, set, remove, endSessions: false };
  const run = () => allowedChange(stale, aUser(), change);
  if (credentials) expect(run).toThrow(NOT_FRESH);
  else expect(run()).toBe(change);
});
