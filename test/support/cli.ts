/** Runs `landfall` with the data folder of a deployment. */
import { spawn } from 'node:child_process';
import type { Running } from './deployment.ts';

export type Run = { readonly code: number; readonly stdout: string; readonly stderr: string };

export function landfall(deployment: Pick<Running, 'data'> | undefined, ...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1', ...(deployment ? { LANDFALL_DATA: deployment.data } : {}) };
    const child = spawn(process.execPath, ['--no-warnings', 'cli/main.ts', ...args], {
      cwd: process.cwd(),
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}

/** Runs `landfall --json` and parses its output. @throws Error with its error output where it failed */
export async function landfallJson<T>(deployment: Pick<Running, 'data'>, ...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await landfall(deployment, ...args, '--json');
  if (code !== 0) throw new Error(`landfall ${args.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}
