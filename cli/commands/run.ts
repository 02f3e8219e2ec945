/** `landfall run`: one run, and what is done with it. */
import type { Command } from 'commander';
import type { RunView } from '#core/migration/record.ts';
import type { Started } from '#core/migration/runs/under-way.ts';
import { confirmByTyping } from '../input/confirm.ts';
import type { Client } from '../online/client.ts';
import { follow } from '../online/follow.ts';
import { clientOf, type OnlineOptions, online, withExamples } from '../online/options.ts';
import { runOf, waitingRun } from '../online/runs.ts';
import { print } from '../text/output.ts';
import { migrationText, printEnd, printFailure } from '../text/run.ts';
import { note } from '../text/stderr.ts';

const EXAMPLE = '019b3e4c7a1f00000000000000000000';

async function show(id: string | undefined, options: OnlineOptions & { readonly watch?: boolean }): Promise<void> {
  const client = await clientOf(options);
  const found = await runOf(client, id);
  const run = options.watch ? await follow(client, found.id, note) : found;
  print(options.json, run, () => migrationText(run));
  if (options.watch) printEnd(run);
}

/** Starts the next attempt of a run, and follows it to its end. */
async function attempt(client: Client, id: string, act: 'resume' | 'confirmation', json?: boolean): Promise<void> {
  const { execution } = await client.call<Started>('POST', `/runs/${encodeURIComponent(id)}/${act}`);
  const ended = await follow(client, id, note, execution);
  print(json, ended, () => migrationText(ended));
  printEnd(ended);
}

async function resume(id: string | undefined, options: OnlineOptions): Promise<void> {
  const client = await clientOf(options);
  await attempt(client, (await runOf(client, id)).id, 'resume', options.json);
}

async function confirm(id: string | undefined, options: OnlineOptions): Promise<void> {
  const client = await clientOf(options);
  await attempt(client, (await waitingRun(client, id)).id, 'confirmation', options.json);
}

async function rollBack(client: Client, of: string, preview: boolean): Promise<RunView> {
  const path = `/runs/${encodeURIComponent(of)}/rollback`;
  const { id, execution } = await client.call<Started>('POST', path, { body: { preview } });
  return follow(client, id, note, execution);
}

type RollbackOptions = OnlineOptions & { readonly preview?: boolean; readonly yes?: boolean };
async function rollback(of: string, options: RollbackOptions): Promise<void> {
  const client = await clientOf(options);
  const before = options.yes ? undefined : await rollBack(client, of, true);
  if (before && (options.preview || before.status === 'failed')) {
    print(options.json, before, () => migrationText(before));
    return printFailure(before);
  }
  if (before) {
    note(migrationText(before));
    await confirmByTyping('Take this import back? Type yes: ', 'yes');
  }
  const done = await rollBack(client, of, false);
  print(options.json, done, () => migrationText(done));
  printFailure(done);
}

export function register(program: Command): void {
  const run = withExamples(
    program
      .command('run')
      .summary('one run: show, resume, report, confirm, rollback')
      .description('One run, by its ID; without one the newest.'),
    'run show --watch',
    `run confirm ${EXAMPLE}`,
    `run rollback ${EXAMPLE} --preview`,
  );
  online(
    run
      .command('show')
      .description('How far a run is, what came of it, and what it waits for.')
      .argument('[id]', 'run ID')
      .option('--watch', 'go on until it is over; exit code 4 where it failed'),
    'run show',
    `run show ${EXAMPLE} --watch`,
  ).action(show);
  online(
    run
      .command('resume')
      .description(
        'Goes on with a run that failed: finished parts are not done again. Not once a newer run of its source has begun.',
      )
      .argument('[id]', 'run ID'),
    'run resume',
    `run resume ${EXAMPLE}`,
  ).action(resume);
  online(
    run
      .command('confirm')
      .description(
        'Says yes to all that a run waits for: changes of many people, changes of people who have had their e-mail, settings that let a token alone log on. A super-admin. Without an ID the one run that waits.',
      )
      .argument('[id]', 'run ID'),
    'run confirm',
    `run confirm ${EXAMPLE}`,
  ).action(confirm);
  online(
    run
      .command('rollback')
      .description(
        'Takes the newest import of a source back: what it created is deleted, what it changed is as it was before. What has been used or changed since stays, and is listed. Shows the preview first and asks; begun again after a failure it goes on.',
      )
      .argument('<id>', 'run ID of the import')
      .option('--preview', 'only show what would be taken back')
      .option('--yes', 'without the preview and the question'),
    `run rollback ${EXAMPLE} --preview`,
    `run rollback ${EXAMPLE} --yes`,
  ).action(rollback);
}
