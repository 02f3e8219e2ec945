/** `landfall status`: how far a run is. */
import type { Command } from 'commander';
import { follow } from '../online/follow.ts';
import { clientOf, type OnlineOptions, online } from '../online/options.ts';
import { listRuns, runOf } from '../online/runs.ts';
import { print } from '../text/output.ts';
import { migrationText, printFailure, runsText } from '../text/run.ts';
import { note } from '../text/stderr.ts';

type Options = OnlineOptions & { readonly watch?: boolean; readonly all?: boolean };

async function run(id: string | undefined, options: Options): Promise<void> {
  const client = await clientOf(options);
  if (options.all) {
    const runs = await listRuns(client);
    return print(options.json, { runs }, () => runsText(runs));
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
      .summary('how far a run is')
      .description('Shows a run: the newest, or the one named. The same as `landfall run show`.')
      .argument('[id]', 'run ID')
      .option('--watch', 'go on until it is over; exit code 4 where it failed')
      .option('--all', 'list all runs, as `landfall runs`'),
    'status',
    'status --watch',
    'status --all --json',
  ).action(run);
}
