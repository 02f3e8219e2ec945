/** `landfall close-down`: what is left before a source deployment may be shut down, and the report of its migration. */
import { type Command, Option } from 'commander';
import type { CloseDown, SignedOff } from '#core/administration/close-down.ts';
import { closeDownHtml } from '#core/administration/close-down-report.ts';
import { CLOSE_DOWN_WORDS } from '#core/administration/close-down-words.ts';
import type { Days, ListedPerson, PeopleList } from '#core/administration/people.ts';
import { chunksOf } from '#core/concurrency.ts';
import { csvLine } from '#core/csv.ts';
import { NOT_HOME } from '#core/journey/stages.ts';
import { LANGUAGES, type Language } from '#core/languages.ts';
import type { Settings } from '#core/settings/model.ts';
import { readWave } from '../input/lists.ts';
import type { Client } from '../online/client.ts';
import { clientOf, type OnlineOptions, online } from '../online/options.ts';
import { sourceOf } from '../online/source.ts';
import { EXIT, print, table } from '../text/output.ts';
import { languageOf } from '../text/report.ts';
import { write } from '../text/stream.ts';

type Options = OnlineOptions & { readonly csv?: boolean; readonly html?: boolean; readonly language?: Language };

/** Who is not home, list by list. */
async function* notHome(client: Client, source: string): AsyncGenerator<ListedPerson> {
  for (const list of NOT_HOME) {
    let next: string | undefined;
    do {
      const query = { ...list, source, limit: '1000', ...(next === undefined ? {} : { next }) };
      const page = await client.call<PeopleList>('GET', '/people', { query });
      yield* page.people;
      next = page.next;
    } while (next !== undefined);
  }
}

/** Of those who are not home as many as a printed file holds. */
const PRINTED = 1_000;

async function html(client: Client, closeDown: CloseDown, language: Language): Promise<void> {
  const { source } = closeDown;
  const [{ days }, { settings }] = await Promise.all([
    client.call<Days>('GET', '/people/days', { query: { source } }),
    client.call<{ settings: Settings }>('GET', '/settings'),
  ]);
  const listed: ListedPerson[] = [];
  for await (const person of notHome(client, source)) {
    listed.push(person);
    if (listed.length === PRINTED) break;
  }
  await write(closeDownHtml({ closeDown, days, notHome: listed, organisation: settings.organisation.name }, language));
}

async function csv(client: Client, source: string): Promise<void> {
  await write(csvLine(['userId', 'lastName', 'firstName', 'email', 'stage', 'stuck', 'reached', 'since']));
  for await (const { userId, lastName, firstName, email, stage, stuck, reached, since } of notHome(client, source))
    await write(csvLine([userId, lastName, firstName, email, stage, stuck, reached, new Date(since).toISOString()]));
}

async function show(given: string | undefined, { json, language, ...options }: Options): Promise<void> {
  const client = await clientOf(options);
  const source = await sourceOf(client, given);
  if (options.csv) return csv(client, source);
  const found = await client.call<CloseDown>('GET', '/close-down', { query: { source } });
  if (options.html) return html(client, found, language ?? languageOf(process.env));
  const words = CLOSE_DOWN_WORDS.en;
  print(json, found, () =>
    [
      `${source}: ${found.home} of ${found.people} people have a password of their own; ${found.signedOff} are signed off.`,
      `${found.tokensUsed} tokens are used here; ${found.tokensDisabledThere} of them are disabled there.`,
      '',
      table(
        ['left', 'to be done'],
        found.checks.map(({ check, open }) => [open === 0 ? 'done' : open, words.checks[check]]),
      ),
      '',
      found.done ? words.done : words.notDone,
    ].join('\n'),
  );
  if (!found.done) process.exitCode = EXIT.refused;
}

const AT_ONCE = 100;

type SignOptions = OnlineOptions & { readonly users?: string; readonly undo?: boolean };

async function sign(userIds: readonly string[], { users, undo, json, ...options }: SignOptions): Promise<void> {
  const client = await clientOf(options);
  const all = [...userIds, ...(users === undefined ? [] : await readWave(users))];
  const sum = { changed: 0, unchanged: 0, unknown: [] as string[] };
  for (const some of chunksOf(all, AT_ONCE)) {
    const body = { userIds: some, off: undo !== true };
    const done = await client.call<SignedOff>('POST', '/close-down/sign-off', { body });
    sum.changed += done.changed;
    sum.unchanged += done.unchanged;
    sum.unknown.push(...done.unknown);
  }
  print(json, sum, () =>
    [
      undo
        ? `${sum.changed} people are waited for again; ${sum.unchanged} were before.`
        : `${sum.changed} people are signed off; ${sum.unchanged} were before.`,
      ...(sum.unknown.length > 0 ? [`No user has these IDs: ${sum.unknown.join(', ')}`] : []),
    ].join('\n'),
  );
  if (sum.unknown.length > 0) process.exitCode = EXIT.refused;
}

export function register(program: Command): void {
  const group = online(
    program
      .command('close-down')
      .summary('what is left before a source deployment is shut down')
      .description(
        'Lists what is left before a source deployment may be shut down. --html is the final report, to print and to file; --csv has those who are not home. Exit code 1 as long as something is left.',
      )
      .argument('[source]', 'as `landfall sources` shows it; may be left out where there is one')
      .addOption(new Option('--csv', 'who is not home, as CSV').conflicts(['json', 'html']))
      .addOption(new Option('--html', 'the final report as one HTML file').conflicts('json'))
      .addOption(new Option('--language <language>', 'of the report; by default as LANG says').choices(LANGUAGES)),
    'close-down',
    'close-down --html > final-report.html',
    'close-down sign-off --users left-the-company.txt',
  ).action(show);
  online(
    group
      .command('sign-off')
      .description('Says that people are not waited for any more, such as those who have left.')
      .argument('[user-id...]', 'user IDs')
      .option('--users <file>', 'user IDs, one a line')
      .option('--undo', 'they are waited for again'),
    'close-down sign-off ada ben',
    'close-down sign-off --undo ada',
  ).action(sign);
}
