/**
 * Every function bundled by one call of esbuild: build/functions/<name>/index.mjs. The same files run on AWS and on the
 * embedded engines.
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, stop } from 'esbuild';
import { FUNCTIONS } from '../functions.ts';
import { ROOT } from '../paths.ts';
import { precompute } from './precompute.ts';

/** Dependencies in CommonJS (jsonwebtoken) ask for `require` of Node's own modules. */
const REQUIRE =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** Bundles all functions into `outdir` (about a second). @throws where a function of infra/functions.ts has no lambdas/<name>/index.ts. */
export async function bundleFunctions(outdir: string): Promise<void> {
  const entryPoints = Object.keys(FUNCTIONS).map((name) => ({
    in: join(ROOT, 'lambdas', name, 'index.ts'),
    out: `${name}/index`,
  }));
  const missing = entryPoints.filter((entry) => !existsSync(entry.in));
  if (missing.length > 0) throw new Error(`No handler for: ${missing.map((entry) => entry.in).join(', ')}`);
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints,
    outdir,
    outExtension: { '.js': '.mjs' },
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    minify: true,
    keepNames: true,
    sourcemap: false,
    legalComments: 'none',
    logLevel: 'warning',
    banner: { js: REQUIRE },
    plugins: [precompute],
  });
  // Its service would hold on to hundreds of megabytes.
  await stop();
}
