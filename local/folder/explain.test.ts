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

test.each([
  [
    'a disk that is mounted read-only',
    coded('EROFS', { path: '/data/x' }),
    /^\/data\/x can't be written: its disk is read-only/u,
  ],
  ['a file elsewhere', coded('EACCES', { path: '/root/passphrase' }), /^\/root\/passphrase may not be used by you$/u],
  [
    'a database that can not be opened',
    new Error('unable to open database file'),
    /^\/data may not be written by you/u,
  ],
  ['a file that is not there', coded('ENOENT', { path: '/none' }), /^there is no \/none$/u],
  ['too many files', coded('EMFILE'), /no more files can be opened.*ulimit/u],
  ['a port', coded('EADDRINUSE', { port: 4380 }), /^port 4380 was taken/u],
  ['no port', new Error('No available ports found'), /no port left/u],
  ['memory', coded('ERR_WORKER_OUT_OF_MEMORY'), /memory .* is used up/u],
  ['a disk that fails', coded('EIO'), /the disk that holds \/data fails.*--restore FILE/u],
  [
    'a database that is damaged',
    new Error('database disk image is malformed'),
    /a database in \/data is damaged.*--restore FILE/u,
  ],
])('%s is a sentence that says what to do', (_what, error, sentence) => {
  expect(explain(error, '/data')).toMatch(sentence);
});
