/**
 * The program for one call: the command that the arguments name, loaded when it is called, and of all others what the list of commands shows.
 * To load all of them takes longer than most of them run.
 */
import type { Command } from 'commander';
import { called, withList } from './heads.ts';
import { createRoot } from './root.ts';

type Loaded = Promise<{ readonly register: (program: Command) => void }>;

const runs = () => [import('./commands/run.ts'), import('./commands/report.ts')];
const campaigns = () => [import('./commands/campaigns.ts')];
const sources = () => [import('./commands/sources.ts')];

/** Their files, in the order of program.ts where commands stand below others that have files of their own. */
const LOAD: Readonly<Record<string, () => readonly Loaded[]>> = {
  profile: () => [import('./commands/profile.ts')],
  key: () => [import('./commands/key.ts')],
  packers: () => [import('./commands/packers.ts')],
  pack: () => [import('./commands/pack.ts')],
  inspect: () => [import('./commands/inspect.ts')],
  import: () => [import('./commands/import.ts')],
  approve: () => [import('./commands/approve.ts')],
  status: () => [import('./commands/status.ts')],
  runs: () => [import('./commands/runs.ts')],
  run: runs,
  tell: () => [import('./commands/tell.ts')],
  campaigns,
  campaign: campaigns,
  people: () => [import('./commands/people.ts')],
  sources,
  source: sources,
  report: runs,
  'cut-over': () => [import('./commands/cut-over.ts')],
  'close-down': () => [import('./commands/close-down.ts')],
  settings: () => [import('./commands/settings.ts')],
  'mail-texts': () => [import('./commands/mail-texts.ts')],
  questions: () => [import('./commands/questions.ts')],
  user: () => [import('./commands/user.ts'), import('./commands/user-list.ts')],
  token: () => [import('./commands/token.ts')],
  passcode: () => [import('./commands/passcode.ts')],
  audit: () => [import('./commands/audit.ts'), import('./commands/audit-verify.ts')],
  'after-restore': () => [import('./commands/after-restore.ts')],
};

/** @param args behind `landfall` @param version what --version says */
export async function programFor(args: readonly string[], version: string): Promise<Command> {
  const name = called(args);
  // It says what all others take.
  if (name === 'completion') return (await import('./program.ts')).createProgram(version);
  const program = createRoot(version);
  const files = name !== undefined && Object.hasOwn(LOAD, name) ? LOAD[name]!() : [];
  for (const loaded of files) (await loaded).register(program);
  return withList(program);
}
