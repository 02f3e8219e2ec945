/** `npm start` as a process of its own, of which a test looks at the output and the exit code, or which it kills. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export type Started = {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Its exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
};

/** With the assembly of all tests where there is one. */
export function npmStart(data: string, ...args: string[]): Started {
  const assembly = process.env['LANDFALL_ASSEMBLY'];
  const all = [
    '--no-warnings',
    'local/main.ts',
    '--data',
    data,
    ...(assembly ? ['--assembly', assembly] : []),
    ...args,
  ];
  const child = spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, output: () => output, ended };
}

/** Runs it to its end. */
export async function npmStartToEnd(data: string, ...args: string[]): Promise<{ code: number | null; output: string }> {
  const { ended, output } = npmStart(data, ...args);
  return { code: await ended, output: output() };
}

/** The processes whose command line names a file of the folder, without those that run Node (Linux). */
export function enginesOf(data: string): number[] {
  const words = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      return '';
    }
  };
  if (!existsSync('/proc')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name) && words(name).includes(`${data}/dynamodb`))
    .map(Number);
}
