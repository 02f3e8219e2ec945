/**
 * `npm run unit`, `integration`, `lint:cloud` and `test:deploy`: tests of one kind, all or of some parts, with this project's Node. What follows
 * `--` goes to jest as it stands.
 */
import { spawnSync } from 'node:child_process';
import { CLOUD, DEPLOY, INTEGRATION, SYNTH, UNIT } from './check.ts';

const KINDS = { unit: UNIT, integration: INTEGRATION, cloud: CLOUD, deploy: DEPLOY };
type Kind = keyof typeof KINDS;
/** Those that run what a synth leaves. */
const ON_AN_ASSEMBLY: readonly Kind[] = ['integration', 'cloud'];
/** The npm scripts of other names. */
const SCRIPTS: Partial<Record<Kind, string>> = { cloud: 'lint:cloud', deploy: 'test:deploy' };
const help = (kind: Kind, part: string, name: string, script: string = SCRIPTS[kind] ?? kind) => `
Usage: npm run ${script} -- [PART ...] [OPTION ...]

Runs the ${kind} tests whose files' paths contain a PART (a regular expression); all of them where none is named.
Options are jest's. The most useful:
  -t 'WORDS'             only the tests whose names match (a regular expression)
  --watch                again and again, as files change
  --verbose              the name of each test
  --jest-help            all of them

Examples:
  npm run ${script}
  npm run ${script} -- ${part}
  npm run ${script} -- ${part} -t '${name}'`;
const SYNTHESIZED =
  '\n\nThe cloud assembly that they run is synthesized first where it is missing or older than its sources.';
const HELP: Readonly<Record<Kind, string>> = {
  unit: help('unit', 'core/tokens core/xml', 'sequence'),
  integration: `${help('integration', 'browser/recovery', 'two passcodes')}${SYNTHESIZED}`,
  cloud: `${help('cloud', 'nag', 'acknowledged')}${SYNTHESIZED}`,
  deploy: help('deploy', 'deploy', 'destroy'),
};

/** Runs a command with this terminal as its own. @returns its exit code */
function show(command: readonly string[], env: Readonly<Record<string, string>> = {}): number {
  const [file, ...args] = command;
  return spawnSync(file!, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status ?? 1;
}

/** @param given what follows `--` on the command line */
function main(kind: Kind, given: readonly string[]): number {
  if (given.includes('--jest-help')) return show(['jest', '--help']);
  if (given.includes('--help') || given.includes('-h')) {
    console.log(HELP[kind]);
    return 0;
  }
  if (ON_AN_ASSEMBLY.includes(kind) && !given.includes('--listTests')) {
    const code = show(SYNTH.command);
    if (code !== 0) return code;
  }
  // Before the list of projects, which would else swallow the parts.
  const [jest, ...options] = KINDS[kind].command;
  return show([jest!, ...given, ...options], KINDS[kind].env);
}

const [kind, ...given] = process.argv.slice(2);
process.exitCode = main((Object.keys(KINDS) as Kind[]).find((name) => name === kind) ?? 'unit', given);
