/** `npm run restore-script -- --help`: prints the commands that restore tables to a point in time. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import * as z from 'zod';
import { adoptionSchema } from '../configuration/adoption.ts';
import { TABLE_NAMES, type TableName } from '../tables.ts';
import { checkScript } from './check-script.ts';
import { restoreScript } from './restore-script.ts';

/** The journeys are left out: a recount fills a new table. The audit is never taken back: it says what happened after the point. */
const USUAL: readonly TableName[] = ['directory', 'search', 'operations'];

const command = new Command('npm run restore-script --silent --')
  .description(
    'Prints a script for the AWS command line that restores tables under new names, for a deployment that adopts them.',
  )
  .requiredOption('--from <file>', 'what the deployment had: the output Adopt of its stateful stack')
  .option('--at <time>', 'UTC, such as 2026-12-01T02:30:00Z, or latest', 'latest')
  .option('--check', 'print the commands that look whether what the file names can be adopted')
  .option('--suffix <text>', 'the new tables are named <table>-<text>', 'r1')
  .option('--tables <names>', `of ${TABLE_NAMES.join(', ')}`, USUAL.join(','))
  .option('--application <name>', "the deployment's name, for its tag", 'landfall')
  .addHelpText(
    'after',
    '\nExample:\n  npm run restore-script --silent -- --from adopt.json --at 2026-12-01T02:30:00Z > restore.sh\n',
  )
  .parse();
const { from, tables, check, ...options } = command.opts<{
  from: string;
  at: string;
  check?: true;
  suffix: string;
  tables: string;
  application: string;
}>();
try {
  const adoption = adoptionSchema.safeParse(readFileSync(from, 'utf8'));
  if (!adoption.success) throw new Error(`${from}: ${z.prettifyError(adoption.error)}`);
  if (check) {
    process.stdout.write(checkScript(adoption.data));
    process.exit(0);
  }
  const names = tables.split(',').map((name) => name.trim());
  const wrong = names.filter((name) => !(TABLE_NAMES as readonly string[]).includes(name));
  if (wrong.length > 0)
    throw new Error(`--tables: there is no ${wrong.join(', ')}; there are ${TABLE_NAMES.join(', ')}.`);
  process.stdout.write(restoreScript({ ...options, from: adoption.data, tables: names as TableName[] }));
} catch (error) {
  command.error((error as Error).message);
}
