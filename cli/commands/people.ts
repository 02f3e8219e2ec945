/** `landfall people`: how far the people have come, counted, by day, and listed. */
import { type Command, Option } from 'commander';
import type { Days, ListedPerson, PeopleList, SourceTotals, Totals } from '#core/administration/people.ts';
import { csvLine } from '#core/csv.ts';
import { STAGES, STUCK, type Stage, type Stuck } from '#core/journey/stages.ts';
import type { Client } from '../online/client.ts';
import { clientOf, type OnlineOptions, online } from '../online/options.ts';
import { print, table } from '../text/output.ts';
import { note } from '../text/stderr.ts';
import { write } from '../text/stream.ts';

type Chosen = OnlineOptions & { readonly source?: string; readonly madeHere?: boolean };
type ListOptions = Chosen & { readonly stage?: Stage; readonly stuck?: Stuck; readonly csv?: boolean };

/** Those made here have no source: its name is empty. */
const sourceOf = ({ source, madeHere }: Chosen): Record<string, string> =>
  madeHere ? { source: '' } : source === undefined ? {} : { source };
const nameOf = ({ source, madeHere }: Pick<SourceTotals, 'source' | 'madeHere'>): string =>
  madeHere ? '(made here)' : source;
const iso = (time: number | undefined): string => (time === undefined ? '' : new Date(time).toISOString());

function noteFilling({ filling }: Pick<Totals, 'filling'>): void {
  if (filling) note('People of the release before are still joining: these numbers are not complete.', 'yellow');
}

async function count({ byDay, json, ...options }: Chosen & { readonly byDay?: boolean }): Promise<void> {
  const client = await clientOf(options);
  const query = sourceOf(options);
  if (byDay) {
    const found = await client.call<Days>('GET', '/people/days', { query });
    noteFilling(found);
    print(json, found, () =>
      table(
        ['day (UTC)', 'imported', 'told', 'token logon', 'home'],
        found.days.map(({ day, imported, told, tokenLogon, home }) => [day, imported, told, tokenLogon, home]),
      ),
    );
    return;
  }
  const found = await client.call<Totals>('GET', '/people/totals', { query });
  noteFilling(found);
  print(json, found, () =>
    [
      `As of ${iso(found.asOf)}`,
      table(
        ['source', 'people', ...STAGES],
        found.sources.map((one) => [nameOf(one), one.people, ...STAGES.map((stage) => one.stages[stage])]),
      ),
      ...why(found.sources),
    ].join('\n\n'),
  );
}

/** Why people are stuck, the reasons that hold up most people first. */
function why(sources: readonly SourceTotals[]): string[] {
  const sums = STUCK.map((reason) => [reason, sources.reduce((sum, { stuck }) => sum + stuck[reason], 0)] as const);
  const found = sums.filter(([, people]) => people > 0).toSorted(([, one], [, other]) => other - one);
  return found.length === 0 ? [] : [table(['stuck', 'people'], found)];
}

async function* pagesOf(client: Client, query: Record<string, string>): AsyncGenerator<PeopleList> {
  let next: string | undefined;
  do {
    const page: PeopleList = await client.call<PeopleList>('GET', '/people', {
      query: { ...query, limit: '1000', ...(next === undefined ? {} : { next }) },
    });
    yield page;
    next = page.next;
  } while (next !== undefined);
}

const COLUMNS = ['userId', 'lastName', 'firstName', 'email', 'source', 'stage', 'stuck', 'reached', 'since'] as const;
const TIMES = ['imported', 'told', 'tokenLogon', 'home'] as const;
const cellsOf = (one: ListedPerson): readonly unknown[] => [
  ...COLUMNS.map((column) => (column === 'since' ? iso(one.since) : one[column])),
  ...TIMES.map((time) => iso(one.times[time])),
];
const rowOf = (one: ListedPerson): readonly unknown[] => [
  one.userId,
  [one.lastName, one.firstName].filter((part) => part !== undefined).join(', '),
  nameOf(one),
  one.stuck ?? one.stage,
  iso(one.since),
];
const HEAD = ['user ID', 'name', 'source', 'stage', 'since'];
/** What stands between two people of JSON. */
const after = (count: number): string => (count === 0 ? '\n' : ',\n');

/** Page by page: a list of millions is never in memory. */
async function list({ stage, stuck, csv, json, ...options }: ListOptions): Promise<void> {
  const client = await clientOf(options);
  const query = { ...sourceOf(options), ...(stage ? { stage } : {}), ...(stuck ? { stuck } : {}) };
  let count = 0;
  if (csv) await write(csvLine([...COLUMNS, ...TIMES]));
  for await (const page of pagesOf(client, query)) {
    if (count === 0) {
      noteFilling(page);
      if (json) await write(`{"asOf":${page.asOf},${page.filling ? '"filling":true,' : ''}"people":[`);
    }
    for (const one of page.people) {
      if (csv) await write(csvLine(cellsOf(one)));
      else if (json) await write(`${after(count)}${JSON.stringify(one)}`);
      count += 1;
    }
    if (!csv && !json && page.people.length > 0) await write(`${table(HEAD, page.people.map(rowOf))}\n`);
  }
  if (json) await write('\n]}\n');
  if (!csv && !json) await write(`${count} people\n`);
}

export function register(program: Command): void {
  const choosing = (command: Command): Command =>
    command
      .option('--source <name>', 'of this source alone, as `landfall sources` shows it')
      .addOption(new Option('--made-here', 'those alone whom no import has brought').conflicts('source'));
  const group = online(
    choosing(
      program
        .command('people')
        .summary('how far the people have come')
        .description(
          'Counts the people of each source by stage, and why people are stuck. Each person is in one stage. A moment behind what happens.',
        )
        .option('--by-day', 'how many came to each milestone on each day'),
    ),
    'people',
    'people --by-day --source am-old.corp.example',
    'people list --stuck bounced --csv > bounced.csv',
  ).action(count);
  online(
    choosing(
      group
        .command('list')
        .description('Lists people, sorted by last name, first name and user ID.')
        .addOption(new Option('--stage <stage>', 'in this stage alone').choices(STAGES))
        .addOption(new Option('--stuck <reason>', 'stuck for this reason alone').choices(STUCK))
        .addOption(new Option('--csv', 'as CSV').conflicts('json')),
    ),
    'people list --stage token-logon',
    'people list --stuck bounced --csv > bounced.csv',
    // What both commands know, such as --source, is heard by the first.
  ).action((options: ListOptions, command: Command) => list({ ...command.optsWithGlobals<ListOptions>(), ...options }));
}
