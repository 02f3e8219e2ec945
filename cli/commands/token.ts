/** `landfall token`: find, show and handle tokens. */
import { type Command, InvalidArgumentError } from 'commander';
import type { TokenDetail } from '#core/administration/tokens/view.ts';
import { invalid } from '#core/errors.ts';
import type { Client } from '../online/client.ts';
import { clientOf, type OnlineOptions, online, withExamples } from '../online/options.ts';
import { print } from '../text/output.ts';
import { tokensText, tokenText } from '../text/token.ts';
import { noteUpgrading, type Upgrading } from '../text/upgrading.ts';

function serialNumber(text: string): string {
  if (!/^[\x21-\x7e]{1,64}$/u.test(text)) throw new InvalidArgumentError('Give a serial number, such as 000123456789.');
  return text;
}

function count(text: string): number {
  if (!/^[1-9]\d{0,6}$/u.test(text)) throw new InvalidArgumentError('Give a number from 1.');
  return Number(text);
}

type FindOptions = OnlineOptions & { readonly user?: string; readonly unassigned?: boolean; readonly limit: number };

async function find(options: FindOptions): Promise<void> {
  const { user, unassigned, limit } = options;
  if ((user === undefined) === (unassigned === undefined))
    throw invalid('token.which', 'Say which tokens: --user ID or --unassigned.');
  const client = await clientOf(options);
  const query = unassigned ? { unassigned: 'true' } : { userId: user };
  const tokens: TokenDetail[] = [];
  let next: string | undefined;
  let upgrading: Upgrading = {};
  do {
    const page = await client.call<{ tokens: TokenDetail[]; next?: string } & Upgrading>('GET', '/tokens', {
      query: { ...query, next },
    });
    tokens.push(...page.tokens);
    next = page.next;
    upgrading = page.upgrading ? { upgrading: true } : {};
  } while (next !== undefined && tokens.length < limit);
  const shown = tokens.slice(0, limit);
  const more = tokens.length > limit || next !== undefined ? `\nThere are more: --limit ${limit * 10}` : '';
  noteUpgrading(upgrading);
  print(options.json, { tokens: shown, ...upgrading }, () => `${tokensText(shown)}${more}`);
}

async function show(serial: string, options: OnlineOptions): Promise<void> {
  const token = await (await clientOf(options)).call<TokenDetail>('GET', '/token', { query: { serial } });
  print(options.json, token, () => tokenText(token));
}

/** Takes one action on the token in its present version, and prints the result. */
async function act(
  serial: string,
  options: OnlineOptions,
  run: (client: Client, version: number) => Promise<TokenDetail>,
  said: string,
): Promise<void> {
  const client = await clientOf(options);
  const { version } = await client.call<TokenDetail>('GET', '/token', { query: { serial } });
  const token = await run(client, version);
  print(options.json, token, () => `${said}\n\n${tokenText(token)}`);
}

const edit = (fields: object, said: string) => (serial: string, options: OnlineOptions) =>
  act(
    serial,
    options,
    (client, version) => client.call('PATCH', '/token', { query: { serial }, body: { version, ...fields } }),
    said,
  );

const post = (serial: string, name: string, options: OnlineOptions, fields: object, said: string) =>
  act(
    serial,
    options,
    (client, version) => client.call('POST', `/token/${name}`, { query: { serial }, body: { version, ...fields } }),
    said,
  );

async function remove(serial: string, options: OnlineOptions): Promise<void> {
  const client = await clientOf(options);
  const { version } = await client.call<TokenDetail>('GET', '/token', { query: { serial } });
  await client.call('POST', '/token/delete', { query: { serial }, body: { version } });
  print(options.json, { serial, deleted: true }, () => `Deleted token ${serial}.`);
}

async function temporaryCode(serial: string, options: OnlineOptions): Promise<void> {
  const client = await clientOf(options);
  const { version } = await client.call<TokenDetail>('GET', '/token', { query: { serial } });
  const given = await client.call<{ code: string; until: string }>('POST', '/tokens/temporary-code', {
    query: { serial },
    body: { version },
  });
  print(
    options.json,
    { serial, ...given },
    () =>
      `Temporary code: ${given.code.replace(/^(.{4})/u, '$1 ')}\n\nIt is shown this once. The user types the PIN and then this code, once, before ${given.until}.`,
  );
}

const SESSIONS_ENDED = 'Its user’s sessions have ended; the next logon needs another token.';

export function register(program: Command): void {
  const token = withExamples(
    program
      .command('token')
      .summary('find, show and handle tokens: enable, lost, clear-pin, assign, delete, resynchronise')
      .description('Tokens, whoever has them. Seeds and PINs are never shown.'),
    'token find --user lbjrnsen',
    'token show 000123456789',
    'token resynchronise 000123456789 481516 234200',
  );
  const command = (name: string, description: string) =>
    token.command(name).description(description).argument('<serial>', 'serial number, complete', serialNumber);

  online(
    token
      .command('find')
      .description('Lists the tokens of a user, or those that are assigned to nobody.')
      .option('--user <id>', 'tokens of this user')
      .option('--unassigned', 'tokens of nobody')
      .option('--limit <count>', 'at most so many', count, 1000),
    'token find --user lbjrnsen',
    'token find --unassigned --json',
  ).action(find);
  online(command('show', 'Shows a token.'), 'token show 000123456789', 'token show 000123456789 --json').action(show);
  online(
    command('enable', 'Enables a token and forgets the wrong passcodes counted.'),
    'token enable 000123456789',
  ).action(edit({ enabled: true }, 'Enabled.'));
  online(command('disable', 'Disables a token, which ends its user’s sessions.'), 'token disable 000123456789').action(
    edit({ enabled: false }, `Disabled. ${SESSIONS_ENDED}`),
  );
  online(
    command('lost', 'Reports a token lost, which ends its user’s sessions; or found again.').option(
      '--found',
      'it is there again',
    ),
    'token lost 000123456789',
    'token lost 000123456789 --found',
  ).action((serial: string, options: OnlineOptions & { readonly found?: boolean }) =>
    edit({ lost: !options.found }, options.found ? 'Found again.' : `Reported lost. ${SESSIONS_ENDED}`)(
      serial,
      options,
    ),
  );
  online(
    command('clear-pin', 'Takes the PIN away: the next logon with the tokencode alone sets a new one.'),
    'token clear-pin 000123456789',
  ).action(edit({ clearPin: true }, 'The PIN is cleared. The token is in New PIN mode.'));
  online(
    command(
      'temporary-code',
      'Gives out a code that takes the place of one tokencode, for a token that is marked lost and has a PIN.',
    ),
    'token temporary-code 000123456789',
  ).action(temporaryCode);
  online(
    command('assign', 'Assigns a token to a user. One that is assigned already must be unassigned first.')
      .argument('<user>', 'user ID')
      .option('--clear-pin', 'start in New PIN mode, although the token brought a PIN'),
    'token assign 000123456789 lbjrnsen --clear-pin',
  ).action((serial: string, userId: string, options: OnlineOptions & { readonly clearPin?: boolean }) =>
    post(serial, 'assign', options, { userId, clearPin: options.clearPin === true }, `Assigned to ${userId}.`),
  );
  online(
    command('unassign', 'Takes a token back from its user, with its PIN, which ends the user’s sessions.'),
    'token unassign 000123456789',
  ).action((serial: string, options: OnlineOptions) =>
    post(serial, 'unassign', options, {}, 'Unassigned. The user’s sessions have ended.'),
  );
  online(
    command('delete', 'Deletes a token that is assigned to nobody. Its seed goes with it.'),
    'token delete 000123456789',
  ).action(remove);
  online(
    command(
      'resynchronise',
      'Learns a token’s clock from two consecutive codes, up to 12 hours off (HOTP: 1,000 codes ahead). Both are spent.',
    )
      .argument('<tokencode>', 'the code that the token shows')
      .argument('<next-tokencode>', 'the one right after it'),
    'token resynchronise 000123456789 481516 234200',
  ).action((serial: string, tokencode: string, nextTokencode: string, options: OnlineOptions) =>
    post(serial, 'resynchronise', options, { tokencode, nextTokencode }, 'Resynchronised.'),
  );
}
