import { dnKey } from '#core/sources/dn.ts';
import type { DirectoryEntry } from '#core/sources/entry.ts';
import { parseFilter } from '#core/sources/filter.ts';
import { Groups } from './groups.ts';
import { Refusals } from './refusals.ts';
import { type Selecting, Selection } from './selection.ts';

const user = (uid: string, ou: string, more: Record<string, string> = {}): DirectoryEntry => ({
  line: 1,
  dn: `uid=${uid},ou=${ou},dc=x`,
  values: new Map(Object.entries({ uid, ou, ...more }).map(([name, value]) => [name, [value]])),
});
const people = [user('ana', 'Sales'), user('bo', 'Sales', { 'sn;lang-de': 'B' }), user('eve', 'Legal')];
function select(rules: Selecting) {
  const selection = new Selection(rules);
  const taken = people.filter((entry) => selection.takes(entry, entry.values.get('uid')![0]!));
  return { selection, taken: taken.map((entry) => entry.values.get('uid')![0]) };
}
const listed = (...ids: string[]) => ids.map((userId, index) => ({ line: index + 1, userId }));

test('without a rule every user is taken', () => {
  const { selection, taken } = select({});
  expect(taken).toEqual(['ana', 'bo', 'eve']);
  expect(selection.wanted).toEqual([]);
  selection.noteTokenless('ana');
  expect(selection.notices()).toEqual([]);
});

test('each rule narrows, and who is in all of them is taken', () => {
  expect(select({ base: dnKey('OU=sales,dc=x') }).taken).toEqual(['ana', 'bo']);
  expect(select({ filter: parseFilter('(sn=b)') }).taken).toEqual(['bo']);
  expect(select({ users: listed('BO', 'eve') }).taken).toEqual(['bo', 'eve']);
  const groups = new Groups(['cn=g,dc=x']);
  groups.take({
    line: 9,
    dn: 'cn=g,dc=x',
    values: new Map([['member', ['uid=ana,ou=Sales,dc=x', 'uid=eve,ou=Legal,dc=x', 'uid=gone,dc=x']]]),
  });
  const { selection, taken } = select({ groups, users: listed('ana', 'bo'), filter: parseFilter('(ou=*)') });
  expect(taken).toEqual(['ana']);
  expect(selection.wanted).toEqual(['ou', ...groups.wanted]);
  expect(selection.notices()).toEqual(['--group: 1 members were not among the users that were read: uid=gone,dc=x.']);
});

test('user IDs that the directory does not hold are noted by line and named on the terminal', () => {
  const unknown = Array.from({ length: 21 }, (_, n) => `u\u0007${n}`);
  const { selection } = select({ users: listed('ana', ...unknown) });
  selection.noteTokenless('ana');
  const refusals = new Refusals();
  selection.note(refusals);
  expect(refusals.list()).toMatchObject([{ code: 'user.listed_missing', count: 21 }]);
  expect(refusals.list()[0]!.details[0]).toBe('users line 2');
  expect(selection.notices()).toEqual([
    expect.stringMatching(/^--users: 21 of 22 user IDs are not in the directory: u\?0; .*u\?19; \.\.\.\.$/u),
    '--users: 1 users hold no token and stay out: ana.',
  ]);
});

test('an attribute of the filter that no user has is named', () => {
  const { selection, taken } = select({ filter: parseFilter('(|(ou=legal)(departement=x))') });
  expect(taken).toEqual(['eve']);
  expect(selection.notices()).toEqual([expect.stringContaining('no user has departement.')]);
});
