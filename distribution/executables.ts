/**
 * The command line as a program that has its Node in it: Node's "single executable applications" (its documentation, v24). The bundle is
 * made into a blob, and postject puts the blob into a copy of Node.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import manifest from '../package.json' with { type: 'json' };
import { nodePackage, type Platform } from './node-binaries.ts';
import { withoutSignature } from './portable-executable.ts';

/** Node looks for it in its own file: "NODE_SEA_FUSE" in the documentation. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
const POSTJECT = createRequire(import.meta.url).resolve('postject/dist/cli.js');

export const EXECUTABLES: readonly { readonly platform: Platform; readonly file: string }[] = [
  { platform: 'linux-x64', file: 'landfall-linux-x64' },
  { platform: 'win-x64', file: 'landfall-win-x64.exe' },
];

function run(cwd: string, ...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd });
  if (status !== 0) throw new Error(`${args.join(' ')} did not succeed:\n${stdout}${stderr}`);
}

/**
 * No code cache and no snapshot: those are of one platform, and the blob is for all. The name of `main` is in the blob: it has no
 * folder, so that two builds give the same bytes.
 */
export function blobOf(bundle: string, folder: string): string {
  const [main, output, config] = ['landfall.cjs', 'landfall.blob', 'config.json'] as const;
  writeFileSync(join(folder, main), bundle);
  const execArgv = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4'];
  const options = { disableExperimentalSEAWarning: true, useCodeCache: false, useSnapshot: false, execArgv };
  writeFileSync(join(folder, config), JSON.stringify({ main, output, ...options }));
  run(folder, '--experimental-sea-config', config);
  return join(folder, output);
}

/** What can be seen of an executable that was made: Node will look for the blob, and the program of this machine's kind starts. */
function check(file: string, platform: Platform): void {
  if (!readFileSync(file).includes(`${FUSE}:1`))
    throw new Error(`${file} would start as Node: it does not look for the blob.`);
  if (platform !== `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`) return;
  const { status, stdout, stderr } = spawnSync(file, ['--version'], { encoding: 'utf8', env: {}, cwd: dirname(file) });
  if (status !== 0 || !stdout.startsWith(manifest.version))
    throw new Error(`${file} does not start: ${stdout}${stderr}`);
}

/** @param bundle CommonJS @param folder where the executables are written, under the names of EXECUTABLES */
export function writeExecutables(bundle: string, folder: string): void {
  const work = mkdtempSync(join(tmpdir(), 'landfall-executables-'));
  try {
    const blob = blobOf(bundle, work);
    for (const { platform, file } of EXECUTABLES) {
      const { binary } = nodePackage(platform);
      const out = resolve(folder, file);
      rmSync(out, { force: true });
      if (platform === 'win-x64') writeFileSync(out, withoutSignature(readFileSync(binary)));
      else copyFileSync(binary, out);
      chmodSync(out, 0o755);
      run(work, POSTJECT, out, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', FUSE);
      check(out, platform);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
