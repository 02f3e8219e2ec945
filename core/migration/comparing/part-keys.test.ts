import type { PartLine } from '#core/export/part.ts';
import { keyHash } from '#core/key-hash.ts';
import { unassignedToken, user } from '#test/support/staging.ts';
import { externalIdsOf, keysOfPart, partKeysName, readPartKeys } from './part-keys.ts';

const lines: PartLine[] = [
  { line: 1, record: user('Ana', ['1', '2'], { externalId: 'e1' }) },
  { line: 2, record: user('Bo', ['3']) },
  { line: 3, record: unassignedToken('4') },
  {
    line: 4,
    error: { code: 'record.invalid', hint: 'x' },
    named: { user: keyHash('cy'), serials: [keyHash('5')], holds: { users: 1, tokens: 1 } },
  },
  { line: 5, error: { code: 'record.not_json', hint: 'x' }, named: {} },
  { line: 6, record: user('Dan', [], { externalId: 'e6' }) },
  { line: 7, error: { code: 'record.invalid', hint: 'x' }, named: { ext: keyHash('e7') } },
];
const all = () => true;

test('a part leaves the hashes of what its lines name, and how many lines say too little', () => {
  expect(keysOfPart(3, lines, new Map(), all)).toEqual({
    part: 3,
    lines: [
      { line: 1, user: keyHash('ana'), ext: keyHash('e1'), serials: [keyHash('1'), keyHash('2')] },
      { line: 2, user: keyHash('bo'), serials: [keyHash('3')] },
      { line: 3, serials: [keyHash('4')] },
      { line: 4, user: keyHash('cy'), serials: [keyHash('5')], bad: true },
      { line: 5, serials: [], bad: true },
      { line: 6, user: keyHash('dan'), ext: keyHash('e6'), serials: [] },
      { line: 7, ext: keyHash('e7'), serials: [], bad: true },
    ],
    renames: [],
    unknown: { users: 1, tokens: 2 },
  });
});

test('a person who is here under another user key has been renamed, unless the record can’t be used', () => {
  const persons = new Map([
    ['e1', 'anna'],
    ['e6', 'dan'],
  ]);
  expect(keysOfPart(1, lines, persons, all).renames).toEqual([
    { line: 1, from: 'anna', to: 'ana', userId: 'Ana', externalId: 'e1' },
  ]);
  const none = keysOfPart(1, lines, persons, (line) => line === 3);
  expect(none.renames).toEqual([]);
  expect(none.lines[0]).toMatchObject({ bad: true });
});

test('the external ids of a part are each asked for once', () => {
  const twice = [...lines, { line: 8, record: user('Eve', [], { externalId: 'e1' }) }];
  expect(externalIdsOf(twice)).toEqual(['e1', 'e6']);
});

test('the keys of a part are read as they were written, and missing ones are named', async () => {
  const keys = keysOfPart(3, lines, new Map([['e1', 'anna']]), all);
  const stored = new Map([[partKeysName('r', 3), JSON.stringify(keys)]]);
  expect(await readPartKeys(async (name) => stored.get(name), 'r', 3)).toEqual(keys);
  await expect(readPartKeys(async () => undefined, 'r', 3)).rejects.toMatchObject({ code: 'stored.damaged' });
});

test('whom a line behind the records names is not gone, and a line that can’t be read may name any user', () => {
  const present = [
    { line: 2, stays: { userId: 'Bo', externalId: 'e2' } },
    { line: 3, stays: { serials: ['9', '9'] } },
    { line: 4, stays: undefined },
  ];
  expect(keysOfPart(1, [], new Map(), all, present)).toEqual({
    part: 1,
    lines: [
      { line: 2, user: keyHash('bo'), ext: keyHash('e2'), serials: [], bad: true },
      { line: 3, serials: [keyHash('9')], bad: true },
    ],
    renames: [],
    unknown: { users: 1, tokens: 1 },
  });
});
