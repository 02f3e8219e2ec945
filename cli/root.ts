/** `landfall` without its commands. */
import { Command } from 'commander';
import { rewrite } from './text/stderr.ts';

/** @param version what --version says */
export function createRoot(version: string): Command {
  return new Command('landfall')
    .description('Moves users and their SecurID tokens to a new deployment and gets each of them a password again.')
    .version(version)
    .showHelpAfterError('Add --help to see how it is used.')
    .exitOverride()
    .configureOutput({ writeErr: rewrite })
    .addHelpText(
      'after',
      `
Commands talk to the deployment that \`npm start\` runs on this machine, or with --stack NAME to one on AWS.
Which one also stands in LANDFALL_STACK, in LANDFALL_PROFILE, in LANDFALL_DATA or in a profile (landfall profile --help);
what a command names itself goes first. pack, inspect, passcode and packers new-key work offline.

With --json standard output is JSON, and so is an error: one line on standard error with its "code" and "message".

Exit codes: 0 done, 1 refused, 2 wrong usage, 3 the deployment failed or does not answer, 4 the run failed,
5 it waits for a super-admin.

Examples:
  landfall key > target.pem
  landfall pack --help
  landfall import export.zip --dry-run
  landfall report --csv > report.csv
`,
    );
}
