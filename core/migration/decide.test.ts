import type { Origin } from '#core/directory/model.ts';
import type { UserRecord } from '#core/export/record.ts';
import { decideStrayToken, decideToken, decideUser, type ImportedToken, type ImportedUser } from './decide.ts';

const me: Origin = { migration: 'm', part: 3, line: 5 };
const place = (part: number, line: number, migration = 'm'): Origin => ({ migration, part, line });
const record = { type: 'user', userId: 'ana', firstName: 'Ana' } as UserRecord;
const user = (over: Partial<ImportedUser> = {}) => ({ userId: 'ana', firstName: 'Ana', ...over }) as ImportedUser;
const token = (over: Partial<ImportedToken> = {}) => ({ serial: 's', ...over }) as ImportedToken;
const done = (outcome: string, code?: string) => ({ act: 'none', outcome, ...(code ? { code } : {}) });

describe('a user', () => {
  test.each<[string, ImportedUser | undefined, object]>([
    ['a free key', undefined, { act: 'create', outcome: 'created' }],
    ['the record’s own work', user({ origin: me }), done('created')],
    ['an earlier line of the part', user({ origin: place(3, 4) }), done('rejected', 'user.duplicate')],
    ['an earlier part, at a later line', user({ origin: place(2, 99) }), done('rejected', 'user.duplicate')],
    ['a later part, at an earlier line', user({ origin: place(4, 1) }), { act: 'displace', outcome: 'created' }],
    ['another migration', user({ origin: place(1, 1, 'n') }), done('skipped', 'user.exists')],
    ['made by hand', user(), done('skipped', 'user.exists')],
    ['with a role', user({ role: 'help-desk' }), done('skipped', 'user.has_role')],
  ])('policy skip, %s', (_name, existing, decision) => {
    expect(decideUser(record, me, existing, 'skip')).toEqual(decision);
  });

  test.each<[string, ImportedUser, object]>([
    ['other names', user({ firstName: 'Anna' }), { act: 'update', outcome: 'updated' }],
    ['the same names', user(), done('unchanged')],
    ['a name that the record does not give', user({ lastName: 'Kept' }), done('unchanged')],
    ['updated by this record', user({ firstName: 'X', updatedBy: me }), done('updated')],
    ['updated by an earlier one', user({ firstName: 'X', updatedBy: place(1, 1) }), done('rejected', 'user.duplicate')],
    ['updated by a later one', user({ firstName: 'X', updatedBy: place(9, 1) }), { act: 'update', outcome: 'updated' }],
    ['other names, and a role', user({ firstName: 'Anna', role: 'admin' }), done('skipped', 'user.has_role')],
  ])('policy update, %s', (_name, existing, decision) => {
    expect(decideUser(record, me, existing, 'update')).toEqual(decision);
  });

  test('under policy fail is never written over an existing one', () => {
    expect(decideUser(record, me, user({ firstName: 'Anna' }), 'fail')).toEqual(done('skipped', 'user.exists'));
  });
});

describe('a token', () => {
  test.each<[string, ImportedToken | undefined, object, object]>([
    ['not there', undefined, { act: 'create', outcome: 'created' }, { act: 'create', outcome: 'created' }],
    ['own work', token({ origin: me, assignee: 'ana' }), done('created'), done('created')],
    [
      'own take-over',
      token({ origin: me, replaced: token() }),
      done('updated', 'token.taken_over'),
      done('updated', 'token.taken_over'),
    ],
    [
      'unassigned from before',
      token(),
      { act: 'take-over', outcome: 'updated', code: 'token.taken_over' },
      done('skipped', 'token.exists'),
    ],
    [
      'assigned from before',
      token({ assignee: 'bo' }),
      done('rejected', 'token.assigned'),
      done('skipped', 'token.exists'),
    ],
    [
      'an earlier record’s',
      token({ origin: place(1, 1) }),
      done('rejected', 'token.duplicate'),
      done('rejected', 'token.duplicate'),
    ],
    [
      'a later record’s',
      token({ origin: place(9, 9), assignee: 'bo' }),
      { act: 'displace', outcome: 'created' },
      { act: 'displace', outcome: 'created' },
    ],
  ])('%s', (_name, existing, assigned, loose) => {
    expect(decideToken(me, existing, true)).toEqual(assigned);
    expect(decideToken(me, existing, false)).toEqual(loose);
  });

  test('of a user whom the package does not hold is created as the directory allows', () => {
    expect(decideStrayToken(me, undefined)).toEqual(done('rejected', 'token.user_missing'));
    expect(decideStrayToken(me, user({ origin: place(1, 1) }))).toEqual(done('rejected', 'token.user_missing'));
    expect(decideStrayToken(me, user())).toEqual(done('skipped', 'user.exists'));
  });
});

test('a take-over by a later record is replaced together with what it had replaced, and one by an earlier record stays', () => {
  const taken = (part: number) => token({ origin: place(part, 1), replaced: token() });
  expect(decideToken(me, taken(4), true)).toEqual({ act: 'displace', outcome: 'updated', code: 'token.taken_over' });
  expect(decideToken(me, taken(2), true)).toEqual(done('rejected', 'token.duplicate'));
  expect(decideToken(me, token({ origin: place(4, 1) }), true)).toEqual({ act: 'displace', outcome: 'created' });
});
