#!/usr/bin/env node
/** bin/landfall. */
import { CommanderError } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { createProgram } from './program.ts';
import { describeError, EXIT, style } from './text/output.ts';

// A reader that closes the pipe (`landfall report | head`) ends the command without an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : EXIT.service));

try {
  await createProgram(manifest.version).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  } else {
    const { lines, exit } = describeError(error);
    for (const line of lines) console.error(style('red', line, process.stderr));
    process.exitCode = exit;
  }
}
