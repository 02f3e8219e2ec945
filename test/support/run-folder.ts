/**
 * One folder for all that the tests of a run write, and one in memory (fast-folder.ts): each test may leave what it wrote where it is, and the
 * end of the run removes it. What a run that was killed has left goes at the next one's start.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MEMORY, RUN_MEMORY } from './fast-folder.ts';

const NAME = 'landfall-tests-';

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Begins the run's folder in `place`, and removes those of runs that have ended. @returns the folder */
function begin(place: string): string {
  for (const name of readdirSync(place).filter((one) => one.startsWith(NAME)))
    if (!runs(Number.parseInt(name.slice(NAME.length), 10)))
      rmSync(join(place, name), { recursive: true, force: true });
  return mkdtempSync(join(place, `${NAME}${process.pid}-`));
}

/** Before all tests; the processes that run them take over the environment. */
export default function setUp(): void {
  process.env['TMPDIR'] = begin(tmpdir());
  // No test may meet a deployment that a developer has named on this machine.
  process.env['LANDFALL_PROFILES'] = join(process.env['TMPDIR'], 'profiles.json');
  for (const name of ['LANDFALL_STACK', 'LANDFALL_PROFILE']) delete process.env[name];
  if (existsSync(MEMORY)) process.env[RUN_MEMORY] = begin(MEMORY);
}

/** After all tests. */
export function tearDown(): void {
  for (const folder of [process.env['TMPDIR'], process.env[RUN_MEMORY]])
    if (folder?.includes(`${NAME}${process.pid}-`)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
