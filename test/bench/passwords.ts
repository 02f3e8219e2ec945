/**
 * Part of `npm run bench`: what a look-up in the list of common passwords costs, and what the list costs a cold start and the
 * heap, beside a Set of the words. Memory is measured in a process of its own for each.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, stop } from 'esbuild';
import { ROOT } from '#infra/paths.ts';
import { precompute } from '#infra/synth/precompute.ts';

const SET = `import { dictionary } from '@zxcvbn-ts/language-common';
const words = new Set(dictionary['passwords-common']);
export const has = (word) => words.has(word);`;
const TABLE = `import { common } from './core/passwords/common.ts';
import { holdsWord } from './core/passwords/fingerprints.ts';
export const has = (word) => holdsWord(common(), word);`;
const MEASURE = `import { createHash } from 'node:crypto';
// Every function that hashes passwords has loaded this module.
createHash('sha256').update('').digest();
const used = () => { gc(); gc(); const { heapUsed, arrayBuffers } = process.memoryUsage(); return heapUsed + arrayBuffers; };
const before = used();
const start = performance.now();
const { has } = await import(process.argv[2]);
if (!has('qwertyuiop')) throw new Error('The list is not there.');
const milliseconds = performance.now() - start;
const bytes = used() - before;
has('no such word');
console.log(JSON.stringify({ milliseconds, bytes }));`;

type Cost = { readonly milliseconds: number; readonly bytes: number };
export type ListCost = Cost & { readonly file: number; readonly zipped: number };

/** The time of a cold start for each form of the list: the median of nine processes. */
export async function listCosts(): Promise<{ readonly table: ListCost; readonly set: ListCost }> {
  const folder = mkdtempSync(join(tmpdir(), 'landfall-bench-'));
  try {
    const measure = join(folder, 'measure.mjs');
    writeFileSync(measure, MEASURE);
    const costOf = async (name: string, contents: string): Promise<ListCost> => {
      const outfile = join(folder, `${name}.mjs`);
      const stdin = { contents, resolveDir: ROOT, loader: 'ts' } as const;
      const how = { bundle: true, minify: true, platform: 'node', format: 'esm' } as const;
      await build({ stdin, outfile, plugins: [precompute], ...how });
      const runs = Array.from({ length: 9 }, () => {
        return JSON.parse(
          execFileSync(process.execPath, ['--expose-gc', measure, outfile], { encoding: 'utf8' }),
        ) as Cost;
      });
      const median = (of: (cost: Cost) => number) => runs.map(of).sort((a, b) => a - b)[4]!;
      return {
        milliseconds: median((run) => run.milliseconds),
        bytes: median((run) => run.bytes),
        file: statSync(outfile).size,
        zipped: gzipSync(readFileSync(outfile)).length,
      };
    };
    return { table: await costOf('table', TABLE), set: await costOf('set', SET) };
  } finally {
    rmSync(folder, { recursive: true });
    await stop();
  }
}
