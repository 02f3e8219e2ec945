/** `landfall cut-over`: tokens that are used here, for the source deployment to disable. */
import { type Command, Option } from 'commander';
import type { CutOver, KnownUse, MarkedDisabled } from '#core/administration/cut-over.ts';
import { chunksOf } from '#core/concurrency.ts';
import { csvLine } from '#core/csv.ts';
import { readSerials } from '../input/lists.ts';
import type { Client } from '../online/client.ts';
import { clientOf, type OnlineOptions, online } from '../online/options.ts';
import { sourceOf } from '../online/source.ts';
import { print, table } from '../text/output.ts';
import { write } from '../text/stream.ts';

type Options = OnlineOptions & { readonly csv?: boolean; readonly open?: boolean };

async function* pagesOf(client: Client, source: string, open: boolean): AsyncGenerator<CutOver> {
  let next: string | undefined;
  do {
    const page = await client.call<CutOver>('GET', '/cut-over', {
      query: { source, open: String(open), limit: '1000', ...(next === undefined ? {} : { next }) },
    });
    yield page;
    next = page.next;
  } while (next !== undefined);
}

const iso = (time: number | undefined): string => (time === undefined ? '' : new Date(time).toISOString());
const rowOf = ({ serial, firstUsedAt, disabledThereAt }: KnownUse) => [serial, iso(firstUsedAt), iso(disabledThereAt)];
const HEAD = ['serial', 'first used here', 'disabled there'];
/** As many as a screen holds; the file has them all. */
const SHOWN = 50;

async function show(given: string | undefined, { csv, open = false, json, ...options }: Options): Promise<void> {
  const client = await clientOf(options);
  const source = await sourceOf(client, given);
  const found: KnownUse[] = [];
  let numbers = { used: 0, disabledThere: 0 };
  if (csv) await write(csvLine(['serial', 'firstUsedAt', 'disabledThereAt']));
  for await (const { tokens, used, disabledThere } of pagesOf(client, source, open)) {
    numbers = { used, disabledThere };
    if (csv) await write(tokens.map((one) => csvLine(rowOf(one))).join(''));
    else found.push(...tokens);
    if (!csv && !json && found.length > SHOWN) break;
  }
  if (csv) return;
  print(json, { source, ...numbers, tokens: found }, () => {
    const left = numbers.used - numbers.disabledThere;
    const head = `${numbers.used} tokens of ${source} have been used here; ${left} of them are not known to be disabled there.`;
    if (found.length === 0) return head;
    const more = found.length > SHOWN ? '\n... --csv has them all.' : '';
    return `${head}\n\n${table(HEAD, found.slice(0, SHOWN).map(rowOf))}${more}`;
  });
}

const AT_ONCE = 100;

async function disabled(file: string, { source: given, json, ...options }: Options & { readonly source?: string }) {
  const client = await clientOf(options);
  const source = await sourceOf(client, given);
  const sum = { marked: 0, known: 0, unknown: [] as string[] };
  for (const serials of chunksOf(await readSerials(file), AT_ONCE)) {
    const done = await client.call<MarkedDisabled>('POST', '/cut-over/disabled', { body: { source, serials } });
    sum.marked += done.marked;
    sum.known += done.known;
    sum.unknown.push(...done.unknown);
  }
  print(json, sum, () =>
    [
      `${sum.marked} tokens are marked as disabled in ${source}; ${sum.known} were before.`,
      ...(sum.unknown.length > 0
        ? [
            `Not known to have been used here: ${sum.unknown.slice(0, SHOWN).join(', ')}${sum.unknown.length > SHOWN ? ', ...' : ''}`,
          ]
        : []),
    ].join('\n'),
  );
}

export function register(program: Command): void {
  const group = online(
    program
      .command('cut-over')
      .summary('tokens to disable in the source deployment')
      .description(
        'Lists the tokens of a source that have been used here. Until the source deployment has disabled a token, a passcode of it that is seen there can be used here.',
      )
      .argument('[source]', 'as `landfall sources` shows it; may be left out where there is one')
      .option('--open', 'only those that are not known to be disabled there')
      .addOption(new Option('--csv', 'all of them as CSV').conflicts('json')),
    'cut-over --open --csv > disable-these.csv',
    'cut-over disabled done.csv',
  ).action(show);
  online(
    group
      .command('disabled')
      .description('Says which tokens the source deployment has disabled.')
      .argument('<file>', 'serial numbers, one a line, or CSV with them in the first column')
      .option('--source <name>', 'as `landfall sources` shows it; may be left out where there is one'),
    'cut-over disabled done.csv --source am-old.corp.example',
  ).action(disabled);
}
