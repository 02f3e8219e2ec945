/**
 * What commands say on standard error: the only place that writes there. With --json an error is one line of JSON, and what is said
 * beside the result for people (progress, hints) is not said: a script that reads standard error meets errors alone.
 */
import { CommanderError } from 'commander';
import { describeError, EXIT, style } from './output.ts';

let json = false;
let quiet = false;

/** Whether the arguments ask for JSON or for quiet, also where they can't be understood otherwise. */
export function speakAsAsked(args: readonly string[]): void {
  const end = args.indexOf('--');
  const options = args.slice(0, end < 0 ? args.length : end);
  json = options.includes('--json');
  quiet = options.includes('--quiet');
}

/** Whether progress and hints are said: they are for people, and not where quiet is asked for. */
export const isChatty = (): boolean => !json && !quiet;

/** For people alone; a warning, in yellow, also where quiet is asked for. */
export function note(text: string, color?: 'yellow'): void {
  if (isChatty() || (!json && color)) console.error(color ? style(color, text, process.stderr) : text);
}

/** As it stands: what commander says, and a line that is rewritten (progressLine). */
export function rewrite(text: string): void {
  if (!json) process.stderr.write(text);
}

/** @param lines for people, where one line of code and message does not say it */
export function sayError(
  error: { readonly code: string; readonly message: string; readonly facts?: Readonly<Record<string, unknown>> },
  lines: readonly string[] = [`${error.code}: ${error.message}`],
): void {
  if (json) console.error(JSON.stringify({ ...error.facts, code: error.code, message: error.message }));
  else for (const line of lines) console.error(style('red', line, process.stderr));
}

/** Says what ended the command. @returns its exit code */
export function sayEnd(error: unknown): number {
  if (!(error instanceof CommanderError)) {
    const { code, message, facts, lines, exit } = describeError(error);
    sayError({ code, message, facts }, lines);
    return exit;
  }
  if (error.exitCode === 0) return EXIT.ok;
  // For people commander has said it already, with the help.
  const message = error.code === 'commander.help' ? 'Name a command.' : error.message.replace(/^error: /u, '');
  if (json) sayError({ code: 'usage', message });
  return EXIT.usage;
}
