/** The engine that a deployment which was killed has left behind: two would write to one database. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const PAUSE_MS = 50;
/** What it gets to end by itself, and then to be ended. */
const PATIENCE_MS = 5_000;

type Process = { readonly pid: number; readonly words: readonly string[] };

/** A process that has just ended has no words, nor has one of another user. */
function wordsOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function processes(): Process[] {
  if (process.platform === 'win32') return [];
  if (process.platform === 'linux')
    return readdirSync('/proc')
      .filter((name) => /^\d+$/u.test(name))
      .map((name) => ({ pid: Number(name), words: wordsOf(name) }));
  const listed = execFileSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' }).trim().split('\n');
  return listed.map((line) => ({ pid: Number.parseInt(line, 10), words: line.trim().split(/\s+/u) }));
}

/** By the command lines and not by a number on disk, which a kill may keep from being written, and which is given out again. */
const enginesOf = (folder: string): number[] =>
  processes()
    .filter(({ words }) => words.some((one) => one === folder || one === join(folder, 'directory.sqlite')))
    .map(({ pid }) => pid);

/** Ends it, and waits for that. @param folder of the engine's files @throws Error where it does not end */
export async function endOrphans(folder: string): Promise<void> {
  // Nearly always none: the list of all processes is read once then.
  let left = enginesOf(folder);
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    for (const pid of left) {
      try {
        process.kill(pid, signal);
        // One that was stopped hears nothing before it goes on.
        process.kill(pid, 'SIGCONT');
      } catch {
        // It has ended meanwhile.
      }
    }
    const deadline = performance.now() + PATIENCE_MS;
    while (left.length > 0 && performance.now() < deadline) {
      await setTimeout(PAUSE_MS);
      left = enginesOf(folder);
    }
  }
  if (left.length > 0)
    throw new Error(
      `an engine of an earlier start still runs (process ${left[0]}) and does not end. End it, and start again`,
    );
}
