/** `landfall user`: find, edit and reset users; create the first administrator. */
import { type Command, Option } from 'commander';
import type { ListedSession } from '#core/access/profile/sessions.ts';
import type { ErasureDone } from '#core/administration/erase.ts';
import { ACCOUNT_ACTS, type AccountAct } from '#core/administration/users/act.ts';
import type { UserView } from '#core/administration/users/view.ts';
import { ROLES } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import { TOKEN_FILE_FORMAT_NAMES } from '#core/token-files/files.ts';
import type { CsvTokenOptions } from '#core/token-files/oath-csv.ts';
import { confirmByTyping } from '../input/confirm.ts';
import { readSecret } from '../input/secret-input.ts';
import { secretFormatOption, tokenTypeOption } from '../input/token-inputs.ts';
import { tokenOfFile } from '../input/token-source.ts';
import { changesOf, withChanges } from '../input/user-changes.ts';
import type { Client } from '../online/client.ts';
import { clientOf, type OnlineOptions, online, withExamples } from '../online/options.ts';
import { print, table } from '../text/output.ts';
import { noteUpgrading, type Upgrading } from '../text/upgrading.ts';
import { userText } from '../text/user.ts';

async function find(client: Client, query: Record<string, string | undefined>): Promise<UserView[]> {
  const users: UserView[] = [];
  let next: string | undefined;
  do {
    const page = await client.call<{ users: UserView[]; next?: string } & Upgrading>('GET', '/users', {
      query: { ...query, next },
    });
    users.push(...page.users);
    next = page.next;
    if (next === undefined) noteUpgrading(page);
  } while (next !== undefined);
  if (users.length === 0) throw invalid('user.not_found', 'No user fits. A user ID or a serial must be complete.');
  return users;
}

type ShowOptions = OnlineOptions & { readonly email?: string; readonly serial?: string };

async function show(id: string | undefined, options: ShowOptions): Promise<void> {
  const query = { userId: id, email: options.email, serial: options.serial };
  if (Object.values(query).filter((value) => value !== undefined).length !== 1)
    throw invalid('user.which', 'Name one user: by ID, --email or --serial.');
  const users = await find(await clientOf(options), query);
  print(options.json, users.length === 1 ? users[0] : users, () => users.map(userText).join('\n\n'));
}

type PasswordOption = { readonly password?: string | true };

/** The given value, or one typed on the terminal without echo where the option has no value. */
const passwordOf = async (given: string | true): Promise<string> =>
  given === true ? readSecret('New password: ') : given;

async function edit(id: string, options: OnlineOptions & PasswordOption): Promise<void> {
  const password = options.password === undefined ? {} : { password: await passwordOf(options.password) };
  const body = { ...changesOf(options), ...password };
  if (Object.keys(body).length === 0)
    throw invalid('user.no_change', 'Name what to change, such as --email ada@example.com.');
  const client = await clientOf(options);
  const query = { userId: id };
  const { version } = await client.call<UserView>('GET', '/user', { query });
  const saved = await client.call<UserView>('PATCH', '/user', { query, body: { ...body, version } });
  print(options.json, saved, () => userText(saved));
}

const ACTS: Readonly<Record<AccountAct, readonly [description: string, said: string]>> = {
  disable: ['Disables the account, which ends its sessions.', 'The account is disabled, and its sessions are over.'],
  enable: ['Enables the account again.', 'The account is enabled.'],
  lock: [
    'Locks the account until it is unlocked, which ends its sessions.',
    'The account is locked, and its sessions are over.',
  ],
  unlock: ['Ends a lockout, by an administrator or by failures.', 'The account is unlocked.'],
  'end-sessions': ['Ends every session of the user, at both consoles.', 'Every session is over.'],
  'clear-answers': [
    'Removes the answers to the security questions, for good, which ends the sessions.',
    'The answers are cleared, and the sessions are over.',
  ],
};

const act = (what: AccountAct) => async (id: string, options: OnlineOptions) => {
  const client = await clientOf(options);
  const saved = await client.call<UserView>('POST', '/user/act', { query: { userId: id }, body: { act: what } });
  print(options.json, saved, () => `${ACTS[what][1]}\n\n${userText(saved)}`);
};

async function sessions(id: string, options: OnlineOptions): Promise<void> {
  const client = await clientOf(options);
  const found = await client.call<{ sessions: ListedSession[] }>('GET', '/user/sessions', { query: { userId: id } });
  const rows = found.sessions.map(({ console, methods, browser, network, startedAt, lastUsedAt }) => [
    console,
    methods.join('+'),
    browser ?? 'unknown',
    network ?? 'unknown',
    startedAt,
    lastUsedAt,
  ]);
  print(options.json, found, () =>
    rows.length === 0 ? 'No session.' : table(['console', 'methods', 'browser', 'network', 'since', 'last used'], rows),
  );
}

type ResetOptions = OnlineOptions & { readonly oneTime?: boolean; readonly typed?: string | true };

async function resetPassword(id: string, options: ResetOptions): Promise<void> {
  const method = options.typed !== undefined ? 'typed' : options.oneTime ? 'one-time' : 'link';
  const body = { method, ...(options.typed === undefined ? {} : { password: await passwordOf(options.typed) }) };
  const client = await clientOf(options);
  const done = await client.call<{ method: string; oneTimePassword?: string }>('POST', '/user/reset-password', {
    query: { userId: id },
    body,
  });
  const text: Record<string, string> = {
    link: 'A link to set a password is on its way to the user.',
    typed: 'The password is set. The user must change it at the next logon.',
    'one-time': `${done.oneTimePassword}\nShown this once. The user must change it at the next logon.`,
  };
  print(options.json, done, () => text[method]!);
}

type CreateOptions = OnlineOptions & {
  readonly file: string;
  readonly tokenSecretFormat?: CsvTokenOptions['secretFormat'];
  readonly tokenType?: CsvTokenOptions['tokenType'];
  readonly password?: string;
  readonly serial?: string;
  readonly pin?: string;
  readonly role: string;
  readonly email?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly breakGlass?: boolean;
};

async function createAdmin(userId: string, options: CreateOptions): Promise<void> {
  const found = tokenOfFile(options.file, options);
  const { userLogin: _login, ...record } = found.token;
  const token = { ...record, ...(options.pin ? { pin: options.pin } : {}) };
  const { role, email, firstName, lastName, breakGlass } = options;
  const client = await clientOf(options);
  const body = { userId, role, email, firstName, lastName, token };
  const path = breakGlass ? '/break-glass' : '/create-admin';
  const created = await client.call<{ serial: string; brokeGlass: boolean }>('POST', path, { body });
  const pin = options.pin || record.pinStyle === 'none' ? '' : ' The first logon sets its PIN.';
  print(options.json, created, () => `${userId} is ${role}, with token ${created.serial}.${pin}`);
}

type EraseOptions = OnlineOptions & { readonly deleteTokens?: boolean; readonly yes?: boolean };

async function erase(id: string, options: EraseOptions): Promise<void> {
  const client = await clientOf(options);
  if (!options.yes) await confirmByTyping(`Erase ${id} everywhere? It can't be undone. Type the user ID: `, id);
  const body = { confirm: id, deleteTokens: options.deleteTokens === true };
  let user = false;
  let lines = 0;
  let next: string | undefined;
  do {
    const step: ErasureDone = await client.call<ErasureDone>('POST', '/user/erase', {
      query: { userId: id },
      body: { ...body, ...(next === undefined ? {} : { next }) },
    });
    user ||= step.user;
    lines += step.lines;
    next = step.next;
  } while (next !== undefined);
  const tokens = options.deleteTokens ? 'Tokens are deleted.' : 'Tokens are unassigned.';
  const found = user ? `Erased ${id}. ${tokens}` : `There was no user ${id} here.`;
  const text = [
    `${found} Lines of reports that named the person: ${lines}.`,
    'The next import of an export that holds the person brings the person back: take the person out of the source.',
  ];
  print(options.json, { userId: id, user, lines }, () => text.join('\n'));
}

export function register(program: Command): void {
  const user = withExamples(
    program
      .command('user')
      .summary('find, mend and reset users; create the first administrator')
      .description('Users of the internal database.'),
    'user show lbjrnsen',
    'user disable lbjrnsen',
    'user reset-password lbjrnsen --one-time',
  );
  online(
    user
      .command('show')
      .description('Shows a user with the tokens.')
      .argument('[id]', 'user ID')
      .option('--email <address>', 'find by e-mail address')
      .option('--serial <serial>', "find by a token's serial"),
    'user show lbjrnsen',
    'user show --serial 185615234085 --json',
  ).action(show);
  online(
    withChanges(
      user
        .command('edit')
        .description(
          'Changes fields of the profile; an empty value removes one. A user without a password needs one in the same save, unless internalDatabase.passwordRequired is false.',
        )
        .argument('<id>', 'user ID')
        .option(
          '--password [password]',
          'also set a password, to be changed at the next logon. Better without the value: then it is typed unseen, or piped in',
        ),
    ),
    'user edit lbjrnsen --email lars@example.com',
    'user edit lbjrnsen --last-name Berg --password < password.txt',
  ).action(edit);
  online(
    user.command('sessions').description('Lists the sessions of a user.').argument('<id>', 'user ID'),
    'user sessions lbjrnsen',
  ).action(sessions);
  for (const what of ACCOUNT_ACTS)
    online(
      user.command(what).description(`${ACTS[what][0]} Asks for no password.`).argument('<id>', 'user ID'),
      `user ${what} lbjrnsen`,
    ).action(act(what));
  online(
    user
      .command('reset-password')
      .description('Resets a password: mails a link (default), shows a one-time password, or sets one typed in.')
      .argument('<id>', 'user ID')
      .addOption(new Option('--link', 'mail a link to set a password (default)').conflicts(['oneTime', 'typed']))
      .addOption(new Option('--one-time', 'show a random password once').conflicts('typed'))
      .option('--typed [password]', 'set one: typed unseen, or piped in, where no value is given'),
    'user reset-password lbjrnsen',
    'user reset-password lbjrnsen --one-time --json',
  ).action(resetPassword);
  online(
    user
      .command('create-admin')
      .description(
        'Creates the first administrator, with a token from a token file. Refused while an enabled one exists.',
      )
      .argument('<id>', 'user ID')
      .requiredOption('--file <file>', `token file (${TOKEN_FILE_FORMAT_NAMES})`)
      .option('--password <password>', "the token file's password")
      .addOption(secretFormatOption())
      .addOption(tokenTypeOption())
      .option('--serial <serial>', 'which token, where there are several')
      .option('--pin <pin>', "the token's PIN (default: set at the first logon)")
      .addOption(new Option('--role <role>', 'the role').choices(ROLES).default('super-admin'))
      .option('--email <address>', 'e-mail address')
      .option('--first-name <name>', 'first name')
      .option('--last-name <name>', 'last name')
      .option(
        '--break-glass',
        'even though an administrator exists: audited, raises an alarm, and each of them is told; IAM allows it apart',
      ),
    'user create-admin ada --file ada.sdtid --password "..." --email ada@example.com',
  ).action(createAdmin);
  online(
    user
      .command('erase')
      .description(
        'Erases a person everywhere: the user, sessions, notices, images of before, and every line of every report. The audit keeps what it has. Also for a person who stands in reports alone.',
      )
      .argument('<id>', 'user ID')
      .option('--delete-tokens', 'delete the tokens; without it they are unassigned')
      .option('--yes', 'without asking for the user ID once more'),
    'user erase lbjrnsen --delete-tokens',
  ).action(erase);
}
