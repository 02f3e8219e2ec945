import fc from 'fast-check';
import { keyHash } from '#core/key-hash.ts';
import { type Compared, compareAll, verified } from '#test/support/comparing.ts';
import { rangeList, rangesName, rangesOf, readRangeCount } from '../ranges.ts';
import { comparisonName, readComparison } from './comparison.ts';
import type { KeyLine, PartKeys, Rename } from './part-keys.ts';
import { rangeOf } from './sorted-chunk.ts';
import type { Indexed } from './sorted-keys.ts';

type Line = { user?: string; ext?: string; serials?: string[]; bad?: true };
const line = ({ user, ext, serials = [], bad }: Line, number: number): KeyLine => ({
  line: number,
  ...(user === undefined ? {} : { user: keyHash(user) }),
  ...(ext === undefined ? {} : { ext: keyHash(ext) }),
  serials: serials.map(keyHash),
  ...(bad ? { bad } : {}),
});
const part = (number: number, lines: Line[], more: Partial<PartKeys> = {}): PartKeys => ({
  part: number,
  lines: lines.map((one, index) => line(one, index + 1)),
  renames: [],
  unknown: { users: 0, tokens: 0 },
  ...more,
});
const user = (userKey: string, externalId?: string, tokens: string[] = []): Indexed => ({
  kind: 'user',
  userKey,
  tokens,
  ...(externalId === undefined ? {} : { externalId }),
});
const token = (serial: string): Indexed => ({ kind: 'token', serial });

const compare = (parts: PartKeys[], people: Indexed[] = [], more: Partial<Compared> = {}) =>
  compareAll({ parts, people, ...more });
const goneOf = async (parts: PartKeys[], people: Indexed[], more: Partial<Compared> = {}) =>
  (await compare(parts, people, more)).gone;

test('records of one key are found across parts, in the export’s order', async () => {
  const { collisions } = await compare([
    part(1, [{ user: 'a', serials: ['1'] }, { user: 'b' }]),
    part(2, [{ user: 'a', ext: 'e' }, { serials: ['1'] }, { user: 'c', ext: 'e' }, { user: 'a' }]),
  ]);
  expect(collisions).toEqual([
    {
      kind: 'user',
      hash: keyHash('a'),
      places: [
        [1, 1],
        [2, 1],
        [2, 4],
      ],
    },
    {
      kind: 'ext',
      hash: keyHash('e'),
      places: [
        [2, 1],
        [2, 3],
      ],
    },
    {
      kind: 'serial',
      hash: keyHash('1'),
      places: [
        [1, 1],
        [2, 2],
      ],
    },
  ]);
});

test('a record that can’t be used takes no key from another', async () => {
  const lines: Line[] = [{ user: 'a', bad: true }, { user: 'a' }, { user: 'a', bad: true }];
  expect((await compare([part(1, lines)])).collisions).toEqual([]);
});

test('gone is whom the export does not bring: by the immutable id, by user ID only where either side has none', async () => {
  const people = [user('a', 'e1'), user('b', 'e2'), user('c'), user('d', 'e4'), user('e', 'e5'), user('f')];
  const parts = [
    part(1, [{ user: 'new', ext: 'e1' }, { user: 'b' }, { user: 'c', ext: 'e3' }, { user: 'd', ext: 'other' }]),
  ];
  expect(await goneOf(parts, people)).toEqual([
    { user: 'd', tokens: [] },
    { user: 'e', tokens: [] },
    { user: 'f', tokens: [] },
  ]);
});

test('a person whose record is refused is not gone, nor is anyone where a refused line does not say whom it names', async () => {
  const people = [user('a', 'e1', ['1']), user('b', 'e2', ['2'])];
  const refused = [{ user: 'a', ext: 'other', serials: [], bad: true as const }];
  expect(await goneOf([part(1, refused)], people)).toEqual([
    { serial: '1', holder: 'a' },
    { user: 'b', tokens: ['2'] },
  ]);
  expect(await goneOf([part(1, refused, { unknown: { users: 0, tokens: 1 } })], people)).toEqual([
    { user: 'b', tokens: [] },
  ]);
  expect(await goneOf([part(1, refused), part(2, [], { unknown: { users: 1, tokens: 0 } })], people)).toEqual([
    { serial: '1', holder: 'a' },
  ]);
  expect(await goneOf([part(1, refused), part(2, [], { unknown: { users: 1, tokens: 1 } })], people)).toEqual([]);
});

test('a token is gone where no record brings it, whichever person had it', async () => {
  const people = [token('1'), token('2'), user('a', 'e1', ['3', '4']), user('b', 'e2', ['5', '6'])];
  const parts = [part(1, [{ serials: ['2'] }, { user: 'a', ext: 'e1', serials: ['3', '5'] }])];
  expect(await goneOf(parts, people)).toEqual([
    { serial: '4', holder: 'a' },
    { user: 'b', tokens: ['6'] },
    { serial: '1' },
  ]);
});

test('an export that is not full says of no one that they are gone, and does not walk the index', async () => {
  const peopleOf = () => {
    throw new Error('walked');
  };
  expect(await compareAll({ parts: [part(1, [])], full: false, peopleOf })).toMatchObject({ gone: [] });
});

test('of a wave only those who are listed can be gone, and whom no line names is a stranger', async () => {
  const people = [user('a', 'e1', ['1']), user('b', 'e2', ['2']), token('3')];
  const found = await compare([part(1, [{ user: 'c', bad: true }])], people, { only: ['b', 'c', 'z'], of: 2 });
  expect(found.gone).toEqual([{ user: 'b', tokens: ['2'] }]);
  expect(found.strangers.sort()).toEqual(['b', 'z']);
});

test('a rename names the record that is to have the user ID which it leaves free', async () => {
  const rename = (from: string, to: string): Rename => ({ line: 1, from, to, userId: to, externalId: `e-${from}` });
  const parts = [
    part(1, [{ user: 'b', ext: 'e-a' }], { renames: [rename('a', 'b')] }),
    part(
      2,
      [
        { user: 'c', ext: 'e-b' },
        { user: 'a', ext: 'x' },
      ],
      { renames: [rename('b', 'c'), rename('z', 'y')] },
    ),
  ];
  expect((await compare(parts)).renames).toEqual([
    { part: 1, ...rename('a', 'b'), successor: [2, 2] },
    { part: 2, ...rename('b', 'c'), successor: [1, 1] },
    { part: 2, ...rename('z', 'y') },
  ]);
});

/** Who is gone, said straight from the rule. */
function goneByRule(lines: readonly Line[], people: readonly Extract<Indexed, { kind: 'user' }>[]): string[] {
  const serials = new Set(lines.flatMap((one) => one.serials ?? []));
  return people.flatMap(({ userKey, externalId, tokens }) => {
    const seen = lines.some(
      ({ user: named, ext, bad }) =>
        (ext !== undefined && ext === externalId) ||
        (named === userKey && (bad === true || ext === undefined || externalId === undefined)),
    );
    const lost = tokens.filter((serial) => !serials.has(serial));
    return seen
      ? lost.map((serial) => JSON.stringify({ serial, holder: userKey }))
      : [JSON.stringify({ user: userKey, tokens: lost.sort() })];
  });
}

test('all ranges together find what the rule says, and what one range finds', async () => {
  const key = fc.nat(8).map(String);
  const record: fc.Arbitrary<Line> = fc.record(
    {
      user: key,
      ext: key.map((id) => `e${id}`),
      serials: fc.uniqueArray(key, { maxLength: 2 }),
      bad: fc.constant(true as const),
    },
    { requiredKeys: ['serials'] },
  );
  const person = fc.record({ userKey: key, known: fc.boolean(), tokens: fc.uniqueArray(key, { maxLength: 2 }) });
  const people = fc.uniqueArray(person, { selector: ({ userKey }) => userKey });
  await fc.assert(
    fc.asyncProperty(fc.array(record), people, fc.integer({ min: 2, max: 7 }), async (records, here, of) => {
      const parts = [part(1, records.slice(0, 3)), part(2, records.slice(3))];
      const indexed = here.map(({ userKey, known, tokens }) =>
        user(userKey, known ? `e${userKey}` : undefined, tokens),
      );
      const all = await compare(parts, indexed, { of });
      const gone = all.gone.map((one) =>
        JSON.stringify('user' in one ? { ...one, tokens: [...one.tokens].sort() } : one),
      );
      expect(gone.sort()).toEqual(goneByRule(records, indexed as never).sort());
      const sorted = ({ collisions }: typeof all) => collisions.map((one) => JSON.stringify(one)).sort();
      expect(sorted(all)).toEqual(sorted(await compare(parts, indexed)));
    }),
    { numRuns: 60 },
  );
});

test('the ranges divide the hashes evenly, and there are as many as the larger side needs', async () => {
  expect(
    ['0000000000000000', '7fffffffffffffff', '8000000000000000', 'ffffffffffffffff'].map((hash) => rangeOf(hash, 2)),
  ).toEqual([0, 0, 1, 1]);
  expect([rangesOf(1, 0), rangesOf(100_000, 0), rangesOf(100_001, 5), rangesOf(5, 200_001)]).toEqual([1, 1, 2, 3]);
  const stored = new Map([[rangesName('r'), rangeList(3)]]);
  expect(await readRangeCount(async (name) => stored.get(name), 'r')).toBe(3);
  await expect(readRangeCount(async () => undefined, 'r')).rejects.toMatchObject({ code: 'stored.damaged' });
});

test('a comparison is read as it was written, and a missing or damaged one is named', async () => {
  const compared = { parts: [part(1, [{ user: 'a' }, { user: 'a' }])], people: [user('z', 'e', ['1'])] };
  const plans = verified(compared);
  const { collisions } = await compareAll(compared, plans);
  const found = await readComparison(async (asked) => plans.get(asked), 'r', 0);
  expect(found).toEqual({ collisions, renames: [], missing: 2 });
  expect(plans.has(comparisonName('r', 0))).toBe(true);
  await expect(readComparison(async () => undefined, 'r', 0)).rejects.toMatchObject({ code: 'stored.damaged' });
});
