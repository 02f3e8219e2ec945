/** `landfall report`: the outcome of each record. */
import { once } from 'node:events';
import { type Command, Option } from 'commander';
import { csvHead, csvRecord } from '#core/migration/report-csv.ts';
import type { Client } from '../online/client.ts';
import { clientOf, type OnlineOptions, online } from '../online/options.ts';
import { reportPages, runOf } from '../online/runs.ts';
import { remarks } from '../text/report.ts';
import { summaryText } from '../text/run.ts';

type Options = OnlineOptions & { readonly csv?: boolean };

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

async function csv(client: Client, id: string): Promise<void> {
  await write(csvHead());
  for await (const { records } of reportPages(client, id)) await write(records.map(csvRecord).join(''));
}

/** Prints one JSON object as it is read, with a record on each line. */
async function json(client: Client, id: string, head: object): Promise<void> {
  await write(`${JSON.stringify(head).slice(0, -1)},"records":[`);
  let comma = '\n';
  for await (const { records } of reportPages(client, id))
    for (const record of records) {
      await write(`${comma}${JSON.stringify(record)}`);
      comma = ',\n';
    }
  await write('\n]}\n');
}

async function text(client: Client, id: string): Promise<void> {
  let none = true;
  for await (const { records } of reportPages(client, id, 'rejected,skipped')) {
    // Control characters of data must not reach the terminal.
    const lines = records.flatMap(remarks).map((line) => `${line.replace(/\p{Cc}/gu, '?')}\n`);
    if (lines.length > 0 && none) await write('\nTo look at:\n');
    none &&= lines.length === 0;
    await write(lines.join(''));
  }
}

async function run(wanted: string | undefined, options: Options): Promise<void> {
  const client = await clientOf(options);
  const migration = await runOf(client, wanted);
  const { id, kind, status, totals, notices } = migration;
  if (options.csv) return csv(client, id);
  if (options.json)
    return json(client, id, { migration: id, kind, status, totals: totals ? { ...totals, notices } : null });
  await write(`${summaryText(migration)}\n`);
  await text(client, id);
}

export function register(program: Command): void {
  online(
    program
      .command('report')
      .summary('what became of each record')
      .description(
        'Shows the totals of a migration (the newest, or the one named) and whatever was not taken in. --csv and --json have every record.',
      )
      .argument('[id]', 'migration ID')
      .addOption(new Option('--csv', 'every record as CSV').conflicts('json')),
    'report',
    'report --csv > report.csv',
    'report --json | jq .totals',
  ).action(run);
}
