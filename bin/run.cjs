#!/usr/bin/env node
// The one file in plain JavaScript: before the first install there is nothing here that could read TypeScript.
// `node bin/run.cjs FILE.ts [ARG ...]` makes the checkout ready (dependencies by lockfile, once per lockfile) and
// runs FILE on Node 24: the machine's own where it is new enough, else the one that the lockfile brings.
'use strict';
const { spawn, spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const root = path.dirname(__dirname);
const WANTED_MAJOR = 24;
const major = Number(process.versions.node.split('.')[0]);

function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Files that run without the devDependencies: installing takes half the time. */
const RUNTIME = /^(local|cli)\//;

function install(options) {
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...options];
  // What npm prints goes to standard error: standard output belongs to the command (`landfall key > key.pem`).
  const how = { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, NODE_ENV: 'development' } };
  return npm
    ? spawnSync(process.execPath, [npm, ...args], how)
    : spawnSync('npm', args, { ...how, shell: process.platform === 'win32' });
}

function ensureDependencies(file) {
  const lock = createHash('sha256')
    .update(fs.readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = path.join(root, 'node_modules', '.landfall-lock');
  const installed = fs.existsSync(stamp) ? fs.readFileSync(stamp, 'utf8') : '';
  const runtime = RUNTIME.test(file);
  if (installed === `${lock} all` || (runtime && installed === `${lock} runtime`)) return;
  say('Installing the dependencies named in package-lock.json ...');
  const options = runtime ? ['--omit=dev'] : [];
  // First from the cache alone where possible; the registry is asked where the cache lacks something.
  const done = install(['--prefer-offline', ...options]).status === 0 ? { status: 0 } : install(options);
  if (done.status !== 0) {
    say(
      'npm ci did not succeed: see its messages above. Check the network or the npm registry setting, then try again.',
    );
    process.exit(done.status ?? 1);
  }
  fs.writeFileSync(stamp, `${lock} ${runtime ? 'runtime' : 'all'}`);
}

function node24() {
  if (major >= WANTED_MAJOR) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const shipped = path.join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', name);
  if (fs.existsSync(shipped)) return shipped;
  say(
    `Landfall's scripts need Node ${WANTED_MAJOR}; this machine runs ${process.version}, and no Node ${WANTED_MAJOR} package exists for ${process.platform}-${process.arch}. Install Node ${WANTED_MAJOR} or newer and try again.`,
  );
  process.exit(1);
}

const [file, ...args] = process.argv.slice(2);
if (!file) {
  say('usage: node bin/run.cjs FILE.ts [ARG ...]');
  process.exit(2);
}
/** What was compiled once is not compiled again, as long as it stays what it was: the CDK alone is a second's work. */
const COMPILED = path.join(root, 'node_modules', '.cache', 'node');
/** `landfall pack` reads large exports on small machines: garbage is collected sooner, at a tenth more time. */
const packs = file === 'cli/main.ts' && args[0] === 'pack';

/** The command line in this process: a second one takes as long as most commands. */
function runHere() {
  process.env.NODE_COMPILE_CACHE ??= COMPILED;
  require('node:module').enableCompileCache(process.env.NODE_COMPILE_CACHE);
  const { emitWarning } = process;
  process.emitWarning = (warning, ...more) => {
    if ((more[0]?.type ?? more[0]) !== 'ExperimentalWarning') emitWarning.call(process, warning, ...more);
  };
  process.argv = [process.execPath, path.resolve(root, file), ...args];
  void import(pathToFileURL(process.argv[1]).href);
}

function runApart(node) {
  const options = packs ? ['--max-semi-space-size=4'] : [];
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...options, path.resolve(root, file), ...args], {
    stdio: 'inherit',
    env: {
      NODE_COMPILE_CACHE: COMPILED,
      ...process.env,
      PATH: [path.dirname(node), path.join(root, 'node_modules', '.bin'), process.env.PATH].join(path.delimiter),
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}

ensureDependencies(file);
const node = node24();
if (node === process.execPath && file === 'cli/main.ts' && !packs) runHere();
else runApart(node);
