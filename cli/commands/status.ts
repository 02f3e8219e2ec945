/** `landfall status`: how far a migration is. */
import type { Command } from 'commander';
import { follow } from '../online/follow.ts';
import { clientOf, type OnlineOptions, online } from '../online/options.ts';
import { listRuns, runOf } from '../online/runs.ts';
import { print, table } from '../text/output.ts';
import { migrationText, printFailure } from '../text/run.ts';
import { note } from '../text/stderr.ts';

type Options = OnlineOptions & { readonly watch?: boolean; readonly all?: boolean };

async function run(id: string | undefined, options: Options): Promise<void> {
  const client = await clientOf(options);
  if (options.all) {
    const runs = await listRuns(client);
    const rows = runs.map((one) => [one.id, one.status, one.kind, one.attempt, new Date(one.startedAt).toISOString()]);
    return print(options.json, { runs }, () => table(['id', 'status', 'kind', 'attempt', 'started'], rows));
  }
  const found = await runOf(client, id);
  const migration = options.watch ? await follow(client, found.id, note) : found;
  print(options.json, migration, () => migrationText(migration));
  if (options.watch) printFailure(migration);
}

export function register(program: Command): void {
  online(
    program
      .command('status')
      .summary('how far a migration is')
      .description('Shows a migration: the newest, or the one named.')
      .argument('[id]', 'migration ID')
      .option('--watch', 'go on until it is over; exit code 4 where it failed')
      .option('--all', 'list all runs'),
    'status',
    'status --watch',
    'status --all --json',
  ).action(run);
}
