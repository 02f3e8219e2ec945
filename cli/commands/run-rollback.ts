/** `landfall run rollback`: the newest import of a source taken back, after its preview. */
import type { Command } from 'commander';
import type { RunView } from '#core/migration/record.ts';
import { confirmByTyping } from '../input/confirm.ts';
import type { Client } from '../online/client.ts';
import { follow } from '../online/follow.ts';
import { clientOf, type OnlineOptions, online } from '../online/options.ts';
import { print } from '../text/output.ts';
import { migrationText, printFailure } from '../text/run.ts';
import { note } from '../text/stderr.ts';

type Options = OnlineOptions & { readonly preview?: boolean; readonly yes?: boolean };

async function rollback(client: Client, of: string, preview: boolean): Promise<RunView> {
  const body = { preview };
  const started = await client.call<{ id: string; execution: string }>(
    'POST',
    `/runs/${encodeURIComponent(of)}/rollback`,
    {
      body,
    },
  );
  return follow(client, started.id, note, started.execution);
}

async function run(of: string, options: Options): Promise<void> {
  const client = await clientOf(options);
  const before = options.yes ? undefined : await rollback(client, of, true);
  if (before && (options.preview || before.status === 'failed')) {
    print(options.json, before, () => migrationText(before));
    return printFailure(before);
  }
  if (before) {
    note(migrationText(before));
    await confirmByTyping('Take this import back? Type yes: ', 'yes');
  }
  const done = await rollback(client, of, false);
  print(options.json, done, () => migrationText(done));
  printFailure(done);
}

export function registerRollback(runs: Command): void {
  online(
    runs
      .command('rollback')
      .description(
        'Takes the newest import of a source back: what it created is deleted, what it changed is as it was before. What has been used or changed since stays, and is listed. Shows the preview first and asks; begun again after a failure it goes on.',
      )
      .argument('<id>', 'run ID of the import')
      .option('--preview', 'only show what would be taken back')
      .option('--yes', 'without the preview and the question'),
    'run rollback 019b3e4c7a1f00000000000000000000 --preview',
    'run rollback 019b3e4c7a1f00000000000000000000 --yes',
  ).action(run);
}
