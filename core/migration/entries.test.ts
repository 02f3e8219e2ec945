import { LandfallError } from '#core/errors.ts';
import type { PartLine } from '#core/export/part.ts';
import type { ExportRecord, UserRecord } from '#core/export/record.ts';
import { keyHash } from '#core/key-hash.ts';
import type { SourceKind } from '#core/source-kind.ts';
import { PHC, token, unassignedToken, user } from '#test/support/staging.ts';
import { type EntryContext, entriesOf } from './entries.ts';

const [ONE, TWO, THREE] = ['000000000001', '000000000002', '000000000003'] as const;
const CITY = { language: 'en_US', question: 'Your city?' };
const PET = { language: 'en_US', question: 'Your pet?' };
const context: EntryContext = {
  migration: 'm',
  part: 7,
  source: 'external',
  mapping: [CITY, null, PET, CITY],
  plan: { lines: {}, vacated: [] },
  userIdHere: (userId) => userId,
  sealer: {
    phc: (phc) => {
      if (phc === 'cheap') throw new LandfallError('password.hash_unusable');
      if (phc === 'broken') throw new LandfallError('keys.unknown');
      return `keyed ${phc}`;
    },
  },
};
const entries = (records: readonly ExportRecord[], more: Partial<EntryContext> = {}) =>
  entriesOf(
    records.map((record, index) => ({ line: index + 1, record })),
    { ...context, ...more },
  );
const code = (record: ExportRecord, more: Partial<EntryContext> = {}) => {
  const [entry] = entries([record], more);
  return entry!.kind === 'rejected' ? entry!.code : undefined;
};

test('a record becomes an entry with its place, its key and its tokens', () => {
  const [ana, spare, stray] = entries([user('ÀNA', [ONE]), unassignedToken(TWO), unassignedToken(THREE, 'Nobody')]);
  expect(ana).toEqual({
    kind: 'user',
    me: { migration: 'm', part: 7, line: 1 },
    key: 'àna',
    record: user('ÀNA', [ONE]),
    sourceUserId: 'ÀNA',
    tokens: [token(ONE)],
    duplicates: [],
    answers: [],
    dropped: 0,
  });
  expect(spare).toEqual({ kind: 'token', me: { migration: 'm', part: 7, line: 2 }, record: unassignedToken(TWO) });
  expect(stray).toMatchObject({ kind: 'token', assignedTo: 'nobody' });
});

test('answers follow their questions into the catalogue; of two to one question the first counts', () => {
  const answers = [0, 1, 2, 3].map((question) => ({ question, hash: `hash ${question}` }));
  expect(entries([user('ana', [], { answers })])[0]).toMatchObject({
    answers: [
      { ...CITY, phc: 'hash 0' },
      { ...PET, phc: 'hash 2' },
    ],
    dropped: 2,
  });
});

test('of two users or tokens with one key in a part only the first comes', () => {
  const list = entries([
    user('ana', [ONE, TWO, ONE]),
    user('ANA', [THREE]),
    user('bo', [TWO, THREE]),
    unassignedToken(THREE),
    unassignedToken(ONE, 'x'),
  ]);
  expect(list.map((entry) => (entry.kind === 'rejected' ? entry.code : entry.kind))).toEqual([
    'user',
    'user.duplicate',
    'user',
    'token.duplicate',
    'token.duplicate',
  ]);
  expect(list[0]).toMatchObject({ tokens: [{ serial: ONE }, { serial: TWO }], duplicates: [{ serial: ONE }] });
  expect(list[1]).toMatchObject({ record: { userId: 'ANA' } });
  expect(list[2]).toMatchObject({ tokens: [{ serial: THREE }], duplicates: [{ serial: TWO }] });
  expect(list[3]).toMatchObject({ record: { serial: THREE } });
});

test('a refused user does not stop another one with the same key', () => {
  const bad = user('ana', [ONE], { email: 'two@a.example, b@b.example' });
  const unknown = user('bo', [TWO], { answers: [{ question: 9, hash: PHC }] });
  const list = entries([bad, user('ana', [ONE]), unknown, user('bo', [TWO])]);
  expect(list.map(({ kind }) => kind)).toEqual(['rejected', 'user', 'rejected', 'user']);
  expect(list[3]).toMatchObject({ tokens: [{ serial: TWO }] });
});

const phc = (password: string): UserRecord => user('x', [], { password });
test.each<[string, ExportRecord, string, SourceKind?]>([
  ['a user ID of nothing', user(' '), 'record.invalid'],
  ['two addresses', user('x', [], { email: 'a@a.example, b@b.example' }), 'user.email_invalid'],
  ['a local part beyond ASCII', user('x', [], { email: 'jürgen@corp.example' }), 'user.email_invalid'],
  ['a domain that ends in digits', user('x', [], { email: 'ada@10.0.0.1' }), 'user.email_invalid'],
  ['a password from a directory', phc(PHC), 'password.not_allowed'],
  ['a cheap hash', phc('cheap'), 'password.hash_unusable', 'internal'],
  ['an answer to no question', user('x', [], { answers: [{ question: 9, hash: PHC }] }), 'answers.question_unknown'],
  [
    'one seed of two too short',
    user('x', [], { tokens: [token(ONE), token(TWO, { seed: 'AAAA' })] }),
    'token.seed_invalid',
  ],
  ['a spare token without a seed', { ...unassignedToken(ONE), seed: '' } as ExportRecord, 'token.seed_invalid'],
])('a record is refused with %s', (_what, record, expected, source = 'external') => {
  expect(code(record, { source })).toBe(expected);
  expect(entries([record], { source })[0]).toMatchObject({ record, me: { line: 1 } });
});

test('a password of an internal source is accepted, and an error that is no defect of the record stops the part', () => {
  expect(code(phc(PHC), { source: 'internal' })).toBeUndefined();
  expect(() => code(phc('broken'), { source: 'internal' })).toThrow(expect.objectContaining({ code: 'keys.unknown' }));
  const sealer = {
    phc: () => {
      throw Object.assign(new Error('foreign'), { code: 'password.hash_unusable' });
    },
  };
  expect(() => code(phc(PHC), { source: 'internal', sealer })).toThrow('foreign');
});

test('of an address in a package the domain is stored in ASCII', () => {
  const [entry] = entries([user('ada', [], { email: 'ada@bücher.example' })]);
  expect(entry).toMatchObject({ kind: 'user', record: { userId: 'ada', email: 'ada@xn--bcher-kva.example' } });
});

test('a user without an address is taken as it is', () => {
  const { email: _email, ...silent } = user('ada');
  expect(entries([silent])[0]).toMatchObject({ kind: 'user', record: silent });
  expect(entries([silent])[0]).not.toHaveProperty('record.email');
});

test('a line that could not be read is refused in its place', () => {
  const line: PartLine = { line: 4, error: { code: 'record.unknown_field', hint: 'userPassword' }, named: {} };
  expect(entriesOf([line], context)).toEqual([
    { kind: 'rejected', me: { migration: 'm', part: 7, line: 4 }, code: 'record.unknown_field', where: 'userPassword' },
  ]);
});

test('a user ID of nothing but blanks, or whose key the database would not take, is refused', () => {
  expect(code(user('\u3000'))).toBe('record.invalid');
  expect(code(user('\ufdfa'.repeat(200)))).toBe('record.refused');
});

test('what an earlier record of the export brings is a duplicate, by what PlanRun says of the line', () => {
  const plan = { lines: { 1: { user: 'user.duplicate' as const }, 2: { tokens: [keyHash(TWO)] } }, vacated: [] };
  const [ana, bo] = entries([user('ana'), user('bo', [ONE, TWO])], { plan });
  expect(ana).toMatchObject({ kind: 'rejected', code: 'user.duplicate' });
  expect(bo).toMatchObject({ tokens: [{ serial: ONE }], duplicates: [{ serial: TWO }] });
});

test('a user of the source may have another user ID here', () => {
  const userIdHere = (userId: string) => `${userId}@north`;
  const [ana, stray] = entries([user('Ana'), unassignedToken(ONE, 'Bo')], { userIdHere });
  expect(ana).toMatchObject({ key: 'ana@north', sourceUserId: 'Ana', record: { userId: 'Ana@north' } });
  expect(stray).toMatchObject({ assignedTo: 'bo@north' });
  const wave = entries([user('Ana'), user('Bo')], { userIdHere, only: new Set(['ana', 'bo@north']) });
  expect(wave.map(({ kind }) => kind)).toEqual(['user', 'user']);
});
