import type { DirectoryEntry } from '#core/sources/entry.ts';
import { Groups } from './groups.ts';

const entry = (dn: string | undefined, values: Record<string, string[]>): DirectoryEntry => ({
  line: 1,
  ...(dn === undefined ? {} : { dn }),
  values: new Map(Object.entries(values)),
});
const group = (name: string, values: Record<string, string[]>) =>
  entry(`cn=${name},dc=x`, { objectclass: ['groupOfNames'], ...values });
const user = (uid: string, values: Record<string, string[]> = {}) =>
  entry(`uid=${uid},dc=x`, { uid: [uid], ...values });

/** Looks at all entries as often as is needed. @returns how often that was */
function look(groups: Groups, entries: readonly DirectoryEntry[]): number {
  let looks = 0;
  do {
    for (const one of entries) groups.take(one);
    looks += 1;
  } while (groups.again());
  return looks;
}

test('members are named by the group or name it themselves', () => {
  const groups = new Groups(['CN=Pilot, DC=x']);
  const people = [
    group('other', { member: ['uid=no,dc=x'] }),
    group('pilot', {
      'member;range=0-1': ['UID=a, dc=x', 'no name'],
      uniquemember: ["uid=b,dc=x#'0101'B", 'uid=gone,dc=x'],
      memberuid: ['C', 'unknown'],
    }),
    entry(undefined, { member: ['uid=no,dc=x'] }),
    entry('no name', { member: ['uid=no,dc=x'] }),
  ];
  expect(look(groups, people)).toBe(1);
  expect(groups.unread).toEqual([]);
  const inside = ['a', 'b', 'c', 'd', 'no'].filter((uid) =>
    groups.has(user(uid, uid === 'd' ? { memberof: ['none', 'cn=Pilot,dc=X'] } : {}), uid),
  );
  expect(inside).toEqual(['a', 'b', 'c', 'd']);
  expect(groups.has(entry(undefined, {}), 'x')).toBe(false);
  expect(groups.leftOver).toEqual(['uid=gone,dc=x', 'unknown']);
  expect(groups.missing).toEqual([]);
});

test('members of groups within the group are members, in circles too', () => {
  const groups = new Groups(['cn=a,dc=x']);
  const entries = [
    group('c', { member: ['uid=three,dc=x', 'cn=a,dc=x'] }),
    group('b', { member: ['cn=c,dc=x', 'uid=two,dc=x'] }),
    group('a', { member: ['cn=b,dc=x', 'uid=one,dc=x'] }),
  ];
  expect(look(groups, entries)).toBe(3);
  expect(['one', 'two', 'three', 'four'].filter((uid) => groups.has(user(uid), uid))).toEqual(['one', 'two', 'three']);
  expect(groups.leftOver).toEqual([]);
});

test('groups within the group are known by what they say of themselves, and looked up by name', () => {
  const groups = new Groups(['cn=a,dc=x', 'cn=z,dc=x']);
  expect(groups.unread).toEqual(['cn=a,dc=x', 'cn=z,dc=x']);
  look(groups, [
    entry('cn=c,dc=x', { objectclass: ['group'], memberof: ['cn=b,dc=x'] }),
    entry('cn=b,dc=x', { objectclass: ['group'], memberof: ['cn=a,dc=x'] }),
  ]);
  expect(groups.has(user('one', { memberof: ['cn=c,dc=x'] }), 'one')).toBe(true);
  expect(groups.missing).toEqual(['cn=z,dc=x']);
  groups.take(group('a', { member: ['cn=d,dc=x'] }));
  groups.know(group('d', {}));
  expect(groups.unread).toEqual(['cn=z,dc=x', 'cn=d,dc=x']);
});
