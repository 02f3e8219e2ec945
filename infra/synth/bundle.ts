/**
 * Every function bundled by one call of esbuild: build/functions/<name>/index.cjs, and beside it what precompute.ts puts there. The same files
 * run on AWS and on the embedded engines.
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, stop } from 'esbuild';
import { FUNCTIONS } from '../functions.ts';
import { ROOT } from '../paths.ts';
import { lean } from './lean.ts';
import { precompute } from './precompute.ts';

/** How functions are bundled, and what they are compared with (test/bench/cold-start.ts). */
export const HOW = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  // As a module of ECMAScript, `node:http` loads all of Node's fetch at the first import; asked for by `require`, it does not.
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  // Packages in modules of ECMAScript where they have them: of these esbuild leaves out what is not used.
  mainFields: ['module', 'main'],
  target: 'node24',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [precompute, lean],
} as const satisfies BuildOptions;

/** Bundles all functions into `outdir` (about a second). @throws where a function of infra/functions.ts has no lambdas/<name>/index.ts. */
export async function bundleFunctions(outdir: string): Promise<void> {
  const entryPoints = Object.keys(FUNCTIONS).map((name) => ({
    in: join(ROOT, 'lambdas', name, 'index.ts'),
    out: `${name}/index`,
  }));
  const missing = entryPoints.filter((entry) => !existsSync(entry.in));
  if (missing.length > 0) throw new Error(`No handler for: ${missing.map((entry) => entry.in).join(', ')}`);
  rmSync(outdir, { recursive: true, force: true });
  await build({ ...HOW, plugins: [...HOW.plugins], mainFields: [...HOW.mainFields], entryPoints, outdir });
  // Its service would hold on to hundreds of megabytes.
  await stop();
}
