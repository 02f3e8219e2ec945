import { type ExportRecord, exportRecord, type PresentRecord, presentRecord } from '#core/export/record.ts';
import type { DirectoryEntry } from '#core/sources/entry.ts';
import { mappingFor } from '#core/sources/mapping.ts';
import type { FileToken, RefusedToken } from '#core/token-files/files.ts';
import { stateRules } from '#test/support/state-rules.ts';
import { joinHoldings } from './joiner.ts';
import { comes, packUsers } from './pack-users.ts';
import { Refusals } from './refusals.ts';
import { Selection } from './selection.ts';
import { SharedIds } from './shared-ids.ts';

const token = (serial: string, more: Partial<FileToken> = {}): FileToken => ({
  serial,
  algorithm: 'securid-aes128',
  seed: Buffer.alloc(16, serial).toString('base64'),
  digits: 6,
  interval: 60,
  pinStyle: 'fob',
  enabled: true,
  ...more,
});
const row = (serial: string, userId: string, pin = '', line = 2) => ({ line, serial, userId, pin });
const user = (uid: string, line = 1, more: Record<string, string> = {}): DirectoryEntry => ({
  line,
  values: new Map(
    Object.entries({ objectclass: 'inetOrgPerson', uid, mail: `${uid}@corp.example`, ...more }).map(([name, value]) => [
      name,
      [value],
    ]),
  ),
});
const S = (n: number) => String(n).padStart(12, '0');
const answer = (line: number, question: string, text: string) => ({ line, language: 'en_US', question, answer: text });

async function pack(
  people: DirectoryEntry[],
  given: {
    tokens?: FileToken[];
    refused?: RefusedToken[];
    rows?: ReturnType<typeof row>[];
    answers?: Record<string, ReturnType<typeof answer>[]>;
    includeTokenless?: boolean;
    users?: { line: number; userId: string }[];
    alone?: { assigned: boolean; unassigned: boolean };
    hash?: Parameters<typeof packUsers>[0]['hash'];
  },
) {
  const refusals = new Refusals();
  const holdings = joinHoldings(
    [{ tokens: given.tokens ?? [token(S(1))], refused: given.refused ?? [] }],
    given.rows,
    refusals,
  );
  for (const [key, answers] of Object.entries(given.answers ?? {}))
    for (const one of answers) holdings.giveAnswer(holdings.get(key)!.userId, one);
  const records: ExportRecord[] = [];
  const present: PresentRecord[] = [];
  async function* entries() {
    yield* people;
  }
  const mapping = mappingFor('ldif', 'external', []);
  const sharedIds = new SharedIds(mapping, comes(holdings, given.includeTokenless ?? false));
  for (const entry of people) sharedIds.take(entry);
  const packed = await packUsers({
    entries: entries(),
    mapping,
    rules: stateRules(),
    holdings,
    refusals,
    sharedIds,
    selection: new Selection({ users: given.users }),
    alone: given.alone ?? { assigned: true, unassigned: true },
    includeTokenless: given.includeTokenless ?? false,
    inFlight: 8,
    hash: given.hash ?? (async (text) => `hash of ${text}`),
    addPresent: async (record) => void present.push(presentRecord.parse(record)),
    add: async (record) => {
      records.push(exportRecord.parse(record));
    },
  });
  const refused = Object.fromEntries(refusals.list().map(({ code, details }) => [code, details]));
  return { ...packed, records, refused, stays: present, said: sharedIds.inWords() };
}

test('users are packed with their tokens, and tokens of no user follow as records', async () => {
  const { records, counts, refused } = await pack([user('ada'), user('bob'), user('eve')], {
    tokens: [1, 2, 3, 4, 5].map((n) => token(S(n))),
    rows: [row(S(1), 'ADA', '4711'), row(S(2), 'ada'), row('3', 'bob'), row(S(4), 'nobody')],
  });
  expect(
    records.map((record) =>
      record.type === 'user'
        ? [record.userId, ...record.tokens.map((one) => [one.serial, one.pin])]
        : [record.serial, record.assignedTo],
    ),
  ).toEqual([
    ['bob', [S(3), undefined]],
    // Spelled in two ways, so it waits for the end of the directory.
    ['ada', [S(1), '4711'], [S(2), undefined]],
    [S(4), 'nobody'],
    [S(5), undefined],
  ]);
  expect(counts).toMatchObject({
    users: 2,
    tokensAssigned: 3,
    tokensUserMissing: 1,
    tokensUnassigned: 1,
    usersWithoutToken: 1,
  });
  expect(refused).toEqual({});
});

test('of two user IDs that fold together the first is packed and the second refused with its line', async () => {
  const { records, refused } = await pack([user('Straße', 1, { mail: 'a@b' }), user('STRASSE', 20)], {
    rows: [row(S(1), 'strasse')],
  });
  expect(records).toHaveLength(1);
  expect(refused).toEqual({ 'user.duplicate': ['line 20'] });
  const tokenless = await pack([user('ada', 1), user('ADA', 20)], { includeTokenless: true });
  expect(tokenless.refused).toEqual({ 'user.duplicate': ['line 20'] });
  expect(tokenless.counts).toMatchObject({ users: 1, usersWithoutToken: 1, tokensUnassigned: 1 });
});

describe('two users whose IDs fold together, with tokens of their own', () => {
  const rows = [row(S(1), 'straße', '1111'), row(S(2), 'STRASSE', '2222')];
  const tokens = [token(S(1)), token(S(2))];
  const said = (records: ExportRecord[]) =>
    records.map((record) =>
      record.type === 'user' ? [record.userId, ...record.tokens.map((one) => one.serial)] : record.serial,
    );

  test('the second is refused with its tokens: they are never given to the first', async () => {
    const { records, counts, refused } = await pack([user('straße', 1, { mail: 'a@b' }), user('STRASSE', 20)], {
      tokens,
      rows,
    });
    expect(said(records)).toEqual([['straße', S(1)]]);
    expect(refused).toEqual({ 'user.duplicate': ['line 20'], 'token.user_duplicate': [S(2)] });
    expect(counts).toMatchObject({ users: 1, tokensAssigned: 1, tokensUserMissing: 0 });
  });

  test('a token goes to the user whose spelling it has, though another came before', async () => {
    const people = [user('straße', 1, { mail: 'a@b' }), user('STRASSE', 20), user('STRASSE', 40)];
    const only = { tokens: [token(S(2))], rows: [row(S(2), 'STRASSE')] };
    const { records, refused } = await pack(people, only);
    expect(said(records)).toEqual([['STRASSE', S(2)]]);
    expect(refused).toEqual({ 'user.duplicate': ['line 40', 'line 1'] });
    const all = await pack(people.slice(0, 2), { ...only, includeTokenless: true });
    expect(said(all.records)).toEqual([['straße']]);
    expect(all.refused).toEqual({ 'user.duplicate': ['line 20'], 'token.user_duplicate': [S(2)] });
  });

  test('one user whom the files spell in several ways keeps everything', async () => {
    const { records, refused } = await pack([user('strasse')], { tokens, rows });
    expect(said(records)).toEqual([['strasse', S(1), S(2)]]);
    expect(refused).toEqual({});
  });
});

test('defects of tokens and assignments are noted by serial', async () => {
  const { records, refused } = await pack([user('ada')], {
    tokens: [
      token(S(1)),
      token(S(1), { digits: 8 }),
      token(S(2)),
      token(S(3), { pinStyle: 'pinpad' }),
      token(S(4), { userLogin: 'ada' }),
    ],
    refused: [{ serial: S(9), code: 'token.mac' as const, reason: 'its MAC is wrong' }],
    rows: [
      row(S(1), 'ada'),
      row(S(1), 'bob', '', 3),
      row(S(2), 'ada', '12'),
      row(S(3), 'ada', '12ab'),
      row('123456', 'ada', '', 6),
      row(S(8), 'ada', '', 7),
    ],
  });
  expect(refused).toEqual({
    'token.mac': [S(9)],
    'token.duplicate': [S(1)],
    'assignment.duplicate': [`line 3: ${S(1)}`],
    'token.pin_invalid': [S(2), S(3)],
    'assignment.token_missing': ['line 6: not a serial', `line 7: ${S(8)}`],
    'assignment.login_ignored': [S(4)],
  });
  expect(
    records.map((record) =>
      record.type === 'user' ? record.tokens.map((one) => [one.serial, one.digits]) : record.serial,
    ),
  ).toEqual([[[S(1), 6]], S(4)]);
});

test("without an assignments file the token file's own user logins count", async () => {
  const { counts } = await pack([user('ada')], { tokens: [token(S(1), { userLogin: 'Ada' }), token(S(2))] });
  expect(counts).toMatchObject({ users: 1, tokensAssigned: 1, tokensUnassigned: 1 });
});

test('an export without any token is an error', async () => {
  await expect(pack([user('ada')], { tokens: [] })).rejects.toMatchObject({ code: 'pack.no_tokens' });
  const refused = [{ serial: S(9), code: 'token.mac' as const, reason: 'its MAC is wrong' }];
  await expect(pack([user('ada')], { tokens: [], refused })).rejects.toMatchObject({
    message: expect.stringContaining(`can be used: 1 refused (token.mac: ${S(9)}). Without`),
  });
});

test('answers are compared, hashed and refused as at enrolment', async () => {
  const { records, counts, questions, refused } = await pack([user('ada')], {
    tokens: [token(S(1)), token(S(2))],
    rows: [row(S(1), 'ada'), row(S(2), 'nobody')],
    answers: {
      ada: [
        answer(2, 'What is your favorite book?', '  Dune,  PART one '),
        answer(3, 'First pet?', 'ab'),
        answer(4, 'First school?', 'dune, part ONE'),
        answer(5, 'First car?', 'car'),
        answer(6, 'First town?', 'Ada'),
        answer(7, 'First job?', 'Password'),
        answer(8, 'what is  your favorite BOOK?', 'Emma'),
        answer(9, 'First teacher?', 'Miss X'),
      ],
      nobody: [answer(10, 'First pet?', 'Rex')],
    },
  });
  expect(records[0]).toMatchObject({
    answers: [
      { question: 0, hash: 'hash of dune, part one' },
      { question: 1, hash: 'hash of miss x' },
    ],
  });
  expect(questions).toEqual([
    { language: 'en_US', text: 'What is your favorite book?' },
    { language: 'en_US', text: 'First teacher?' },
  ]);
  expect(counts.answers).toBe(2);
  expect(refused).toEqual({
    'answer.length': ['answers line 3'],
    'answer.repeated': ['answers line 4'],
    'answer.in_question': ['answers line 5'],
    'answer.own_name': ['answers line 6'],
    'answer.too_common': ['answers line 7'],
    'answer.question_repeated': ['answers line 8'],
    'answer.user_missing': ['answers line 10'],
  });
});

test('the tokens of a refused user are packed as tokens of no user, with the reason', async () => {
  const { records, refused, counts } = await pack(
    [user('ada', 7, { accountexpires: 'soon' }), user('bob', 9, { mail: 'bob' })],
    {
      tokens: [token(S(1)), token(S(2))],
      rows: [row(S(1), 'ada'), row(S(2), 'bob')],
    },
  );
  expect(records.map((record) => record.type)).toEqual(['user', 'token']);
  expect(refused).toEqual({ 'user.invalid': ['line 7: accountEnd'], 'user.email_invalid': ['line 9'] });
  expect(counts).toMatchObject({ users: 1, usersWithoutEmail: 1, tokensUserMissing: 1 });
});

test('a group is not packed, and progress is reported entry by entry', async () => {
  const group: DirectoryEntry = { line: 1, values: new Map([['objectclass', ['groupOfNames']]]) };
  const { records, counts, refused } = await pack([group, user('ada', 2)], { rows: [row(S(1), 'ada')] });
  expect(records).toHaveLength(1);
  expect(counts).toMatchObject({ users: 1, usersWithoutToken: 0 });
  expect(refused).toEqual({});
});

test('a user may have 50 answers at most', async () => {
  const answers = Array.from({ length: 51 }, (_, n) => answer(n + 1, `Question number ${n}?`, `Answer ${n} of many`));
  const { records, counts, refused } = await pack([user('ada')], {
    rows: [row(S(1), 'ada')],
    answers: { ada: answers },
  });
  expect(records[0]).toMatchObject({ answers: Array.from({ length: 50 }, (_, question) => ({ question })) });
  expect(counts.answers).toBe(50);
  expect(refused).toEqual({ 'answer.too_many': ['answers line 51'] });
});

/** Ada, who holds a token and an answer, among others. */
function packAda(people: DirectoryEntry[], more: Partial<Parameters<typeof packUsers>[0]>) {
  const refusals = new Refusals();
  const holdings = joinHoldings([{ tokens: [token(S(1))], refused: [] }], [row(S(1), 'ada')], refusals);
  holdings.giveAnswer('ada', answer(1, 'First pet?', 'Rex'));
  async function* entries() {
    yield* people;
  }
  const mapping = mappingFor('ldif', 'external', []);
  const sharedIds = new SharedIds(mapping, () => true);
  const given = {
    entries: entries(),
    mapping,
    rules: stateRules(),
    holdings,
    refusals,
    sharedIds,
    selection: new Selection(),
    alone: { assigned: true, unassigned: true },
    includeTokenless: false,
  };
  return packUsers({
    ...given,
    entries: entries(),
    inFlight: 8,
    hash: async (text) => text,
    add: async () => undefined,
    addPresent: async () => undefined,
    ...more,
  });
}

test('where hashing fails, packing fails with its error', async () => {
  const work = packAda([user('ada')], { hash: () => Promise.reject(new Error('no memory')) });
  await expect(work).rejects.toThrow('no memory');
});

test('users with an address are not counted among those without, and progress counts up', async () => {
  const seen: unknown[] = [];
  const progress = (done: object) => void seen.push({ ...done });
  const { counts } = await packAda([user('bob', 1), user('ada', 2)], { progress });
  expect(seen).toEqual([
    { entries: 1, users: 0 },
    { entries: 2, users: 1 },
  ]);
  expect(counts.usersWithoutEmail).toBe(0);
});

test('why a user stays out stands beside the line, without the value', async () => {
  const { refused } = await pack(
    [user('ada', 3, { accountexpires: '1.33E+17' }), user('bob', 9, { pwdendtime: 'x' })],
    {
      rows: [row(S(1), 'ada')],
    },
  );
  expect(refused['user.invalid']).toEqual([
    expect.stringMatching(/^line 3: accountEnd: a spreadsheet has rounded/u),
    'line 9: accountEnd',
  ]);
});

test('each entry is told with what became of it', async () => {
  const seen: unknown[] = [];
  await packAda([user('ada'), user('x', 2, { objectclass: 'group' })], {
    see: ({ line }, { kind }) => seen.push([line, kind]),
  });
  expect(seen).toEqual([
    [1, 'person'],
    [2, 'other'],
  ]);
});

test('who does not come is named as one who stays, and counted where nothing names the user', async () => {
  const id = (entryuuid: string) => ({ entryuuid });
  const people = [
    user('ada', 1, id('a')),
    user('ADA', 2, id('a2')),
    user('tokenless', 3, id('b')),
    user('x'.repeat(300), 4, id('c')),
    user('x'.repeat(300), 5),
    user('a\u0007', 6),
    user('', 7, id('d')),
    user('', 8),
  ];
  const tokens = [1, 2].map((n) => token(S(n)));
  const refused = [{ serial: S(9), code: 'token.mac' as const, reason: '' }];
  const rows = [row(S(1), 'ada'), row(S(2), 'ADA', '4711')];
  const { stays, present } = await pack(people, { tokens, refused, rows });
  expect(stays).toEqual([
    { userId: 'tokenless', externalId: 'b' },
    { externalId: 'c' },
    { userId: 'a\u0007' },
    { externalId: 'd' },
    { userId: 'ADA', externalId: 'a2' },
    { serials: [S(9), S(2)] },
  ]);
  expect(present).toEqual({ users: 5, tokens: 2, unknown: 1 });
});

describe('of a part of the source', () => {
  const rows = [row(S(1), 'ada'), row(S(2), 'bob'), row(S(3), 'gone')];
  const tokens = [1, 2, 3, 4].map((n) => token(S(n)));
  const users = ['ADA', 'eve', 'nosuchuser'].map((userId, index) => ({ line: index + 1, userId }));
  const people = [user('ada'), user('bob'), user('eve')];
  const answers = { bob: [answer(9, 'First pet?', 'Rex')] };

  test('only tokens of its users come, and the others are counted', async () => {
    const alone = { assigned: false, unassigned: false };
    const { records, counts, outside, refused } = await pack(people, { tokens, rows, users, alone, answers });
    expect(records).toMatchObject([{ userId: 'ada', tokens: [{ serial: S(1) }] }]);
    expect(records).toHaveLength(1);
    expect(outside).toEqual({ users: 1, tokensAssigned: 2, tokensUnassigned: 1 });
    expect(counts).toMatchObject({ users: 1, tokensUnassigned: 0, tokensUserMissing: 0, usersWithoutToken: 1 });
    expect(refused).toEqual({ 'user.listed_missing': ['users line 3'] });
  });

  test('unassigned tokens come where they are asked for', async () => {
    const alone = { assigned: false, unassigned: true };
    const { records, outside } = await pack(people, { tokens, rows, users, alone });
    expect(records).toMatchObject([{ userId: 'ada' }, { type: 'token', serial: S(4) }]);
    expect(outside.tokensUnassigned).toBe(0);
  });
});

describe('an immutable ID', () => {
  const id = (entryuuid: string) => ({ entryuuid });
  const three = ['ada', 'bob', 'eve'].map((userId, index) => row(S(index + 1), userId));
  const tokens = [1, 2, 3].map((n) => token(S(n)));

  test('comes with its user', async () => {
    const { records, said } = await pack([user('ada', 1, id('A-1')), user('bob')], { tokens, rows: three });
    expect(records).toMatchObject([{ userId: 'ada', externalId: 'a-1' }, { userId: 'bob' }, { assignedTo: 'eve' }]);
    expect(records[1]).not.toHaveProperty('externalId');
    expect(said).toBeUndefined();
  });

  test('that two users have is refused with both places, and the others come', async () => {
    const people = [user('ada', 1, id('a')), user('bob', 10, id('b')), user('eve', 20, id('A'))];
    const { records, refused, counts, said } = await pack(people, { tokens, rows: three });
    expect(records.filter(({ type }) => type === 'user')).toMatchObject([{ userId: 'bob', externalId: 'b' }]);
    expect(refused).toEqual({ 'user.external_id_duplicate': ['line 1, line 20', 'line 1, line 20'] });
    expect(counts).toMatchObject({ users: 1, tokensUserMissing: 2 });
    expect(said).toContain('who stay out: ada and eve.');
  });

  test('is that of one user where the other holds no token or an entry stands in the file twice', async () => {
    const people = [user('ada', 1, id('a')), user('ada', 5, id('a')), user('tokenless', 10, id('a'))];
    const { records, refused } = await pack(people, { tokens, rows: three });
    expect(records[0]).toMatchObject({ userId: 'ada', externalId: 'a' });
    expect(refused).toEqual({ 'user.duplicate': ['line 5'] });
    const all = await pack(people, { tokens, rows: three, includeTokenless: true });
    expect(all.refused['user.external_id_duplicate']).toHaveLength(3);
  });

  test('that can’t be used leaves its user without one', async () => {
    const { records, refused } = await pack([user('ada', 7, id('x'.repeat(201)))], { tokens, rows: three });
    expect(records[0]).not.toHaveProperty('externalId');
    expect(refused).toEqual({ 'user.external_id_unusable': ['line 7'] });
  });

  test('that many users share is told by a few of them', async () => {
    const people = Array.from({ length: 22 }, (_, n) => user(`u${n}`, n, id(`${n % 11}`)));
    const { said } = await pack(people.concat(user('ada', 99)), { includeTokenless: true });
    expect(said).toMatch(/^Users with one immutable ID, who stay out: u0 and u11; .*u9 and u20; \.\.\.\. Give/u);
  });
});

test('an answer is hashed for its owner: by the immutable id, which a rename keeps, else by the user key', async () => {
  const owners: unknown[] = [];
  const hash = async (_text: string, owner: object) => {
    owners.push(owner);
    return 'hash';
  };
  await pack([user('ada', 1, { entryuuid: 'bced63b6-7b65-1041-94ed-818044fb4674' }), user('BOB', 2)], {
    tokens: [token(S(1)), token(S(2))],
    rows: [row(S(1), 'ada'), row(S(2), 'BOB')],
    answers: { ada: [answer(1, 'First  pet?', 'Miss X')], bob: [answer(2, 'First pet?', 'Mister Y')] },
    hash,
  });
  expect(owners).toEqual([
    { user: 'bced63b6-7b65-1041-94ed-818044fb4674', language: 'en_US', question: 'first pet?' },
    { user: 'bob', language: 'en_US', question: 'first pet?' },
  ]);
});
