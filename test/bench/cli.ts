/**
 * Part of `npm run bench`: what the command line takes to say its commands, in a checkout and as a single file, beside `node -e 0` of the same Node:
 * the shortest of some processes, in milliseconds. After one process whose time is not counted, what is compiled is in the cache.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { printMeasured } from './line.ts';

const PROCESSES = 15;

function milliseconds(...args: readonly string[]): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} did not succeed: ${stderr}`);
  return performance.now() - began;
}

const folder = mkdtempSync(join(tmpdir(), 'landfall-bench-'));
try {
  milliseconds('bin/run.cjs', 'distribution/main.ts', '--out', folder);
  const file = join(folder, 'landfall.mjs');
  const commands: Readonly<Record<string, readonly string[]>> = {
    'landfall --help, in a checkout': ['bin/landfall', '--help'],
    'landfall --help, as a single file': [file, '--help'],
    'landfall inspect --help, in a checkout': ['bin/landfall', 'inspect', '--help'],
    'landfall inspect --help, as a single file': [file, 'inspect', '--help'],
  };
  for (const [name, args] of Object.entries(commands)) {
    milliseconds(...args);
    let [value, reference] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let process = 0; process < PROCESSES; process += 1) {
      value = Math.min(value, milliseconds(...args));
      reference = Math.min(reference, milliseconds('-e', '0'));
    }
    printMeasured({ name, value, unit: 'ms', reference });
  }
} finally {
  rmSync(folder, { recursive: true });
}
