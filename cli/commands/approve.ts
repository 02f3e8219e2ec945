/** `landfall approve`: a super-admin's word on what a run may not change by itself (A8). */
import { type Command, Option } from 'commander';
import { invalid } from '#core/errors.ts';
import type { Approval } from '#core/migration/record.ts';
import { follow } from '../online/follow.ts';
import { clientOf, type OnlineOptions, online } from '../online/options.ts';
import { runOf } from '../online/runs.ts';
import { print } from '../text/output.ts';
import { migrationText, printFailure } from '../text/run.ts';
import { note } from '../text/stderr.ts';

type Options = OnlineOptions & { readonly refuse?: boolean; readonly source?: string };

async function run(id: string | undefined, options: Options): Promise<void> {
  const client = await clientOf(options);
  const { source, refuse } = options;
  if (source !== undefined) {
    if (id !== undefined) throw invalid('approval.which', 'Name a migration, or a source with --source, not both.');
    const approval = await client.call<Approval>('POST', '/approvals', { body: { source } });
    const { before, after } = approval;
    return print(
      options.json,
      { source, ...approval },
      () => `Approved, once, for runs of ${source}: ${before.selfService} -> ${after.selfService}`,
    );
  }
  const { id: waiting } = await runOf(client, id);
  const body = { decision: refuse ? 'refused' : 'approved' };
  const { execution } = await client.call<{ execution: string }>('POST', `/runs/${waiting}/approval`, { body });
  const migration = await follow(client, waiting, note, execution);
  print(options.json, migration, () => migrationText(migration));
  printFailure(migration);
}

export function register(program: Command): void {
  online(
    program
      .command('approve')
      .summary('let a run change the settings that it waits for')
      .description(
        'Where every way into the Self-Service Console asks for more than one factor, a run waits for a super-admin. Shows old and new value with `landfall status`; without an ID the newest migration.',
      )
      .argument('[id]', 'migration ID')
      .option('--refuse', 'end the run without the change; its users are listed as not told')
      .addOption(
        new Option('--source <name>', 'approve in advance, once, for runs of this source deployment').conflicts(
          'refuse',
        ),
      ),
    'approve',
    'approve --refuse',
    'approve --source am-old.corp.example',
  ).action(run);
}
