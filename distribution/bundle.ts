/** The command line with all that it needs, as one CommonJS text: the single file and the executables are made of it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import type { Artefact } from '#cli/artefact/artefact.ts';
import { PASSCODE_SAMPLES, sampleFile } from '#cli/package/sample-files.ts';
import manifest from '../package.json' with { type: 'json' };

export const ROOT = join(import.meta.dirname, '..');
/** The oldest Node that runs the single file; `engines` of package.json says the same. */
export const OLDEST_NODE = 20;

/** Replaced in the bundle: a source host's Node may have no argon2. */
const REPLACED = new Map([['core/passwords/argon2.ts', 'distribution/argon2.ts']]);

const replacing: Plugin = {
  name: 'replacing',
  setup({ onResolve }) {
    onResolve({ filter: /argon2\.ts$/ }, ({ path, importer }) => {
      const file = path.startsWith('#') ? path.slice(1) : relative(ROOT, resolve(dirname(importer), path));
      const other = REPLACED.get(file);
      return other === undefined ? undefined : { path: join(ROOT, other) };
    });
  },
};

/** The commit of the clone; `-changed` where a file that git knows is another one. Undefined outside a clone. */
function commit(): string | undefined {
  if (!existsSync(join(ROOT, '.git'))) return undefined;
  const { status, stdout } = spawnSync(
    'git',
    ['describe', '--always', '--abbrev=12', '--exclude=*', '--dirty=-changed'],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  return status === 0 ? stdout.trim() : undefined;
}

const carried = (): Artefact => ({
  version: manifest.version,
  commit: commit(),
  samples: Object.fromEntries(PASSCODE_SAMPLES.map((name) => [name, readFileSync(sampleFile(name), 'base64')])),
});

export type Bundle = {
  /** CommonJS: it asks for `require` and nothing else. */
  readonly text: string;
  /** CommonJS that exports `listed` (list-entry.ts). */
  readonly list: string;
  /** Files that are in it, by path from the root. */
  readonly files: readonly string[];
};

async function bundled(entry: string): Promise<{ readonly text: string; readonly files: readonly string[] }> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    target: `node${OLDEST_NODE}`,
    format: 'cjs',
    define: { LANDFALL_ARTEFACT: JSON.stringify(carried()), 'import.meta.dirname': '""' },
    plugins: [replacing],
    // Its other form can't be taken apart: all its hash functions would come along.
    alias: { 'hash-wasm': 'hash-wasm/dist/index.esm.js' },
    // Licences have a file of their own, which names the packages too.
    legalComments: 'none',
    charset: 'utf8',
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  return { text: outputFiles[0]!.text, files: Object.keys(metafile.inputs) };
}

/** The same bytes for the same sources and packages, wherever the clone lies. @throws Error of esbuild */
export async function bundle(): Promise<Bundle> {
  const [whole, list] = await Promise.all([bundled('distribution/entry.ts'), bundled('distribution/list-entry.ts')]);
  return { text: whole.text, list: list.text, files: [...new Set([...whole.files, ...list.files])].sort() };
}
