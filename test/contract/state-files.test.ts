/** What `npm start` keeps is written aside and renamed, by one helper: no other write of a file stands beside it. */
import { readdirSync, readFileSync } from 'node:fs';

/** What else writes, and why that is no state. */
const EXEMPT: Readonly<Record<string, string>> = {
  'cli/sample/state-file.ts': 'the helper',
  'local/functions.ts': 'logs, which are appended to',
};
const WRITES = /\b(?:writeFile|appendFile|createWriteStream|copyFile|cpSync|writeSync|openSync|truncate)\w*\(/u;

test('the embedded deployment writes its state in one place', () => {
  const files = ['local', 'cli/sample']
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  expect(files.length).toBeGreaterThan(20);
  const writers = files.filter((file) => WRITES.test(readFileSync(file, 'utf8')));
  expect(writers.sort()).toEqual(Object.keys(EXEMPT).sort());
});
