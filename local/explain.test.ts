import { explain } from './explain.ts';

const full = 'the disk that holds /data is full';
const coded = (code: string, more: object = {}) => Object.assign(new Error(`${code}: ...`), { code, ...more });

test.each([
  ['as the system says it', coded('ENOSPC')],
  ['a quota', coded('EDQUOT')],
  ['behind another error', new Error('Building failed', { cause: coded('ENOSPC') })],
  ['one of several', new AggregateError([new Error('x'), coded('ENOSPC')], 'two failed')],
  ['as SQLite says it', new Error('database or disk is full')],
  ['as esbuild says it', new Error('Failed to write to output file: write /data/x: no space left on device')],
])('a full disk is a sentence: %s', (_what, error) => {
  expect(explain(error, '/data')).toContain(full);
});

test('a folder that may not be written is named, and any other error says what it says', () => {
  expect(explain(coded('EACCES', { path: '/data/keys.json' }), '/data')).toMatch(
    /^\/data\/keys\.json may not be written/u,
  );
  expect(explain(new Error('it runs already'), '/data')).toBe('it runs already');
  expect(explain('x', '/data')).toBe('x');
});
