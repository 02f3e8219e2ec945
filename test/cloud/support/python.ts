/**
 * The tools of test/cloud/requirements.txt, which are written in Python: installed once for each state of that file, below
 * node_modules/.cache, so that a clean clone gets them and git does not see them.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const REQUIREMENTS = join(ROOT, 'test', 'cloud', 'requirements.txt');
/** Also for what the tests of test/cloud/ keep from one run to the next. */
export const CACHE = join(ROOT, 'node_modules', '.cache', 'landfall-cloud');
/** Where the set-up leaves the cloud assembly with everything switched on. */
export const FULL_ASSEMBLY = join(CACHE, 'full');
const INSTALL_MS = 900_000;

/** The variables by which the tests learn what the set-up has found. */
const TOOLS = 'LANDFALL_PYTHON_TOOLS';
const MISSING = 'LANDFALL_PYTHON_MISSING';

class NotInstalled extends Error {}

function run(command: string, args: readonly string[]): void {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: INSTALL_MS });
  if (error !== undefined) throw new NotInstalled(`${command}: ${error.message}`);
  if (status !== 0) throw new NotInstalled(`${stderr}${stdout}`.trim().split('\n').at(-1) ?? command);
}

/** @returns the folder with the tools' commands. @throws NotInstalled that says why there are none */
function install(): string {
  const digest = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 16);
  const place = join(CACHE, `python-${digest}`);
  if (existsSync(join(place, 'complete'))) return join(place, 'bin');
  run('python3', ['--version']);
  console.log('Installing the Python tools of test/cloud/requirements.txt ...');
  mkdirSync(CACHE, { recursive: true });
  for (const name of readdirSync(CACHE).filter((one) => one.startsWith('python-')))
    rmSync(join(CACHE, name), { recursive: true, force: true });
  run('python3', ['-m', 'venv', place]);
  run(join(place, 'bin', 'python'), [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--no-input',
    '-r',
    REQUIREMENTS,
  ]);
  writeFileSync(join(place, 'complete'), '');
  return join(place, 'bin');
}

/** The tests take over the environment. */
export function setUpPython(): void {
  delete process.env[TOOLS];
  delete process.env[MISSING];
  try {
    process.env[TOOLS] = install();
  } catch (error) {
    if (!(error instanceof NotInstalled)) throw error;
    process.env[MISSING] = error.message;
    process.stderr.write(
      `skipped: the tests that need test/cloud/requirements.txt, which could not be installed: ${error.message}\n`,
    );
  }
}

/** A test that needs a Python tool: skipped where there is none; the set-up has said why. */
export const pythonTest = (): typeof test.skip => (process.env[TOOLS] === undefined ? test.skip : test);

/** The path of a tool's command. @throws Error where the tools are not installed */
export function toolOf(name: string): string {
  const folder = process.env[TOOLS];
  if (folder === undefined) throw new Error(`${name} is not installed: ${process.env[MISSING] ?? 'no set-up'}`);
  return join(folder, name);
}
