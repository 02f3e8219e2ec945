/** The list of commands alone, in front of the single file: all others are read only where one is called (single-file.ts). */
import { listAsked } from '#cli/heads.ts';

/** Whether that was all that was asked for. */
export function listed(): boolean {
  const list = listAsked(process.argv.slice(2));
  if (list !== undefined) process.stdout.write(list);
  return list !== undefined;
}
