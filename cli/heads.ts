/** What the list of commands shows of each, in the order in which an administrator needs them; and the list. */
import type { Command } from 'commander';
import { createRoot } from './root.ts';

type Head = {
  /** As the list of commands shows it. */
  readonly usage: string;
  readonly says: string;
};

/** The same as program.ts: cli/one-command.test.ts compares. */
const HEADS: readonly Head[] = [
  { usage: 'profile', says: 'names for deployments' },
  { usage: 'key [options]', says: "the target's public key, for `landfall pack --recipient`" },
  { usage: 'packers', says: 'whose packages are believed' },
  { usage: 'pack [options]', says: 'make an export package from LDIF, CSV or LDAP and token files' },
  { usage: 'inspect [options] <package>', says: 'what a package holds, and why it would be refused; no key needed' },
  { usage: 'import [options] <file>', says: 'import a package' },
  { usage: 'approve [options] [id]', says: 'let a run change the settings that it waits for' },
  { usage: 'status [options] [id]', says: 'how far a run is' },
  { usage: 'runs [options]', says: 'all runs: previews, imports, rollbacks' },
  { usage: 'run', says: 'one run: show, resume, report, confirm, rollback' },
  { usage: 'tell [options]', says: 'tell users what to do, by e-mail' },
  { usage: 'campaigns [options]', says: 'all campaigns of e-mails' },
  { usage: 'campaign', says: 'one campaign: show, hold, resume, end' },
  { usage: 'people [options]', says: 'how far the people have come' },
  { usage: 'sources [options]', says: 'where packages came from' },
  { usage: 'source', says: 'close or open a source' },
  { usage: 'report [options] [id]', says: 'what became of each record' },
  { usage: 'cut-over [options] [source]', says: 'tokens to disable in the source deployment' },
  { usage: 'close-down [options] [source]', says: 'what is left before a source deployment is shut down' },
  { usage: 'settings', says: 'read and change settings' },
  { usage: 'mail-texts', says: 'what mails say, in each language' },
  { usage: 'questions', says: 'the catalogue of security questions' },
  { usage: 'user', says: 'find, mend and reset users; create the first administrator' },
  { usage: 'token', says: 'find, show and handle tokens: enable, lost, clear-pin, assign, delete, resynchronise' },
  {
    usage: 'passcode [options] [user]',
    says: 'what a token shows now: for a user of the sample, or for any token file',
  },
  { usage: 'audit [options]', says: 'who did what, newest first' },
  { usage: 'after-restore [options]', says: 'the first act after tables were restored to an earlier point' },
  { usage: 'completion <shell>', says: 'completion of commands and options, for a shell' },
];

const nameOf = ({ usage }: Head): string => usage.split(' ', 1)[0]!;

/** A command that is only listed. */
function listed(program: Command, { usage, says }: Head): void {
  const [name, ...words] = usage.split(' ');
  const command = program.command([name, ...words.filter((word) => word !== '[options]')].join(' ')).summary(says);
  if (words.includes('[options]')) command.option('--help-of-this-command');
}

/** Adds to a program the commands that it lacks, so that it lists them. */
export function withList(program: Command): Command {
  const there = new Set(program.commands.map((command) => command.name()));
  for (const head of HEADS) if (!there.has(nameOf(head))) listed(program, head);
  return program;
}

/** The command that is called, or whose help is asked for. @param args behind `landfall` */
export function called(args: readonly string[]): string | undefined {
  const [first, second] = args.filter((arg) => !arg.startsWith('-'));
  return first === 'help' ? second : first;
}

/** The list of commands, where nothing else is asked for; undefined where more of the program is needed. */
export function listAsked(args: readonly string[]): string | undefined {
  if (args.length !== 1 || !['--help', '-h', 'help'].includes(args[0]!)) return undefined;
  let text = '';
  const program = withList(createRoot('')).configureOutput({ writeOut: (piece) => (text += piece) });
  program.outputHelp();
  return text;
}
