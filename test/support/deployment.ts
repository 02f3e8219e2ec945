/**
 * The whole embedded deployment in its own process, as `npm start` runs it, for tests that call it over HTTP.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deployment } from '../../local/deployment.ts';
import { fastFolder } from './fast-folder.ts';

export type Running = Deployment & {
  /** The folder that keeps its data. */
  readonly data: string;
  /** The text that it has printed so far. */
  readonly output: () => string;
  /** Ends it at once (SIGKILL), and waits until it is gone: its folder is held until then. */
  readonly kill: () => Promise<void>;
  /** Ends it; `keep` leaves its data for another start. */
  readonly stop: (keep?: boolean) => Promise<void>;
};

/** Long, since the machine may be busy with other tests. */
const READY_MS = 240_000;

/** Deployments of tests that run at the same time would otherwise take each other's ports between a stop and the next start. */
export function keepPortsApart(data: string): void {
  const file = join(data, 'ports.json');
  if (existsSync(file)) return;
  const first = randomInt(20_000, 30_000);
  const names = ['api', 'inbox', 'storage', 'dynamodb', 'mail', 'services'];
  writeFileSync(file, JSON.stringify(Object.fromEntries(names.map((name, index) => [name, first + index]))));
}

/** Starts it in a fresh folder (or again in `data`) and waits for its last screen. @param options `shared`: use the assembly of all tests. `spawned`: gets what kills it before it is ready */
export async function startLandfall(
  options: {
    sample?: boolean;
    shared?: boolean;
    data?: string;
    env?: Record<string, string>;
    spawned?: (kill: () => Promise<void>) => void;
  } = {},
): Promise<Running> {
  const data = options.data ?? fastFolder('landfall-');
  keepPortsApart(data);
  const args = ['--no-warnings', 'local/main.ts', '--data', data, ...(options.sample ? [] : ['--empty'])];
  // Synthesized once for all tests, which would else all bundle into one folder; not for the test of `npm start` itself, nor for a test
  // with its own configuration.
  const { shared = !options.sample && !options.env } = options;
  const assembly = process.env['LANDFALL_ASSEMBLY'];
  if (assembly && shared) args.push('--assembly', assembly);
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: process.cwd(),
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  const kill = async () => {
    if (ended()) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  options.spawned?.(kill);
  let output = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const deadline = performance.now() + READY_MS;
  // A refusal names the keys too: where another one still has the folder.
  while (!output.includes('Ctrl-C') || output.includes('did not start')) {
    if (ended() || performance.now() > deadline) throw new Error(`Landfall did not start:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const deployment = JSON.parse(readFileSync(join(data, 'deployment.json'), 'utf8')) as Deployment;
  const stop = async (keep = false) => {
    if (!ended()) {
      child.kill('SIGINT');
      await once(child, 'exit');
    }
    if (!keep && existsSync(data)) rmSync(data, { recursive: true, force: true });
  };
  return { ...deployment, data, output: () => output, kill, stop };
}
