/** `landfall user find` and `landfall user list`: people by what they are called, and by what is known of them. */
import { type Command, Option } from 'commander';
import { PEOPLE_ORDERS, type PeopleOrder } from '#core/administration/find-people.ts';
import type { ShownJourney } from '#core/administration/people.ts';
import type { UserView } from '#core/administration/users/view.ts';
import { csvLine } from '#core/csv.ts';
import { invalid } from '#core/errors.ts';
import { STAGES, STUCK } from '#core/journey/stages.ts';
import type { Client } from '../online/client.ts';
import { clientOf, type OnlineOptions, online } from '../online/options.ts';
import { print, table } from '../text/output.ts';
import { note } from '../text/stderr.ts';
import { write } from '../text/stream.ts';
import { noteUpgrading, type Upgrading } from '../text/upgrading.ts';
import { userText } from '../text/user.ts';

type FoundUser = UserView & { readonly journey?: ShownJourney };
type Page = Upgrading & { readonly users: readonly FoundUser[]; readonly next?: string; readonly filling?: true };
type Query = Readonly<Record<string, string | undefined>>;

/** Users a page; the API gives as many. */
const LIMIT = '1000';
/** As many as a screen holds. */
const SHOWN = 50;

/** Page by page, so that no list has to fit into memory. */
async function* pagesOf(client: Client, query: Query): AsyncGenerator<readonly FoundUser[]> {
  let next: string | undefined;
  do {
    const page = await client.call<Page>('GET', '/users', { query: { ...query, next } });
    yield page.users;
    next = page.next;
    if (next === undefined) {
      noteUpgrading(page);
      if (page.filling)
        note('What is known of each person is still being put together: lists are not complete.', 'yellow');
    }
  } while (next !== undefined);
}

const HEAD = ['user ID', 'last name', 'first name', 'address', 'source', 'stage', 'stuck', 'since', 'tokens'];
const rowOf = ({ userId, lastName, firstName, email, journey, tokens }: FoundUser): readonly unknown[] => [
  userId,
  lastName,
  firstName,
  email,
  journey?.source,
  journey?.stage,
  journey?.stuck,
  journey && new Date(journey.since).toISOString(),
  tokens.map(({ serial }) => serial).join(' '),
];

type ListOptions = OnlineOptions & {
  readonly text?: string;
  readonly stage?: string;
  readonly stuck?: string;
  readonly source?: string;
  readonly locked?: boolean;
  readonly disabled?: boolean;
  readonly token: boolean;
  readonly address: boolean;
  readonly sort?: PeopleOrder;
  readonly csv?: boolean;
};

const yes = (asked: boolean | undefined): string | undefined => (asked ? 'true' : undefined);

async function listUsers({ json, csv, ...options }: ListOptions): Promise<void> {
  const { text, stage, stuck, source, sort, locked, disabled, token, address } = options;
  const client = await clientOf(options);
  const flags = { locked: yes(locked), disabled: yes(disabled), noToken: yes(!token), noAddress: yes(!address) };
  let count = 0;
  if (csv) await write(csvLine(HEAD.map((name) => name.replace(' ', '_').toLowerCase())));
  if (json) await write('[');
  for await (const users of pagesOf(client, { text, stage, stuck, source, sort, ...flags, limit: LIMIT })) {
    if (csv) await write(users.map((one) => csvLine(rowOf(one))).join(''));
    else if (json) await write(users.map((one, at) => `${count + at > 0 ? ',' : ''}\n${JSON.stringify(one)}`).join(''));
    else if (users.length > 0) await write(`${table(HEAD, users.map(rowOf))}\n`);
    count += users.length;
  }
  if (json) await write('\n]\n');
  note(count === 1 ? '1 user.' : `${count} users.`);
}

async function find(text: string, { json, ...options }: OnlineOptions): Promise<void> {
  const client = await clientOf(options);
  const page = await client.call<Page>('GET', '/users', { query: { text, limit: String(SHOWN) } });
  noteUpgrading(page);
  const { users, next } = page;
  const [only] = users;
  if (!only)
    throw invalid(
      'user.not_found',
      'No user fits. Names, user IDs, addresses and serials are found by their beginning.',
    );
  print(json, users, () => (users.length === 1 ? userText(only) : table(HEAD, users.map(rowOf))));
  if (next !== undefined)
    note(`The first ${users.length}. Type more, or: landfall user list --text ${JSON.stringify(text)}`);
}

/** Under `landfall user`, which is there by then. */
export function register(program: Command): void {
  const user = program.commands.find((command) => command.name() === 'user')!;
  online(
    user
      .command('find')
      .description(
        'Finds users by the beginning of user ID, last name, first and last name, address or serial: in any case, without accents.',
      )
      .argument('<text>', 'what was typed'),
    'user find "bjornsen l"',
    'user find 185615',
  ).action(find);
  online(
    user
      .command('list')
      .description('Lists users, sorted by user ID, or by name where a stage or a reason is asked for.')
      .option('--text <text>', 'those whom a text finds, as `user find` does')
      .addOption(new Option('--stage <stage>', 'in this stage').choices(STAGES))
      .addOption(new Option('--stuck <reason>', 'stuck for this reason').choices(STUCK))
      .option('--source <name>', 'of this source deployment; "": made here')
      .option('--locked', 'those who are locked')
      .option('--disabled', 'those who are disabled')
      .option('--no-token', 'those without a token')
      .option('--no-address', 'those without an address')
      .addOption(new Option('--sort <order>', 'the order').choices(PEOPLE_ORDERS))
      .addOption(new Option('--csv', 'all of them as CSV').conflicts('json')),
    'user list --stuck no-token --csv > no-token.csv',
    'user list --stage told --source am-old.corp.example',
  ).action(listUsers);
}
