/** `landfall runs`: all runs, newest first, and which of them wait for a yes. */
import type { Command } from 'commander';
import { clientOf, type OnlineOptions, online } from '../online/options.ts';
import { listRuns } from '../online/runs.ts';
import { print } from '../text/output.ts';
import { runsText } from '../text/run.ts';

type Options = OnlineOptions & { readonly source?: string; readonly waiting?: boolean };

async function run({ source, waiting, ...options }: Options): Promise<void> {
  const runs = await listRuns(await clientOf(options), { source, waiting: waiting ? 'yes' : undefined });
  print(options.json, { runs }, () => runsText(runs));
}

export function register(program: Command): void {
  online(
    program
      .command('runs')
      .summary('all runs: previews, imports, rollbacks')
      .description('Lists the runs, newest first, with what each waits for.')
      .option('--source <name>', 'only those of this source')
      .option('--waiting', 'only those that wait for a super-admin'),
    'runs',
    'runs --source am-old.corp.example --waiting',
    'runs --json',
  ).action(run);
}
