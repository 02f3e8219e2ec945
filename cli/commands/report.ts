/** `landfall report`: the outcome of each record. */
import { type Command, Option } from 'commander';
import { LANGUAGES, type Language } from '#core/languages.ts';
import type { RunView } from '#core/migration/record.ts';
import { csvHead, csvRecord } from '#core/migration/report/report-csv.ts';
import { reportHtml } from '#core/migration/report/report-html.ts';
import { readLists } from '#core/migration/report/report-lists.ts';
import type { Client } from '../online/client.ts';
import { clientOf, type OnlineOptions, online } from '../online/options.ts';
import { reportPages, reportReader, runOf } from '../online/runs.ts';
import { differences, differing, languageOf, remarks } from '../text/report.ts';
import { summaryText } from '../text/run.ts';
import { write } from '../text/stream.ts';

type ReportOptions = {
  readonly csv?: boolean;
  readonly html?: boolean;
  readonly json?: boolean;
  readonly language?: Language;
};
type Options = OnlineOptions & ReportOptions;

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

/** Of each code as many records as a screen holds; the file has them all. */
const SHOWN = 20;
/** Of each code as many as a printed file holds. */
const PRINTED = 100;

async function text(client: Client, migration: RunView): Promise<void> {
  let none = true;
  const say = async (lines: readonly string[]) => {
    if (lines.length > 0 && none) await write('\nTo look at:\n');
    none &&= lines.length === 0;
    // Control characters of data must not reach the terminal.
    await write(lines.map((line) => `${line.replace(/\p{Cc}/gu, '?')}\n`).join(''));
  };
  for await (const { records } of reportPages(client, migration.id, 'rejected,skipped'))
    await say(records.flatMap(remarks));
  for (const list of await differing(reportReader(client, migration.id), migration.totals?.codes ?? {}, SHOWN))
    await say(differences(list));
}

async function html(client: Client, migration: RunView, language: Language): Promise<void> {
  const lists = await readLists(reportReader(client, migration.id), migration.totals?.codes ?? {}, PRINTED);
  await write(reportHtml(migration, lists, language));
}

/** What became of each record of a run, as the options ask for it. */
async function printReport(client: Client, migration: RunView, options: ReportOptions): Promise<void> {
  const { id, kind, status, totals, notices, questions } = migration;
  if (options.csv) return csv(client, id);
  if (options.html) return html(client, migration, options.language ?? languageOf(process.env));
  if (options.json) {
    const counted = totals ? { ...totals, notices } : null;
    const unmatched = questions?.missing ?? [];
    return json(client, id, { migration: id, kind, status, totals: counted, unmatchedQuestions: unmatched });
  }
  await write(`${summaryText(migration)}\n`);
  await text(client, migration);
}

/** The options of a command that prints a report. */
const withReportOptions = (command: Command): Command =>
  command
    .addOption(new Option('--csv', 'every record as CSV').conflicts(['json', 'html']))
    .addOption(new Option('--html', 'one HTML file to print or to file').conflicts('json'))
    .addOption(new Option('--language <language>', 'of the HTML file; by default as LANG says').choices(LANGUAGES));

async function run(wanted: string | undefined, options: Options): Promise<void> {
  const client = await clientOf(options);
  await printReport(client, await runOf(client, wanted), options);
}

export function register(program: Command): void {
  online(
    withReportOptions(
      program
        .command('report')
        .summary('what became of each record')
        .description(
          'Shows the totals of a run (the newest, or the one named), what was not taken in, and what differs or waits. --csv and --json have every record; --html is one file to print, with up to 100 records of each reason.',
        )
        .argument('[id]', 'ID of a run'),
    ),
    'report',
    'report --csv > report.csv',
    'report --html --language de > report.html',
    'report --json | jq .totals',
  ).action(run);
  const group = program.commands.find((command) => command.name() === 'run')!;
  online(
    withReportOptions(
      group
        .command('report')
        .description('What became of each record, as `landfall report`.')
        .argument('[id]', 'run ID'),
    ),
    'run report --csv > report.csv',
  ).action(run);
}
