import type { Token } from '#core/directory/model.ts';
import { aToken, aUser } from '#test/support/memory.ts';
import { allowedTokenChange } from './credentials.ts';

const stale = { id: 'ada', role: 'super-admin', operator: false, fresh: false, methods: [] } as const;
const NOT_FRESH = expect.objectContaining({ code: 'session.not_fresh' });

test.each<[string, Partial<Token>, readonly (keyof Token)[], boolean]>([
  ['disabling', { enabled: false, updatedAt: 1 }, [], false],
  ['reporting lost', { lost: true }, [], false],
  ['enabling', { enabled: true, failures: 0 }, [], true],
  ['finding', { lost: false }, [], true],
  ['clearing the PIN', { formerPins: [] }, ['pinHash'], true],
  ['giving out a temporary code', { temporaryCode: { hash: 'h', givenAt: 1, epoch: 0, serials: [] } }, [], true],
  ['assigning', { assignee: 'anna' }, [], true],
  ['unassigning', { failures: 0 }, ['assignee'], true],
  ['resynchronising', { offset: 1, lastInterval: 7 }, [], true],
])('of a token, %s', (_what, set, remove, credentials) => {
  const change = { set: { ...set, updatedAt: 1 }, remove };
  const run = () => allowedTokenChange(stale, aUser(), change);
  if (credentials) expect(run).toThrow(NOT_FRESH);
  else expect(run()).toBe(change);
});

test('of a token that is being assigned, the user who gets it counts', () => {
  const admin = { ...stale, role: 'admin', fresh: true } as const;
  const holder = aUser({ userId: 'bert', role: 'help-desk' });
  const owner = { seen: holder, tokens: [aToken().serial], endSessions: false };
  const change = { set: { assignee: 'bert', updatedAt: 1 }, remove: [], owner };
  const refused = expect.objectContaining({ code: 'user.role_holder', status: 403 });
  expect(() => allowedTokenChange(admin, undefined, change)).toThrow(refused);
  expect(allowedTokenChange({ ...admin, role: 'super-admin' }, undefined, change)).toBe(change);
});
