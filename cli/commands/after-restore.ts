/** `landfall after-restore`: the first act of an operator on tables that were restored to an earlier point (docs/operations.md). */
import { type Command, InvalidArgumentError } from 'commander';
import { readTold } from '../input/lists.ts';
import { afterRestore } from '../online/after-restore.ts';
import { clientOf, type OnlineOptions, online } from '../online/options.ts';
import { afterRestoreText, toldText } from '../text/after-restore.ts';
import { print } from '../text/output.ts';

function pointOf(text: string): string {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new InvalidArgumentError('Give a time, such as 2026-12-01T02:30:00Z.');
  return new Date(time).toISOString();
}

type Options = OnlineOptions & { readonly point?: string };
async function run({ point, ...options }: Options, command: Command): Promise<void> {
  // No required option: `told` has no point.
  if (point === undefined) return command.error("error: required option '--point <time>' not specified");
  const done = await afterRestore(await clientOf(options), point);
  print(options.json, done, () => afterRestoreText(done));
}

const AT_ONCE = 100;
type Marked = { readonly marked: number; readonly known: number; readonly unknown: readonly string[] };

async function told(file: string, options: OnlineOptions): Promise<void> {
  const userIds = await readTold(file);
  const client = await clientOf(options);
  let marked = 0;
  let known = 0;
  const unknown: string[] = [];
  for (let at = 0; at < userIds.length; at += AT_ONCE) {
    const body = { userIds: userIds.slice(at, at + AT_ONCE) };
    const came = await client.call<Marked>('POST', '/restored/told', { body });
    marked += came.marked;
    known += came.known;
    unknown.push(...came.unknown);
  }
  print(options.json, { marked, known, unknown }, () => toldText({ marked, known, unknown }));
}

export function register(program: Command): void {
  const command = online(
    program
      .command('after-restore')
      .summary('the first act after tables were restored to an earlier point')
      .description(
        'Holds every campaign, ends every session, link and step, and spends what tokens have shown, so that nothing that was used after the point can be used again. Then lists what else is to be done.',
      )
      .option('--point <time>', 'what the tables were restored to', pointOf),
    'after-restore --point 2026-12-01T02:30:00Z --stack landfall-stateless',
  ).action(run);
  online(
    command
      .command('told')
      .description('Marks those who were told after the point, so that no campaign tells them again by itself.')
      .argument('<file>', 'their user IDs, one a line'),
    'after-restore told told.txt --stack landfall-stateless',
  ).action(told);
}
