import { existsSync, mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const MEMORY = '/dev/shm';
/** Names the run's folder in memory (run-folder.ts). */
export const RUN_MEMORY = 'LANDFALL_TEST_MEMORY';
const ROOM_BYTES = 2 ** 30;

/**
 * A new folder for the engines' files: in memory where Linux has room there, since engines else wait for the disk at every
 * write. A process that is started again on the folder finds all that an earlier one left.
 */
export function fastFolder(prefix: string): string {
  const roomy = () => {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > ROOM_BYTES;
  };
  const inMemory = existsSync(MEMORY) && roomy();
  return mkdtempSync(join(inMemory ? (process.env[RUN_MEMORY] ?? MEMORY) : tmpdir(), prefix));
}
