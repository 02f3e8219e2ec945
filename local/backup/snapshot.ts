/**
 * A copy of the data folder of one moment. A deployment that runs makes it of itself: the process of the tables is held by the system, and
 * the one that has all other engines does nothing else meanwhile, so that no write falls in between. What is copied is what a kill at that moment
 * would have left, and a start goes on with that.
 */
import { execFileSync } from 'node:child_process';
import { constants, copyFileSync, linkSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { LOCK_FILE } from '../folder/lock.ts';

/** Of a backup that is being made, in the data folder, where links to its files can be made. */
export const SNAPSHOT = 'snapshot-';
/** Of a restore: what is being unpacked; and what was there before. */
export const STAGED = 'restore-';
export const ASIDE = 'before-restore-';
export const JOURNAL = 'restore.json';
const MOST_MS = 3_000;

const LEFT_OUT = ['cdk.out', 'deployment.json', LOCK_FILE, `${LOCK_FILE}-journal`, JOURNAL];
const isLeftOut = (name: string): boolean =>
  LEFT_OUT.includes(name) || [SNAPSHOT, STAGED, ASIDE].some((start) => name.startsWith(start));
/** The first is the engine's own note of who reads; the second was being written, and has its place already or never gets it. */
const isPassing = (name: string): boolean => name.endsWith('-shm') || name.endsWith('.new');
/** Written once, and replaced as a whole (objects.ts): a link to it stays what it is. */
const NEVER_CHANGED = join('storage', 'objects') + sep;

function keep(file: string, copy: string, linked: boolean): void {
  if (linked)
    try {
      linkSync(file, copy);
      return;
    } catch {
      // A file system without links.
    }
  copyFileSync(file, copy, constants.COPYFILE_FICLONE);
}

/** Nothing may write to the folder meanwhile. */
export function copyFolder(data: string, into: string): void {
  mkdirSync(into, { mode: 0o700 });
  const copy = (below: string) => {
    for (const entry of readdirSync(join(data, below), { withFileTypes: true })) {
      const name = join(below, entry.name);
      if (below === '' ? isLeftOut(name) : isPassing(name)) continue;
      if (entry.isDirectory()) {
        mkdirSync(join(into, name), { mode: 0o700 });
        copy(name);
      } else if (entry.isFile() && !isPassing(name))
        keep(join(data, name), join(into, name), name.startsWith(NEVER_CHANGED));
    }
  };
  copy('');
}

/** Whether the system has stopped all threads of the process. */
function isHeld(pid: number): boolean {
  if (process.platform !== 'linux')
    return execFileSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('T');
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).every((task) => {
    const [, state] = /\) (\w) /u.exec(readFileSync(join(tasks, task, 'stat'), 'utf8')) ?? [];
    return state === 'T';
  });
}

/** Does `act` while the process is held. This process does nothing else meanwhile either: nothing here is waited for. @throws Error where it can't be held */
export function whileHeld(pid: number, act: () => void): void {
  if (process.platform === 'win32')
    throw new Error('On Windows a backup is made while Landfall does not run. Stop it first.');
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const deadline = performance.now() + MOST_MS;
  process.kill(pid, 'SIGSTOP');
  try {
    while (!isHeld(pid)) {
      if (performance.now() > deadline)
        throw new Error("The embedded DynamoDB can't be held for the backup. Try again.");
      Atomics.wait(pause, 0, 0, 1);
    }
    act();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}
