/**
 * Which password opens which token file. Passwords come from files or the environment; on the command line only on a
 * machine without other users, who could see it.
 */
import { basename } from 'node:path';
import { Option } from 'commander';
import { invalid } from '#core/errors.ts';
import type { CsvTokenOptions } from '#core/token-files/oath-csv.ts';
import { OTP_HASHES } from '#core/token-files/otp-hash.ts';
import { SECRET_FORMATS } from '#core/token-files/secret-text.ts';
import { readInput, type TokenInput } from '../package/inputs.ts';

export type TokenOptions = {
  readonly tokens: readonly string[];
  /** `FILE=PASSWORD` */
  readonly tokenPassword?: readonly string[];
  /** `FILE=PATH` of a file that holds the password in its first line. */
  readonly tokenPasswordFile?: readonly string[];
  /** `FILE=PATH` of a file that holds a pre-shared key in hex (PSKC). */
  readonly tokenKeyFile?: readonly string[];
  /** Applies to every CSV file. */
  readonly tokenSecretFormat?: CsvTokenOptions['secretFormat'];
  readonly tokenType?: CsvTokenOptions['tokenType'];
  /** For tokens of which their file does not say it, of whatever format. */
  readonly tokenHash?: CsvTokenOptions['hash'];
};

/** For every command that reads a token file. */
export const secretFormatOption = (): Option =>
  new Option('--token-secret-format <format>', 'what the secrets of a CSV token file are written in').choices(
    SECRET_FORMATS,
  );
export const tokenTypeOption = (): Option =>
  new Option('--token-type <type>', 'what the tokens of a CSV file are where it does not say').choices([
    'totp',
    'hotp',
  ]);

export const tokenHashOption = (): Option =>
  new Option('--token-hash <hash>', 'the hash of OATH tokens where their file does not say it').choices(OTP_HASHES);

/** File names and passwords may both hold "=": the longest name of a given token file wins. Errors never quote the value. */
function split(option: string, text: string, files: readonly string[]): { file: string; value: string } {
  const names = files.flatMap((file) => [
    { name: file, file },
    { name: basename(file), file },
  ]);
  const [best] = names.filter(({ name }) => text.startsWith(`${name}=`)).sort((a, b) => b.name.length - a.name.length);
  if (!best)
    throw invalid(
      'pack.token_file_unknown',
      `${option} names no file that --tokens gave. Write ${option} FILE=..., with one of: ${files.join(', ')}.`,
    );
  return { file: best.file, value: text.slice(best.name.length + 1) };
}

async function secretOf(file: string): Promise<string> {
  const [line = ''] = (await readInput('secret file', file)).toString('utf8').split(/\r?\n/u, 1);
  return line;
}

function keyOf(hex: string): Buffer {
  if (!/^(?:[0-9a-f]{32}|[0-9a-f]{48}|[0-9a-f]{64})$/iu.test(hex.trim()))
    throw invalid('pack.token_key_invalid', 'A pre-shared key is 16, 24 or 32 bytes in hex on one line.');
  return Buffer.from(hex.trim(), 'hex');
}

/** @throws LandfallError pack.token_file_unknown, pack.token_key_invalid, pack.file_unreadable */
export async function tokenInputs(options: TokenOptions): Promise<TokenInput[]> {
  const passwords = new Map<string, string>();
  const keys = new Map<string, Buffer>();
  for (const text of options.tokenPassword ?? []) {
    const { file, value } = split('--token-password', text, options.tokens);
    passwords.set(file, value);
  }
  for (const text of options.tokenPasswordFile ?? []) {
    const { file, value } = split('--token-password-file', text, options.tokens);
    passwords.set(file, await secretOf(value));
  }
  for (const text of options.tokenKeyFile ?? []) {
    const { file, value } = split('--token-key-file', text, options.tokens);
    keys.set(file, keyOf(await secretOf(value)));
  }
  return options.tokens.map((file) => ({
    file,
    password: passwords.get(file),
    preSharedKey: keys.get(file),
    secretFormat: options.tokenSecretFormat,
    tokenType: options.tokenType,
    hash: options.tokenHash,
  }));
}
