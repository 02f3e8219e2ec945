import { runOf } from './run-of.ts';

const migration = '0'.repeat(32);

test.each([
  ['a state', { migration, attempt: 2, key: 'uploads/a.zip' }, { run: migration, attempt: 2 }],
  ['a failure that a state caught', { migration, attempt: 1, error: { Error: 'x' } }, { run: migration, attempt: 1 }],
  [
    'a part',
    { run: { migration, attempt: 1 }, part: { index: 7, name: 'x' } },
    { run: migration, attempt: 1, part: 7 },
  ],
  [
    'a part of a rollback',
    { run: { migration, attempt: 1 }, part: { part: 3 } },
    { run: migration, attempt: 1, part: 3 },
  ],
  [
    'a range',
    { run: { migration, attempt: 1 }, range: { number: 0, of: 2 } },
    { run: migration, attempt: 1, range: 0 },
  ],
  [
    'the end of an execution',
    { detail: { name: `${migration}-mail-4`, status: 'ABORTED' } },
    { run: migration, attempt: 4 },
  ],
  ['a run without an attempt', { migration }, { run: migration }],
  ['a batch of a queue', { Records: [] }, {}],
  ['a schedule', { detail: {} }, {}],
  ['an id that is none', { migration: 'ana@corp.example' }, {}],
  ['nothing', undefined, {}],
])('%s', (_what, event, expected) => {
  expect(runOf(event)).toEqual(expected);
});
