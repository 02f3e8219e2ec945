/** `landfall audit`: who did what, newest first. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { clientOf, type OnlineOptions, online } from '../online/options.ts';
import { print, table } from '../text/output.ts';

type Entry = {
  readonly time: string;
  readonly actor: string;
  readonly action: string;
  readonly object: string;
  readonly outcome: string;
  readonly source: string;
};
type Options = OnlineOptions & {
  readonly from?: string;
  readonly to?: string;
  readonly user?: string;
  readonly action?: string;
  readonly actor?: string;
  readonly outcome?: string;
  readonly limit: number;
};

const PAGE = 500;

function isoTime(text: string): string {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new InvalidArgumentError('Give a date or a time, such as 2026-11-23T08:00:00Z.');
  return new Date(time).toISOString();
}

function count(text: string): number {
  if (!/^[1-9]\d{0,5}$/u.test(text)) throw new InvalidArgumentError('Give a number from 1.');
  return Number(text);
}

async function run({ json, quiet: _quiet, stack, region, profile, limit, ...filter }: Options): Promise<void> {
  const client = await clientOf({ stack, region, profile });
  const entries: Entry[] = [];
  let next: string | undefined;
  do {
    const query = { ...filter, limit: Math.min(PAGE, limit - entries.length), next };
    const page = await client.call<{ entries: Entry[]; next?: string }>('GET', '/audit', { query });
    entries.push(...page.entries);
    next = page.next;
  } while (next !== undefined && entries.length < limit);
  const rows = entries.map((one) => [one.time, one.actor, one.action, one.object, one.outcome, one.source]);
  print(json, { entries }, () => table(['time', 'actor', 'action', 'object', 'outcome', 'source'], rows));
}

export function register(program: Command): void {
  online(
    program
      .command('audit')
      .summary('who did what, newest first')
      .description(
        'Shows the audit of the last seven days, or of the time named; --json has the values before and after.',
      )
      .option('--from <time>', 'not before this time', isoTime)
      .option('--to <time>', 'not after this time', isoTime)
      .option('--user <id>', 'by this user or about this user')
      .option('--action <action>', 'only this action, such as settings.changed')
      .option('--actor <id>', 'only by this user ID, ARN or `system`')
      .addOption(new Option('--outcome <outcome>', 'only what ended so').choices(['success', 'failure']))
      .option('--limit <count>', 'at most so many entries', count, 100),
    'audit --user lbjrnsen',
    'audit --action settings.changed --from 2026-11-01 --json',
  ).action(run);
}
