import fc from 'fast-check';
import type { Collision, CollisionKind } from './comparison.ts';
import { findDuplicates } from './duplicates.ts';

const collision = (kind: CollisionKind, hash: string, ...places: [number, number][]): Collision => ({
  kind,
  hash,
  places,
});

test('the first record in the export’s order counts; a later one is rejected, or loses its token', () => {
  expect(
    findDuplicates([
      collision('serial', 's', [1, 2], [2, 1]),
      collision('user', 'u', [1, 1], [3, 1]),
      collision('ext', 'e', [1, 4], [2, 2]),
    ]),
  ).toEqual([
    { part: 2, line: 1, tokens: ['s'] },
    { part: 2, line: 2, user: 'user.duplicate' },
    { part: 3, line: 1, user: 'user.duplicate' },
  ]);
});

test('a record that is rejected takes no key from those behind it', () => {
  const all = [
    collision('ext', 'e', [1, 1], [1, 2]),
    collision('user', 'u', [1, 2], [1, 3]),
    collision('serial', 's', [1, 2], [1, 3]),
  ];
  expect(findDuplicates(all)).toEqual([{ part: 1, line: 2, user: 'user.duplicate' }]);
});

test('what is found is what going through the records one by one finds', () => {
  const record = fc.record({
    user: fc.nat(4),
    ext: fc.option(fc.nat(4)),
    serials: fc.uniqueArray(fc.nat(6), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.array(record, { maxLength: 12 }), (records) => {
      const taken = new Set<string>();
      const expected = records.flatMap(({ user, ext, serials }, line): object[] => {
        const named = [`user ${user}`, ...(ext === null ? [] : [`ext ${ext}`])];
        if (named.some((key) => taken.has(key))) return [{ part: 1, line, user: 'user.duplicate' }];
        const lost = serials.filter((serial) => taken.has(`serial ${serial}`)).map(String);
        for (const key of [...named, ...serials.map((serial) => `serial ${serial}`)]) taken.add(key);
        return lost.length === 0 ? [] : [{ part: 1, line, tokens: expect.arrayContaining(lost) as string[] }];
      });
      const places = new Map<string, Collision & { places: [number, number][] }>();
      const add = (kind: CollisionKind, hash: number, line: number) => {
        const found = places.get(`${kind} ${hash}`) ?? { kind, hash: `${hash}`, places: [] };
        found.places.push([1, line]);
        places.set(`${kind} ${hash}`, found);
      };
      for (const [line, { user, ext, serials }] of records.entries()) {
        add('user', user, line);
        if (ext !== null) add('ext', ext, line);
        for (const serial of serials) add('serial', serial, line);
      }
      expect(findDuplicates([...places.values()].filter((one) => one.places.length > 1))).toEqual(expected);
    }),
  );
});
