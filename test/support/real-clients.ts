/** Programs of Debian's packages that tests compare the product with. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A test that needs a program is skipped where it is missing, and says so. */
export function needs(program: string, debianPackage = program): typeof test.skip {
  const { error } = spawnSync(program, ['--version']);
  if (error === undefined) return test;
  // Not console.warn: of a file whose tests are all skipped jest shows no console.
  process.stderr.write(`skipped: ${program} is not installed (apt-get install ${debianPackage})\n`);
  return test.skip;
}

/** A folder for one test file, deleted after its tests. */
export function scratch(): { readonly folder: string; readonly save: (text: string) => string } {
  const folder = mkdtempSync(join(tmpdir(), 'landfall-clients-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let files = 0;
  const save = (text: string) => {
    const file = join(folder, `${++files}.xml`);
    writeFileSync(file, text);
    return file;
  };
  return { folder, save };
}

/** Unix seconds on both sides of an hour, a day, a year, a leap day, 2038; and a few at random. */
export const TIMES: readonly number[] = [
  1_798_761_599, 1_798_761_600, 1_835_395_199, 1_835_395_200, 1_785_542_399, 1_785_542_461, 2_147_483_647,
  2_147_483_648,
].concat(Array.from({ length: 4 }, () => 1_767_225_600 + Math.floor(Math.random() * 150_000_000)));
