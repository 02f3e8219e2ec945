/** What `npm start` does besides starting: a backup, a restore, and to say how the deployment is. */
import { backUp } from './backup/backup.ts';
import type { PassphraseOptions } from './backup/passphrase.ts';
import { restore } from './backup/restore.ts';
import { healthOf } from './backup/running.ts';
import { isHeld } from './folder/folder.ts';

export type Tasks = PassphraseOptions & {
  readonly status?: boolean;
  readonly backup?: string;
  readonly restore?: string;
  readonly replace?: boolean;
};
type Say = (line: string) => void;
/** As systemctl's status has it. */
const NOT_RUNNING = 3;

async function status(data: string): Promise<number> {
  if (!(await isHeld(data))) {
    console.log(`Landfall does not run in ${data}.`);
    return NOT_RUNNING;
  }
  const { status: state, release, upSeconds, freeMebibytes, parts } = await healthOf(data);
  console.log(`Landfall ${release}: ${state}, up for ${upSeconds} s, ${freeMebibytes} MiB of disk left`);
  for (const [part, how] of Object.entries(parts)) console.log(`  ${part.padEnd(9)} ${how}`);
  return state === 'ok' ? 0 : 1;
}

/** @returns what is to be done, with its exit code; undefined where it is to be started */
export function runTask(options: Tasks, data: string, say: Say): (() => Promise<number>) | undefined {
  const { backup: into, restore: from } = options;
  if (options.status) return () => status(data);
  if (into !== undefined) return () => backUp(data, into, options, say).then(() => 0);
  if (from !== undefined) return () => restore(data, from, options, say).then(() => 0);
  return undefined;
}
