/** `landfall import`: uploads a package and imports it, or previews the import. */
import { type Command, Option } from 'commander';
import { DUPLICATE_POLICIES } from '#core/duplicate-policy.ts';
import { follow } from '../online/follow.ts';
import { clientOf, type OnlineOptions, online } from '../online/options.ts';
import { uploadPackage } from '../online/upload.ts';
import { print } from '../text/output.ts';
import { progressLine } from '../text/progress.ts';
import { printFailure, summaryText } from '../text/run.ts';
import { note } from '../text/stderr.ts';

type Options = OnlineOptions & {
  readonly dryRun?: boolean;
  readonly policy?: string;
  readonly again?: boolean;
  readonly wait: boolean;
};

async function run(file: string, options: Options): Promise<void> {
  const client = await clientOf(options);
  const progress = progressLine();
  const uploaded = await uploadPackage(client, file, (done, size) =>
    progress.tell(() => `Uploading: ${Math.floor((100 * done) / size)} %`),
  ).finally(() => progress.end());
  const kind = options.dryRun ? 'preview' : 'import';
  const body = { ...uploaded, kind, policy: options.policy, again: options.again };
  const { id, execution } = await client.call<{ id: string; execution: string }>('POST', '/runs', { body });
  if (!options.wait)
    return print(options.json, { id, execution }, () => `Started ${id}. See \`landfall status ${id} --watch\`.`);
  note(`Migration ${id}`);
  const migration = await follow(client, id, note, execution);
  printFailure(migration);
  // A failure has been printed already; without counts there is nothing more to print.
  if (options.json || migration.totals) print(options.json, migration, () => summaryText(migration));
}

export function register(program: Command): void {
  online(
    program
      .command('import')
      .summary('bring a package ashore')
      .description(
        'Uploads an export package and runs the migration. Standard error shows the states, standard output the summary.',
      )
      .argument('<file>', 'what `landfall pack` wrote')
      .option('--dry-run', 'go all the way and write nothing: the report says what would happen')
      .addOption(
        new Option(
          '--policy <policy>',
          'what to do with users and tokens that exist (default: as the settings say)',
        ).choices(DUPLICATE_POLICIES),
      )
      .option('--again', 'run a package once more that has been imported')
      .option('--no-wait', 'only start it'),
    'import export.zip --dry-run',
    'import export.zip --policy update',
    'import export.zip --no-wait --stack landfall-stateless',
  ).action(run);
}
