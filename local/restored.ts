/**
 * The first start after a restore (backup/restored.ts) does what an operator does after a restore on AWS: what was used after the backup was made
 * must not count again, and a campaign must mail to no person twice.
 */
import { existsSync, rmSync } from 'node:fs';
import * as z from 'zod';
import { afterRestore } from '#cli/online/after-restore.ts';
import type { Client } from '#cli/online/client.ts';
import { readVitalState } from '#cli/sample/state-file.ts';
import { afterRestoreText } from '#cli/text/after-restore.ts';

const schema = z.object({ madeAt: z.iso.datetime() });

/** @param file says that the folder was restored; it goes when all is done @param client an operator's */
export async function endRestore(file: string, client: Client, say: (line: string) => void): Promise<void> {
  if (!existsSync(file)) return;
  const { madeAt } = readVitalState(file, schema)!;
  const done = await afterRestore(client, madeAt);
  rmSync(file);
  // Runs go on by themselves here.
  say(`The first start after a restore. ${afterRestoreText({ ...done, unfinished: [] })}`);
}
