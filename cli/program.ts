/**
 * The whole program: each command with its options, in the order in which an administrator needs them. A call of one command needs that one alone
 * (one-command.ts).
 */
import type { Command } from 'commander';
import { register as afterRestore } from './commands/after-restore.ts';
import { register as approve } from './commands/approve.ts';
import { register as audit } from './commands/audit.ts';
import { register as auditVerify } from './commands/audit-verify.ts';
import { register as campaigns } from './commands/campaigns.ts';
import { register as closeDown } from './commands/close-down.ts';
import { register as completion } from './commands/completion.ts';
import { register as cutOver } from './commands/cut-over.ts';
import { register as imports } from './commands/import.ts';
import { register as inspect } from './commands/inspect.ts';
import { register as key } from './commands/key.ts';
import { register as mailTexts } from './commands/mail-texts.ts';
import { register as pack } from './commands/pack.ts';
import { register as packers } from './commands/packers.ts';
import { register as passcode } from './commands/passcode.ts';
import { register as people } from './commands/people.ts';
import { register as profile } from './commands/profile.ts';
import { register as questions } from './commands/questions.ts';
import { register as report } from './commands/report.ts';
import { register as run } from './commands/run.ts';
import { register as runs } from './commands/runs.ts';
import { register as settings } from './commands/settings.ts';
import { register as sources } from './commands/sources.ts';
import { register as status } from './commands/status.ts';
import { register as tell } from './commands/tell.ts';
import { register as token } from './commands/token.ts';
import { register as user } from './commands/user.ts';
import { register as userList } from './commands/user-list.ts';
import { createRoot } from './root.ts';

const COMMANDS = [
  profile,
  key,
  packers,
  pack,
  inspect,
  imports,
  approve,
  status,
  runs,
  run,
  tell,
  campaigns,
  people,
  sources,
  report,
  cutOver,
  closeDown,
  settings,
  mailTexts,
  questions,
  user,
  userList,
  token,
  passcode,
  audit,
  auditVerify,
  afterRestore,
  completion,
];

/** @param version what --version says */
export function createProgram(version: string): Command {
  const program = createRoot(version);
  for (const register of COMMANDS) register(program);
  return program;
}
