/** `landfall pack`: turns the files of the source deployment into one encrypted, signed package. Works offline. */
import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { askHidden } from '#cli/input/hidden-prompt.ts';
import {
  secretFormatOption,
  type TokenOptions,
  tokenHashOption,
  tokenInputs,
  tokenTypeOption,
} from '#cli/input/token-inputs.ts';
import type { DirectorySource } from '#cli/package/directory.ts';
import { readInput } from '#cli/package/inputs.ts';
import { DEFAULT_PART_SIZE, type PackSummary, packExport } from '#cli/package/pack.ts';
import { print } from '#cli/text/output.ts';
import { howFar, progressLine } from '#cli/text/progress.ts';
import { describeCounts, describeRefusals } from '#cli/text/refusals.ts';
import { describeOutside, describePresent, describeWhole, remedyOfPart } from '#cli/text/whole.ts';
import { invalid } from '#core/errors.ts';
import { LIMITS } from '#core/export/limits.ts';
import { SOURCE_KINDS, type SourceKind } from '#core/source-kind.ts';
import { DATE_ORDERS, type DateOrder } from '#core/sources/times.ts';
import { TOKEN_FILE_FORMAT_NAMES } from '#core/token-files/files.ts';

type Options = TokenOptions & {
  ldif?: string;
  csv?: string;
  ldap?: string;
  base?: string;
  filter?: string;
  users?: string;
  group?: string[];
  full?: true;
  partial?: true;
  includeUnassigned?: true;
  bindDn?: string;
  ldapStarttls?: true;
  ca?: string;
  assignments?: string;
  answers?: string;
  recipient: string;
  signingKey: string;
  source: SourceKind;
  sourceName: string;
  map?: string[];
  skipBad?: true;
  includeTokenless?: true;
  assumeEnabled?: true;
  lockoutDuration?: string;
  dateOrder?: DateOrder;
  partSize: number;
  out: string;
  json?: true;
};

const collect = (value: string, earlier: string[] = []): string[] => [...earlier, value];

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= LIMITS.recordsPerPart) return number;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${LIMITS.recordsPerPart}.`);
}

async function ldapPassword(bindDn: string): Promise<string> {
  const known = process.env['LANDFALL_LDAP_PASSWORD'];
  if (known !== undefined) return known;
  if (process.stdin.isTTY) return await askHidden(`Password of ${bindDn}: `);
  throw invalid('ldap.password_missing', 'Put the password of --bind-dn into the variable LANDFALL_LDAP_PASSWORD.');
}

async function certificates(file: string): Promise<string> {
  const pem = (await readInput('file of certificates', file)).toString('utf8');
  if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem;
  throw invalid('ldap.ca_invalid', '--ca must be certificates in PEM (-----BEGIN CERTIFICATE-----).');
}

/** @throws LandfallError pack.option_misplaced where an option of a live directory stands beside a file */
function refuseOfFile({ ldap, bindDn, ldapStarttls, ca }: Options): void {
  const given = { '--bind-dn': bindDn, '--ldap-starttls': ldapStarttls, '--ca': ca };
  const [option] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
  if (ldap !== undefined || option === undefined) return;
  throw invalid(
    'pack.option_misplaced',
    `${option} goes with --ldap alone: leave it out, or search the live directory.`,
  );
}

async function directoryOf(options: Options): Promise<DirectorySource> {
  const given = [options.ldif, options.csv, options.ldap].filter((one) => one !== undefined);
  if (given.length !== 1)
    throw invalid('pack.which_directory', 'Say where the users are: one of --ldif FILE, --csv FILE and --ldap URL.');
  refuseOfFile(options);
  const { base, filter } = options;
  const narrowing = { ...(base === undefined ? {} : { base }), ...(filter === undefined ? {} : { filter }) };
  if (options.ldif !== undefined) return { kind: 'ldif', file: options.ldif, ...narrowing };
  if (options.csv !== undefined) return { kind: 'csv', file: options.csv, ...narrowing };
  if (options.base === undefined) throw invalid('ldap.base_missing', 'Say where to search: --base dc=corp,dc=example.');
  return {
    kind: 'ldap',
    url: options.ldap!,
    ...narrowing,
    base: options.base,
    startTls: options.ldapStarttls ?? false,
    ...(options.ca === undefined ? {} : { ca: await certificates(options.ca) }),
    ...(options.bindDn === undefined ? {} : { bindDn: options.bindDn, password: await ldapPassword(options.bindDn) }),
  };
}

const passedOver = ({ passedOver: all }: PackSummary): string[] =>
  all.map(
    ({ is, count, where }) =>
      `  ${String(count).padStart(5)}  ${is} (${where.join('; ')}${count > where.length ? ', ...' : ''})`,
  );

function describe(summary: PackSummary, options: Options): string {
  const { counts, refusals } = summary;
  return [
    `Packed ${summary.file}: ${summary.bytes} bytes, ${summary.parts} parts, ${summary.records} records`,
    describeWhole(summary),
    ...describeCounts(counts, summary.questions),
    ...(summary.full ? describePresent(summary.present) : []),
    ...describeOutside(summary.outside),
    ...remedyOfPart(summary, options.full ?? false),
    ...(summary.passedOver.length > 0 ? ['Passed over, since they are no users:', ...passedOver(summary)] : []),
    ...(refusals.length > 0 ? ['Left out:', ...describeRefusals(refusals)] : []),
    ...summary.notices.map((sentence) => `Note: ${sentence}`),
    ...(counts.usersWithoutToken > 0 && !options.includeTokenless
      ? ['Users without a token could not log on, so they were left out: --include-tokenless packs them too.']
      : []),
    `Next: landfall import --dry-run ${basename(summary.file)}`,
  ].join('\n');
}

async function run(options: Options): Promise<void> {
  const progress = progressLine();
  const far = howFar();
  const summary = await packExport({
    ...options,
    directory: await directoryOf(options),
    said: options.full ? 'full' : options.partial ? 'partial' : undefined,
    tokens: await tokenInputs(options),
    tokenPassword: process.env['LANDFALL_TOKEN_PASSWORD'],
    recipient: await readInput('recipient key', options.recipient),
    signingKey: await readInput('signing key', options.signingKey),
    now: Date.now(),
    progress: (done) => progress.tell(() => far(done())),
  }).finally(() => progress.end());
  print(options.json, summary, () => describe(summary, options));
}

const EXAMPLES = `
Examples:
  landfall key > target.pem
  landfall packers new-key --out packer.pem
  landfall pack --ldif corp.ldif --tokens hardware.sdtid --tokens software.sdtid \\
    --token-password-file software.sdtid=password.txt --assignments assignments.csv --answers answers.csv \\
    --recipient target.pem --signing-key packer.pem --out export.zip
  landfall pack --ldap ldaps://dc1.corp.example --base dc=corp,dc=example --bind-dn cn=reader,dc=corp,dc=example \\
    --tokens tokens.xml --recipient target.pem --signing-key packer.pem --out export.zip
  landfall pack --csv users.csv --source internal --map userId=login --tokens batch.sdtid ...
  landfall pack --ldif corp.ldif --users pilot.txt --tokens batch.sdtid ...
  landfall pack --ldif corp.ldif --group cn=Pilot,ou=Groups,dc=corp,dc=example --tokens batch.sdtid ...
  landfall pack --ldif corp.ldif --tokens oath.csv --token-secret-format hex --token-type totp ...

Full or partial: an export with --base, --filter, --group or --users is a part of the source, so a later import takes no user for gone.
--full says that no user with a token is missing all the same (a --base that holds everybody), --partial that some are (an LDIF file of
one department). An export from which entries were skipped is never full. Users without a token and refused ones are named as still there. Of a part only its users' tokens come.

Variables: LANDFALL_TOKEN_PASSWORD (for every token file that asks for a password and was given none),
LANDFALL_LDAP_PASSWORD (of --bind-dn), NODE_EXTRA_CA_CERTS (your own certificate authority for ldaps://, as --ca).
Disable a token in the old deployment when it is used in the new one: a passcode seen there could be replayed here.
`;

export function register(program: Command): void {
  program
    .command('pack')
    .summary('make an export package from LDIF, CSV or LDAP and token files')
    .description('Packs users, tokens, assignments and answers, sealed for one target and signed by you.')
    .option('--ldif <file>', 'users: LDIF as slapcat, ldapsearch or ldifde write it')
    .option('--csv <file>', 'users: CSV with a header; comma, semicolon or tab')
    .option('--ldap <url>', 'users: a live directory, ldaps://host')
    .option('--base <dn>', 'only what is below this entry; --ldap needs it (--ldap, --ldif)')
    .option('--filter <filter>', 'only whom an LDAP filter finds (--ldap, --ldif; default: persons and accounts)')
    .option(
      '--group <dn>',
      'only members of a group, and of groups within it (--ldap, --ldif); may be repeated',
      collect,
    )
    .option('--users <file>', 'only the users on a list: a user ID a line, or CSV with a column of user IDs')
    .addOption(
      new Option(
        '--full',
        'it is the whole source all the same: a user with a token who is missing from it is gone there',
      ).conflicts('partial'),
    )
    .option(
      '--partial',
      'it is a part of the source, whatever the other options say: no user who is missing from it is gone',
    )
    .option('--include-unassigned', 'of a part of the source, pack unassigned tokens too')
    .option('--bind-dn <dn>', 'who searches (--ldap); the password is asked for, or LANDFALL_LDAP_PASSWORD')
    .option('--ldap-starttls', 'encrypt an ldap:// connection with StartTLS')
    .option('--ca <file>', 'certificates (PEM) of an authority of your own that signed the directory’s certificate')
    .requiredOption('--tokens <file>', `a token file: ${TOKEN_FILE_FORMAT_NAMES}; may be repeated`, collect)
    .option('--token-password <file=password>', 'password of a token file; seen by every user of this machine', collect)
    .option('--token-password-file <file=path>', 'the same, from the first line of a file', collect)
    .option('--token-key-file <file=path>', 'pre-shared key of a PSKC file, in hex', collect)
    .addOption(secretFormatOption())
    .addOption(tokenTypeOption())
    .addOption(tokenHashOption())
    .option('--assignments <file>', 'CSV: serial, userId, pin; and clockOffset, enabled, nickname')
    .option('--answers <file>', 'CSV: userId, language, question, answer')
    .requiredOption('--recipient <file>', "the target's public key, from `landfall key`")
    .requiredOption('--signing-key <file>', 'your private key, from `landfall packers new-key`')
    .addOption(
      new Option('--source <kind>', 'identity source of the old deployment').choices(SOURCE_KINDS).default('external'),
    )
    .option('--source-name <name>', 'what to call the old deployment', 'old deployment')
    .option(
      '--map <field=attribute>',
      'take a field from another attribute or column; enabled=!NAME where yes means disabled; may be repeated',
      collect,
    )
    .option(
      '--lockout-duration <minutes>',
      'how long the directory locks accounts, or "forever" (default: as it says, or 30)',
    )
    .addOption(
      new Option('--date-order <order>', 'of dates such as 03/04/2026, where the file does not show it').choices(
        DATE_ORDERS,
      ),
    )
    .option('--assume-enabled', 'pack accounts as enabled where nothing in an Active Directory export says it')
    .option('--skip-bad', 'leave entries with a broken line out instead of stopping')
    .option('--include-tokenless', 'pack users without a token too')
    .option('--part-size <records>', 'records a part', wholeNumber, DEFAULT_PART_SIZE)
    .requiredOption('--out <file>', 'the package')
    .option('--json', 'the summary as JSON')
    .option('--quiet', 'on standard error nothing but warnings and errors')
    .addHelpText('after', EXAMPLES)
    .action(run);
}
