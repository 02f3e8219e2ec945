#!/usr/bin/env node
/** bin/landfall. */
import manifest from '../package.json' with { type: 'json' };
import { createProgram } from './program.ts';
import { EXIT } from './text/output.ts';
import { sayEnd, speakAsAsked } from './text/stderr.ts';

// A reader that closes the pipe (`landfall report | head`) ends the command without an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : EXIT.service));
process.on('uncaughtException', (error) => process.exit(sayEnd(error)));

speakAsAsked(process.argv.slice(2));
try {
  await createProgram(manifest.version).parseAsync();
} catch (error) {
  process.exitCode = sayEnd(error);
}
