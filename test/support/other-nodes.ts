/** The versions of Node that this machine has beside the one that runs the tests. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Programs named `node` on the PATH, by version; LANDFALL_NODES adds more, separated as a PATH is. */
export function nodesOfThisMachine(): ReadonlyMap<string, string> {
  const separator = process.platform === 'win32' ? ';' : ':';
  const folders = (process.env['PATH'] ?? '').split(separator).map((folder) => join(folder, 'node'));
  const named = (process.env['LANDFALL_NODES'] ?? '').split(separator).filter(Boolean);
  const found = new Map([[process.version, process.execPath]]);
  for (const file of [...named, ...folders].filter((one) => existsSync(one))) {
    const version = spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout.trim();
    if (!found.has(version)) found.set(version, file);
  }
  return found;
}
