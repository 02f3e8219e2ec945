import { readdirSync } from 'node:fs';
import { CATALOGUE, definitionOf, ERROR_CODES, isErrorCode, isExposed } from './catalogue.ts';

test.each(ERROR_CODES)('%s: its status is one of an error, and one sentence says what it means', (code) => {
  const { status, means, advice, retryable } = definitionOf(code);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(600);
  expect(means).toMatch(/^\S.*\S$/u);
  if (advice !== undefined) expect(advice).toMatch(/^[A-Z].*\.$/u);
  if (retryable) expect(status).toBeGreaterThanOrEqual(500);
});

test('no code stands in two files of the catalogue, and every file is joined', async () => {
  const files = readdirSync(import.meta.dirname).filter((name) => !/^(?:catalogue|definition)\.|\.test\./u.test(name));
  const tables = await Promise.all(files.map(async (name) => Object.entries((await import(`./${name}`)) as object)));
  // PACKAGES holds those that can't be read too.
  const codes = tables.flat().flatMap(([name, table]) => (name === 'UNREADABLE_PACKAGES' ? [] : Object.keys(table)));
  expect(files.length).toBeGreaterThan(10);
  expect(codes.sort()).toEqual([...ERROR_CODES].sort());
});

test('a code is known by being in the catalogue', () => {
  expect(isErrorCode('directory.busy')).toBe(true);
  for (const other of ['States.Timeout', 'toString', 'user.lost', '']) expect(isErrorCode(other)).toBe(false);
});

test('what is at fault on this side is not told, but for what the command line says', () => {
  const told = ERROR_CODES.filter((code) => CATALOGUE[code].status >= 500 && isExposed(code));
  expect(told).toEqual([
    'deployment.not_running',
    'deployment.unreachable',
    'deployment.failed',
    'deployment.answer_unreadable',
    'upload.failed',
    'run.slow',
  ]);
});
