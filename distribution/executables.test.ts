import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blobOf } from './executables.ts';

test('what is put into each executable is the same, wherever it is made', () => {
  const folders = ['a', 'longer-'].map((name) => mkdtempSync(join(tmpdir(), name)));
  const [one, other] = folders.map((folder) => readFileSync(blobOf('console.log(1);', folder)));
  expect(one!.includes('console.log(1);')).toBe(true);
  expect(one!.equals(other!)).toBe(true);
  for (const folder of folders) rmSync(folder, { recursive: true });
});
