/** `landfall import`: uploads a package and imports it, or previews the import. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { DUPLICATE_POLICIES } from '#core/duplicate-policy.ts';
import type { Started } from '#core/migration/runs/under-way.ts';
import { readRenames, readWave } from '../input/lists.ts';
import { follow } from '../online/follow.ts';
import { clientOf, type OnlineOptions, online } from '../online/options.ts';
import { uploadPackage } from '../online/upload.ts';
import { print } from '../text/output.ts';
import { progressLine } from '../text/progress.ts';
import { printEnd, summaryText } from '../text/run.ts';
import { note } from '../text/stderr.ts';

type Options = OnlineOptions & {
  readonly dryRun?: boolean;
  readonly preview?: boolean;
  readonly policy?: string;
  readonly again?: boolean;
  readonly queue?: boolean;
  readonly applyToTouched?: boolean;
  readonly disableGone?: boolean;
  readonly expectGone?: number;
  readonly older?: boolean;
  readonly only?: string;
  readonly rename?: string;
  readonly userIdSuffix?: string;
  readonly tell?: string;
  readonly confirm?: boolean;
  readonly wait: boolean;
};

/** What the run is asked for, and the lists that it is given: files are read before the package is uploaded. */
async function requestOf(options: Options) {
  const { policy, again, queue, applyToTouched, disableGone, expectGone, older, tell, confirm, userIdSuffix } = options;
  const kind = options.dryRun || options.preview ? 'preview' : 'import';
  const only = options.only === undefined ? undefined : await readWave(options.only);
  const renames = options.rename === undefined ? undefined : await readRenames(options.rename);
  const asked = {
    kind,
    policy,
    again,
    queue,
    applyToTouched,
    disableGone,
    expectGone,
    older,
    tell,
    confirm,
    userIdSuffix,
  };
  return { ...asked, only, renames };
}

async function run(file: string, options: Options): Promise<void> {
  const client = await clientOf(options);
  const request = await requestOf(options);
  const progress = progressLine();
  const uploaded = await uploadPackage(client, file, (done, size) =>
    progress.tell(() => `Uploading: ${Math.floor((100 * done) / size)} %`),
  ).finally(() => progress.end());
  const started = await client.call<Started>('POST', '/runs', { body: { ...uploaded, ...request } });
  const { id, status, execution } = started;
  if (!options.wait)
    return print(options.json, started, () =>
      status === 'queued'
        ? `Queued ${id}: it starts when no other run of its source writes. See \`landfall run show ${id} --watch\`.`
        : `Started ${id}. See \`landfall run show ${id} --watch\`.`,
    );
  note(`Run ${id}`);
  const ended = await follow(client, id, note, execution);
  printEnd(ended);
  // A failure has been printed already; without counts there is nothing more to print.
  if (options.json || ended.totals) print(options.json, ended, () => summaryText(ended));
}

function count(text: string): number {
  if (/^\d{1,9}$/u.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a number of people.');
}

export function register(program: Command): void {
  online(
    program
      .command('import')
      .summary('import a package')
      .description(
        'Uploads an export package and imports it. Standard error shows the states and what the run waits for, standard output the summary.',
      )
      .argument('<file>', 'what `landfall pack` wrote')
      .option('--preview', 'go all the way and write nothing: the report says what would happen')
      .addOption(new Option('--dry-run', 'the same').hideHelp(false))
      .addOption(
        new Option(
          '--policy <policy>',
          'what to do with users and tokens that exist (default: as the settings say)',
        ).choices(DUPLICATE_POLICIES),
      )
      .option('--only <file>', 'a wave: import these users alone (a user ID a line, or CSV)')
      .option('--rename <file>', 'CSV old,new: user IDs that people of this source get here, from now on')
      .option('--user-id-suffix <suffix>', 'added to the user IDs of this source, from now on')
      .option('--disable-gone', 'disable whom a full export does not bring any more')
      .addOption(new Option('--expect-gone <count>', 'so many at most may be gone').argParser(count))
      .option('--older', 'correct although a newer package of this source was imported')
      .option('--apply-to-touched', 'also to what was used here (super-admin; after a --preview with it)')
      .addOption(
        new Option(
          '--tell <when>',
          'e-mail the users: now; later, by `landfall tell`; or none, unless one names them',
        ).choices(['now', 'later', 'none']),
      )
      .option('--confirm', 'wait for no yes: it is given beforehand (super-admin)')
      .option('--queue', 'wait while another run of this source writes')
      .option('--again', 'import a package once more that has been imported')
      .option('--no-wait', 'only start it'),
    'import export.zip --preview',
    'import export.zip --policy update',
    'import export.zip --only pilot.csv',
    'import export.zip --disable-gone --expect-gone 40 --queue',
    'import export.zip --no-wait --stack landfall-stateless',
  ).action(run);
}
