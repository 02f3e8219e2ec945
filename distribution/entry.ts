/** The command line as a single file: the same as cli/main.ts, in a form that a CommonJS file can have. */
import { start } from '#cli/start.ts';

void start();
