import type { Assignment } from '#core/sources/assignments.ts';
import type { DirectoryEntry } from '#core/sources/entry.ts';
import { mappingFor } from '#core/sources/mapping.ts';
import { toPerson } from '#core/sources/person.ts';
import type { FileToken } from '#core/token-files/files.ts';
import { stateRules } from '#test/support/state-rules.ts';
import { joinHoldings } from './joiner.ts';
import { type ObservationRules, Observations } from './observations.ts';
import { Refusals } from './refusals.ts';

type Values = Record<string, string | string[]>;
const entry = (values: Values, line: number): DirectoryEntry => ({
  line,
  values: new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), [value].flat()])),
});
const person = { objectClass: ['top', 'person', 'inetOrgPerson'], givenName: 'A', sn: 'B', mail: 'a@b.example' };
const ad = { objectClass: ['person', 'user'], givenName: 'A', sn: 'B', mail: 'a@b.example' };
const token = (n: number): FileToken => ({
  serial: String(n).padStart(12, '0'),
  algorithm: 'securid-aes128',
  seed: Buffer.alloc(16, n).toString('base64'),
  digits: 6,
  interval: 60,
  pinStyle: 'fob',
  enabled: true,
});

/** What is observed of a directory whose tokens are assigned to these user IDs. */
function observe(
  entries: Values[],
  given: { map?: string[]; assignedTo?: string[]; kind?: 'ldif' | 'csv' | 'ldap' } & Partial<ObservationRules> = {},
) {
  const { map = [], assignedTo = [], kind = 'ldif', ...rules } = given;
  const mapping = mappingFor(kind, 'external', map);
  const rows: Assignment[] = assignedTo.map((userId, n) => ({ line: n + 2, serial: token(n).serial, userId, pin: '' }));
  const tokens = [token(99), ...assignedTo.map((_, n) => token(n))];
  const holdings = joinHoldings([{ tokens, refused: [] }], rows, new Refusals());
  const observations = new Observations({
    mapping,
    holdings,
    identitySource: kind,
    assumeEnabled: false,
    part: false,
    lockoutInWords: '30 minutes (--lockout-duration)',
    ...rules,
  });
  for (const [index, values] of entries.entries()) {
    const one = entry(values, index + 1);
    const read = toPerson(one, mapping, stateRules());
    observations.see(one, read);
    const holding = read.kind === 'person' ? holdings.get(read.person.userId) : undefined;
    if (holding) holdings.take(holding);
  }
  return observations;
}
const failure = (observations: Observations, packed: number): { code?: string; message?: string } => {
  try {
    observations.check(packed);
    return {};
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return { code, message };
  }
};
const words = (...parts: string[]) => expect.stringMatching(new RegExp(parts.join('.*'), 'su'));

test('a directory that says everything needs no word', () => {
  const seen = observe([{ ...ad, sAMAccountName: 'ada', userAccountControl: '512' }]);
  expect(failure(seen, 1)).toEqual({});
  expect(seen.notices()).toEqual([]);
  expect(seen.passedOver).toEqual([]);
});

test('an entry without classes is of no known directory', () => {
  expect(failure(observe([{ uid: 'ada' }]), 1)).toEqual({});
});

test('entries that are no users are counted by what they are', () => {
  const seen = observe([
    { ...person, uid: 'a', pwdEndTime: '20280101000000Z' },
    { objectClass: ['top', 'organizationalUnit'] },
    { objectClass: ['user', 'computer'] },
    { objectClass: ['user', 'computer'] },
    { ...person },
  ]);
  expect(seen.passedOver).toEqual([
    { is: 'computer', count: 2, where: ['line 3', 'line 4'] },
    { is: 'organizationalUnit', count: 1, where: ['line 2'] },
    { is: 'without a user ID', count: 1, where: ['line 5'] },
  ]);
});

describe('that no user would come is an error', () => {
  test('of an empty file, and of a search that finds nothing', () => {
    expect(failure(observe([]), 0)).toMatchObject({ code: 'pack.no_users', message: words('not one entry') });
    expect(failure(observe([], { kind: 'ldap' }), 0).message).toEqual(words('--base', '--filter', '--bind-dn'));
  });
  test('of entries without persons', () => {
    const units = [{ objectClass: 'organizationalUnit' }, { objectClass: 'dcObject' }];
    expect(failure(observe(units), 0).message).toEqual(words('2 entries', 'organizationalUnit \\(1\\), dcObject'));
  });
  test('of a list in which PowerShell wrote the name of a type', () => {
    const typed = [{ objectClass: 'Microsoft.ActiveDirectory.Management.ADPropertyValueCollection', uid: 'a' }];
    expect(failure(observe(typed), 0).message).toEqual(words('ADPropertyValueCollection \\(1\\)', '-join'));
  });
  test('of persons without a user ID, with what they have', () => {
    const message = failure(
      observe([
        { ...person, cn: 'Ada' },
        { ...person, cn: 'Bob', mail: '' },
      ]),
      0,
    ).message;
    expect(message).toEqual(
      words('2 persons', 'samaccountname, uid, userid', 'cn \\(2\\), mail \\(1\\)', '--map userId=cn'),
    );
    const bare = failure(observe([{ objectClass: 'person' }]), 0).message;
    expect(bare).toEqual(words('Say what it is: --map userId=ATTRIBUTE'));
  });
  test('of users who all stay out', () => {
    const seen = observe([{ ...ad, sAMAccountName: 'ada', userAccountControl: 'x' }]);
    expect(failure(seen, 0).message).toEqual(
      words('All 1 users stay out', 'useraccountcontrol can.t be read as enabled: "x"'),
    );
    expect(failure(observe([{ ...person, uid: 'a\u0000b' }]), 0).message).toEqual(words('All 1 users stay out'));
  });
  test('of users without tokens', () => {
    const user = { ...person, uid: 'ada', pwdEndTime: '20280101000000Z' };
    expect(failure(observe([user]), 0).message).toEqual(words('give --assignments', '--include-tokenless'));
    const other = observe([user], { assignedTo: ['bob'] });
    expect(failure(other, 0).message).toEqual(words('1 of the user IDs', 'not in the directory'));
    expect(failure(observe([user], { assignedTo: ['ada'] }), 0).code).toBe('pack.no_users');
  });
});

describe('where nothing says whether accounts are enabled', () => {
  test.each<[string, Values[]]>([
    ['Active Directory', [{ ...ad, sAMAccountName: 'ada' }]],
    ['AD LDS', [{ ...ad, uid: 'ada' }]],
    ['FreeIPA, without operational attributes', [{ ...person, objectClass: ['person', 'ipaObject'], uid: 'ada' }]],
  ])('packing stops: %s', (_, entries) => {
    expect(failure(observe(entries), 1)).toMatchObject({
      code: 'pack.state_unknown',
      message: words('userAccountControl', 'nsAccountLock', '--assume-enabled'),
    });
    const assumed = observe(entries, { assumeEnabled: true });
    expect(failure(assumed, 1)).toEqual({});
    expect(assumed.notices()).toEqual([words('all 1 come enabled')]);
  });

  test('other directories go on, and it is said', () => {
    const users = [
      { ...person, uid: 'ada' },
      { ...person, uid: 'bob' },
    ];
    expect(failure(observe(users), 2)).toEqual({});
    expect(observe(users).notices()).toEqual([words('all 2 come enabled', 'no operational attributes', 'slapcat')]);
    const whole = users.map((one) => ({ ...one, entryUUID: 'x', objectClass: ['person', 'ipaObject'] }));
    expect(failure(observe(whole), 2)).toEqual({});
    expect(observe(whole).notices()).toEqual([
      'Nothing says whether an account is enabled or when it ends: all 2 come enabled.',
    ]);
    expect(observe(users, { kind: 'ldap' }).notices()).toEqual([words('all 2 come enabled\\.$')]);
  });

  test('of some users it is said too', () => {
    const seen = observe([
      { ...person, uid: 'ada', nsAccountLock: 'FALSE' },
      { ...person, uid: 'bob' },
    ]);
    expect(seen.notices()).toEqual([words('Of 1 of 2 users nothing says')]);
  });
});

describe('a mapped attribute', () => {
  const state = { pwdEndTime: '20280101000000Z' };
  test('that is neither yes nor no is refused with its values', () => {
    const users = ['Staff', 'Guest', 'Staff', ' '].map((employeeType, n) => ({
      ...person,
      ...state,
      uid: `u${n}`,
      employeeType,
    }));
    expect(failure(observe(users.slice(0, 3), { map: ['enabled=employeeType'] }), 3)).toMatchObject({
      code: 'pack.map_unreadable',
      message: words('--map enabled=employeetype: its values are neither yes nor no: "Staff" \\(2\\), "Guest" \\(1\\)'),
    });
    const rounded = [
      { ...person, uid: 'b' },
      { ...person, uid: 'a', accountExpires: '1.33E+17' },
    ];
    expect(observe(rounded).notices()).toContainEqual(words('accountexpires can.t be read', 'spreadsheet'));
    const end = observe(users.slice(0, 3), { map: ['accountEnd=employeeType'] });
    expect(failure(end, 3).message).toEqual(words('no dates: "Staff"'));
    expect(
      failure(observe([{ ...person, uid: 'a', leaves: '1.33E+17' }], { map: ['accountEnd=leaves'] }), 1).message,
    ).toEqual(words('spreadsheet'));
  });
  test('of which some values can’t be read refuses those users, and says so', () => {
    const seen = observe(
      [
        { ...person, uid: 'a', active: 'yes' },
        { ...person, uid: 'b', active: 'on\u0007leave' },
      ],
      { map: ['enabled=active'] },
    );
    expect(failure(seen, 1)).toEqual({});
    expect(seen.notices()).toEqual([
      'active can’t be read as enabled: "on?leave" (1) (write yes or no).'.replace('’', "'"),
    ]);
  });
  test('that no user has is an error where it would decide about access, unless it is known', () => {
    const users = [{ ...person, ...state, uid: 'a' }];
    expect(failure(observe(users, { map: ['enabled=aktiv'] }), 1)).toMatchObject({ code: 'pack.map_absent' });
    expect(failure(observe([], { map: ['enabled=aktiv'] }), 0).code).toBe('pack.no_users');
    const known = observe(users, { map: ['enabled=loginDisabled', 'lastName=family'] });
    expect(failure(known, 1)).toEqual({});
    expect(known.notices()).toEqual([
      words('means disabled'),
      words('--map enabled=logindisabled: not one user has'),
      words('--map lastName=family: not one user has'),
    ]);
  });
  test('with a language tag is there', () => {
    const seen = observe([{ ...person, ...state, uid: 'a', 'family;lang-ja': 'x' }], { map: ['lastName=family'] });
    expect(seen.notices()).toEqual([]);
  });
});

test('names and addresses that no user has are said', () => {
  const seen = observe([{ objectClass: 'person', uid: 'a', nsAccountLock: 'FALSE' }], { map: ['email=mail'] });
  expect(seen.notices()).toEqual([
    words('firstName \\(givenname, gn\\)'),
    words('lastName', '--map lastName=NAME'),
    words('--map email=mail: not one'),
  ]);
});

test('lockouts that have ended are counted, and what else is to be said is kept', () => {
  const seen = observe([{ ...ad, sAMAccountName: 'a', userAccountControl: '512', lockoutTime: '132000000000000000' }]);
  seen.say('The directory names other servers.');
  expect(seen.notices()).toEqual([
    'The directory names other servers.',
    words('by themselves: 1;', '30 minutes \\(--lockout'),
  ]);
});

describe('user IDs that tokens are assigned to and the directory does not have', () => {
  const state = { userAccountControl: '512' };
  const users = ['ada', 'bob'].map((name) => ({
    ...ad,
    ...state,
    sAMAccountName: name,
    userPrincipalName: `${name}@corp.example`,
  }));
  test('are looked for in its other attributes', () => {
    const seen = observe(users, { assignedTo: ['ada@corp.example', 'BOB@corp.example', 'eve@corp.example'] });
    expect(seen.notices()).toEqual([
      words('^3 of the user IDs', '2 of them stand in its userPrincipalName: --map userId=userPrincipalName'),
    ]);
  });
  test('may carry a domain', () => {
    const alone = users.map((user) => ({ ...user, userPrincipalName: '' }));
    expect(observe(alone, { assignedTo: ['ada@corp.example'] }).notices()).toEqual([
      words('1 are written as name@domain', '--map userId=userPrincipalName'),
    ]);
    expect(observe(users, { assignedTo: ['CORP\\ada', 'eve'] }).notices()).toEqual([
      words('^2 of', '1 are written as DOMAIN'),
    ]);
    expect(observe(users, { assignedTo: ['ada', 'eve'] }).notices()).toEqual([
      words('^1 of .* not in the directory\\.$'),
    ]);
  });
});

test('names that lost their letters on the way are said', () => {
  const state = { userAccountControl: '512' };
  const names = ['J?rg', 'JÃ¶rg', 'Jörg', 'Who?'.replace('?', ' ?')];
  const seen = observe(names.map((givenName, n) => ({ ...ad, ...state, sAMAccountName: `u${n}`, givenName })));
  expect(seen.notices()).toEqual([
    words('1 users have question marks', 'see line 1'),
    words('1 users have .Ã¼.', 'see line 2'),
  ]);
});

test('a date that can’t be read is shown, with how dates are written', () => {
  const seen = observe([
    { ...person, uid: 'b' },
    { ...person, uid: 'a', accountExpires: 'soon' },
  ]);
  expect(seen.notices()).toContainEqual(
    words('accountexpires can.t be read', '"soon" \\(1\\) \\(write a date as 2026-12-31'),
  );
});

test('of a part of the source it is not said that users of tokens are missing', () => {
  const users = [{ ...person, uid: 'ana' }];
  expect(
    observe(users, { assignedTo: ['ana', 'bo'] })
      .notices()
      .join(),
  ).toContain('1 of the user IDs');
  const part = observe(users, { assignedTo: ['ana', 'bo'], part: true });
  expect(part.notices().join()).not.toContain('of the user IDs');
  expect(part.users).toBe(1);
  expect(() => part.check(0, 'They are refused.')).toThrow('They are refused. No package was written.');
});

test('of users who have answers alone, and no token, it is not said that they are missing', () => {
  const holdings = joinHoldings([{ tokens: [token(99)], refused: [] }], [], new Refusals());
  holdings.giveAnswer('eve', { line: 2, language: 'en_US', question: 'Where?', answer: 'there' });
  const seen = observe([{ ...person, uid: 'ana' }], { holdings });
  expect(seen.notices().join()).not.toContain('of the user IDs');
});
