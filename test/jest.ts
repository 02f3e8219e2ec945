/**
 * `npm run unit` and `npm run integration`: tests of one kind, all or of some parts, with this project's Node. What follows
 * `--` goes to jest as it stands.
 */
import { spawnSync } from 'node:child_process';
import { INTEGRATION, SYNTH, UNIT } from './check.ts';

const KINDS = { unit: UNIT, integration: INTEGRATION };
const help = (kind: string, part: string, name: string) => `
Usage: npm run ${kind} -- [PART ...] [OPTION ...]

Runs the ${kind} tests whose files' paths contain a PART (a regular expression); all of them where none is named.
Options are jest's. The most useful:
  -t 'WORDS'             only the tests whose names match (a regular expression)
  --watch                again and again, as files change
  --verbose              the name of each test
  --jest-help            all of them

Examples:
  npm run ${kind}
  npm run ${kind} -- ${part}
  npm run ${kind} -- ${part} -t '${name}'`;
const HELP = {
  unit: help('unit', 'core/tokens core/xml', 'sequence'),
  integration: `${help('integration', 'browser/recovery', 'two passcodes')}

The cloud assembly that they run is synthesized first where it is missing or older than its sources.`,
};

/** Runs a command with this terminal as its own. @returns its exit code */
function show(command: readonly string[], env: Readonly<Record<string, string>> = {}): number {
  const [file, ...args] = command;
  return spawnSync(file!, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status ?? 1;
}

/** @param given what follows `--` on the command line */
function main(kind: keyof typeof KINDS, given: readonly string[]): number {
  if (given.includes('--jest-help')) return show(['jest', '--help']);
  if (given.includes('--help') || given.includes('-h')) {
    console.log(HELP[kind]);
    return 0;
  }
  if (kind === 'integration' && !given.includes('--listTests')) {
    const code = show(SYNTH.command);
    if (code !== 0) return code;
  }
  // Before the list of projects, which would else swallow the parts.
  const [jest, ...options] = KINDS[kind].command;
  return show([jest!, ...given, ...options], KINDS[kind].env);
}

const [kind, ...given] = process.argv.slice(2);
process.exitCode = main(kind === 'integration' ? kind : 'unit', given);
