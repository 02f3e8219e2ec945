/** The Node that is in each executable: the packages that package-lock.json names, with the bytes that it names. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { ROOT } from './bundle.ts';

const locked = z.object({
  packages: z.record(z.string(), z.looseObject({ version: z.string().optional(), integrity: z.string().optional() })),
});

export type Platform = 'linux-x64' | 'win-x64';
const FILES: Readonly<Record<Platform, string>> = { 'linux-x64': 'bin/node', 'win-x64': 'bin/node.exe' };
const CACHE = join(ROOT, 'build', 'node-binaries');

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, error } = spawnSync(command, args, {
    cwd,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} did not succeed${error ? `: ${error.message}` : ''}.`);
}

/** npm's own client: it knows the registry that this machine uses. */
function pack(name: string, folder: string): Buffer {
  const npm = process.env['npm_execpath'];
  const args = ['pack', name, '--silent'];
  if (npm === undefined) run('npm', args, folder);
  else run(process.execPath, [npm, ...args], folder);
  return readFileSync(join(folder, readdirSync(folder).find((file) => file.endsWith('.tgz'))!));
}

/**
 * The folder of the package that has Node for a platform: the installed one on its own platform, else fetched once and kept.
 * @throws Error where the package is not the one that the lockfile names
 */
export function nodePackage(platform: Platform): { readonly folder: string; readonly binary: string } {
  const name = `node-${platform}`;
  const lock = locked.parse(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')));
  const { version, integrity } = lock.packages[`node_modules/${name}`] ?? {};
  if (version === undefined || !integrity?.startsWith('sha512-'))
    throw new Error(`package-lock.json names no ${name} with its SHA-512: no executable can be made for it.`);
  const installed = join(ROOT, 'node_modules', name);
  // npm has compared it with the lockfile when it installed it.
  if (existsSync(join(installed, FILES[platform])))
    return { folder: installed, binary: join(installed, FILES[platform]) };
  const kept = join(CACHE, `${name}-${version}`);
  const folder = join(kept, 'package');
  if (!existsSync(join(folder, FILES[platform]))) {
    mkdirSync(kept, { recursive: true });
    const bytes = pack(`${name}@${version}`, kept);
    const found = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    if (found !== integrity) throw new Error(`${name}@${version} is not what package-lock.json names: ${found}.`);
    run('tar', ['-xzf', `${name}-${version}.tgz`], kept);
  }
  return { folder, binary: join(folder, FILES[platform]) };
}
