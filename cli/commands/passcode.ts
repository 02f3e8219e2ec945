/** `landfall passcode`: a software token for the sample's users and for any token file. Works offline, without waiting for the next code. */
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { invalid } from '#core/errors.ts';
import { TOKEN_FILE_FORMAT_NAMES } from '#core/token-files/files.ts';
import type { CsvTokenOptions } from '#core/token-files/oath-csv.ts';
import { deviceInterval, devicePasscode } from '#core/tokens/device.ts';
import { secretFormatOption, tokenHashOption, tokenTypeOption } from '../input/token-inputs.ts';
import { type FoundToken, tokenOfFile, tokenOfUser } from '../input/token-source.ts';
import { dataFolder } from '../online/data-folder.ts';
import { note } from '../text/stderr.ts';

type Options = {
  readonly file?: string;
  readonly password?: string;
  readonly serial?: string;
  readonly tokenSecretFormat?: CsvTokenOptions['secretFormat'];
  readonly tokenType?: CsvTokenOptions['tokenType'];
  readonly tokenHash?: CsvTokenOptions['hash'];
  readonly at?: number;
  readonly pin?: string;
  readonly next?: boolean;
  readonly json?: boolean;
};

function unixSeconds(text: string): number {
  if (!/^\d{1,11}$/u.test(text)) throw new InvalidArgumentError('Give Unix time in seconds, such as 1798761629.');
  return Number(text);
}

/** Notes go to standard error, so that standard output has the code alone. */
function notes({ token, pin, others }: FoundToken, options: Options, at: number): string[] {
  const expired = token.expiresAt !== undefined && Date.parse(token.expiresAt) < at * 1000;
  const newPin = !options.file && !(options.pin ?? pin) && token.pinStyle !== 'none';
  return [
    ...(others.length > 0 ? [`Token ${token.serial}; also ${others.join(', ')}: choose with --serial.`] : []),
    ...(newPin ? ['No PIN yet (New PIN mode): the tokencode alone. Give the PIN you set with --pin.'] : []),
    ...(expired ? [`Token ${token.serial} expired at ${token.expiresAt}.`] : []),
  ];
}

function find(user: string | undefined, options: Options): FoundToken {
  if (options.file !== undefined) return tokenOfFile(options.file, options);
  if (user === undefined)
    throw invalid('passcode.whose', 'Name a user of the sample, or a token file: landfall passcode --file FILE.');
  const data = dataFolder();
  return tokenOfUser(user, data === undefined ? undefined : join(data, 'tokens'), options.serial);
}

function run(user: string | undefined, options: Options): void {
  const found = find(user, options);
  const { token } = found;
  const at = options.at ?? Math.floor(Date.now() / 1000);
  const interval = deviceInterval(token, at) + (options.next ? 1 : 0);
  const passcode = devicePasscode(token, Buffer.from(token.seed, 'base64'), interval, options.pin ?? found.pin);
  for (const one of notes(found, options, at)) note(one);
  console.log(options.json ? JSON.stringify({ serial: token.serial, passcode, interval }) : passcode);
}

export function register(program: Command): void {
  program
    .command('passcode')
    .summary('what a token shows now: for a user of the sample, or for any token file')
    .description(
      `Prints the passcode of a user of the sample, or of a token in a token file (${TOKEN_FILE_FORMAT_NAMES}); the code alone on standard output.`,
    )
    .argument('[user]', 'a user of the sample, or the administrator that `npm start` made')
    .option('--file <file>', `a token file (${TOKEN_FILE_FORMAT_NAMES}) instead of a user`)
    .option('--password <password>', "the token file's password")
    .addOption(secretFormatOption())
    .addOption(tokenTypeOption())
    .addOption(tokenHashOption())
    .option('--serial <serial>', 'which token, where there are several')
    .option('--at <unix>', 'Unix time in seconds (default: now)', unixSeconds)
    .option('--pin <pin>', 'the PIN: one set since, or for a token file')
    .option('--next', 'the code after this one: passcodes work once, and "next tokencode" asks for it')
    .option('--json', 'serial, passcode and interval as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  landfall passcode lbjrnsen\n  landfall passcode opena --pin 4711 --next\n' +
        '  landfall passcode --file batch.sdtid --password "..." --serial 000123456789 --at 1798761629\n' +
        '  landfall passcode --file oath.csv --token-secret-format base32 --serial 2600123456789\n',
    )
    .action(run);
}
