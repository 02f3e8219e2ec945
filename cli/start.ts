/** How a command starts and ends: of bin/landfall, and of the command line as a single file (distribution/entry.ts). */
import { programFor } from './one-command.ts';
import { EXIT } from './text/output.ts';
import { sayEnd, speakAsAsked } from './text/stderr.ts';

/** Asked of git in a checkout, so only where it is shown. */
const asksForVersion = (args: readonly string[]): boolean => args.includes('--version') || args.includes('-V');

/** Runs the command that the process was started with, and sets its exit code. */
export async function start(): Promise<void> {
  // A reader that closes the pipe (`landfall report | head`) ends the command without an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : EXIT.service));
  process.on('uncaughtException', (error) => process.exit(sayEnd(error)));
  const args = process.argv.slice(2);
  speakAsAsked(args);
  try {
    const version = asksForVersion(args) ? (await import('./version.ts')).versionText() : '';
    await (await programFor(args, version)).parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = sayEnd(error);
  }
}
