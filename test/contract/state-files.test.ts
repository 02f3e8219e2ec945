/** What `npm start` keeps is written aside and renamed, by two helpers: no other write of a file stands beside it. */
import { readdirSync, readFileSync } from 'node:fs';

/** What else writes, and why that is no state. */
const EXEMPT: Readonly<Record<string, string>> = {
  'cli/sample/state-file.ts': 'the helper',
  'local/backup/archive.ts': 'unpacks into a folder that is not used before all of it is verified',
  'local/backup/backup.ts': 'a stream beside the file, which is synced and renamed',
  'local/backup/snapshot.ts': 'copies for a backup',
  'local/events.ts': 'adds to a log',
  'local/lines.ts':
    'the helper for what grows: a line is on disk before it counts, and one that is cut off is left out',
  'local/functions.ts': 'logs, which are appended to',
  'local/iam/records.ts': 'adds to a log',
  'local/expire-logs.ts': 'cuts a log where it stands: its writer has the file open',
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
