import fc from 'fast-check';
import {
  kindOf,
  migrated,
  newerError,
  readableVersion,
  refuseNewer,
  STORED_KINDS,
  type StoredItem,
  withVersion,
} from './stored-versions.ts';

const RUN = { pk: 'MIGRATION#r', sk: 'MIGRATION' };
const USER = { pk: 'USER#ana', sk: 'USER' };

test('an item carries the version that it is written in, whatever it carried; an entry of the audit is stored as it was hashed', () => {
  expect(withVersion({ ...USER, name: 'Ana' })).toEqual({ ...USER, name: 'Ana', v: 1 });
  expect(withVersion({ ...RUN, v: 1 })).toMatchObject({ v: STORED_KINDS['MIGRATION/MIGRATION']!.writes });
  for (const pk of ['AUDIT#2026-12-01#3', 'CHAIN#3']) expect(withVersion({ pk, sk: 'x' })).toEqual({ pk, sk: 'x' });
});

test('a part of a run and a run are kinds of their own', () => {
  expect(readableVersion(RUN)).toBe(2);
  expect(readableVersion({ pk: 'MIGRATION#r', sk: 'PART#run#000001' })).toBe(1);
});

test('a run of releases before is named as today’s; the record of a package that none had imported has no package of its own', () => {
  expect(migrated({ ...RUN, id: 'r', attempt: 2, mode: 'dry-run' })).toEqual({
    ...RUN,
    kind: 'preview',
    packageId: 'r',
    id: 'r',
    attempt: 2,
  });
  expect(migrated({ ...RUN, id: 'r', attempt: 0, mode: 'run' })).toEqual({
    ...RUN,
    kind: 'import',
    id: 'r',
    attempt: 0,
  });
  const today = { ...RUN, kind: 'import', v: 2 };
  expect(migrated(today)).toBe(today);
});

test('what a later release has written is refused by the name of the item, and nothing of its values is said', () => {
  const later = { ...USER, v: 2, name: 'Ana' };
  const error = { code: 'stored.newer', retryable: true, facts: { item: 'USER#ana/USER', version: 2, readable: 1 } };
  expect(() => migrated(later)).toThrow(expect.objectContaining(error));
  expect(() => refuseNewer(later)).toThrow(expect.objectContaining(error));
  expect(newerError(USER, 2)).toMatchObject(error);
  expect(() => refuseNewer({ ...RUN, v: 2 })).not.toThrow();
});

test('every version that is written can be read, and each migration is the same again on what it has made', () => {
  for (const [name, { writes, migrations }] of Object.entries(STORED_KINDS)) {
    const [pk, sk] = name.split('/');
    expect([kindOf({ pk: `${pk}#x`, sk }), writes <= migrations.length + 1]).toEqual([STORED_KINDS[name], true]);
    const fields = fc.record(
      { mode: fc.constantFrom('run', 'dry-run'), id: fc.string(), attempt: fc.nat(), kind: fc.string() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fields, fc.dictionary(fc.string(), fc.jsonValue()), (known, more) => {
        for (const migration of migrations) {
          const once: StoredItem = migration({ ...more, ...known });
          expect(migration(once)).toEqual(once);
        }
      }),
    );
  }
});
