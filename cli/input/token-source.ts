/** Where `landfall passcode` finds a token: a token file, the sample, or what `npm start` made for itself. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { invalid } from '#core/errors.ts';
import { tokenFields } from '#core/export/record.ts';
import { readStoredJson } from '#core/stored.ts';
import { userKey } from '#core/text.ts';
import { type FileToken, readTokenFile } from '#core/token-files/files.ts';
import type { CsvTokenOptions } from '#core/token-files/oath-csv.ts';
import { readSample, SAMPLE } from '../package/sample-files.ts';

/** A token and its PIN, where it is known; no PIN in New PIN mode or with a style that has none. */
export type FoundToken = { readonly token: FileToken; readonly pin?: string; readonly others: readonly string[] };

const { serial, seed, digits, interval, algorithm, pinStyle, pin } = tokenFields;
const savedToken = z.object({ serial, seed, digits, interval, algorithm, pinStyle, pin });

/** The most serials or users that a message lists. */
const LISTED = 20;

function list(names: readonly string[]): string {
  return names.length > LISTED
    ? `${names.slice(0, LISTED).join(', ')} and ${names.length - LISTED} more`
    : names.join(', ');
}

function readFile(file: string): Buffer {
  if (!existsSync(file)) throw invalid('passcode.file_missing', `There is no file ${file}.`);
  return readFileSync(file);
}

/** The token with this serial (leading zeros may be left out), or the first. */
function choose(tokens: readonly FileToken[], wanted: string | undefined, where: string): FileToken | undefined {
  if (wanted === undefined) return tokens[0];
  const found = tokens.find((token) => token.serial === wanted || token.serial === wanted.padStart(12, '0'));
  const serials = list(tokens.map((token) => token.serial));
  if (!found) throw invalid('passcode.serial_unknown', `${where} has no token ${wanted}. It has: ${serials}.`);
  return found;
}

/** The token of a token file. @throws LandfallError tokenfile.*, passcode.which_serial where there are several */
export function tokenOfFile(
  file: string,
  options: {
    password?: string | undefined;
    serial?: string | undefined;
    tokenSecretFormat?: CsvTokenOptions['secretFormat'];
    tokenType?: CsvTokenOptions['tokenType'];
    tokenHash?: CsvTokenOptions['hash'];
  },
): FoundToken {
  const { password, tokenSecretFormat: secretFormat, tokenType, tokenHash: hash } = options;
  const { tokens, refused } = readTokenFile(readFile(file), { password, secretFormat, tokenType, hash });
  const wanted = options.serial;
  const bad = refused.find(
    ({ serial }) => wanted === undefined || serial === wanted || serial === wanted.padStart(12, '0'),
  );
  const good = tokens.some(({ serial }) => serial === wanted);
  if (bad && !good && (wanted !== undefined || tokens.length === 0))
    throw invalid(bad.code, `The token ${bad.serial} can't be used: ${bad.reason}.`);
  if (options.serial === undefined && tokens.length > 1) {
    const serials = list(tokens.map((token) => token.serial));
    throw invalid(
      'passcode.which_serial',
      `${file} holds ${tokens.length} tokens. Say which with --serial: ${serials}.`,
    );
  }
  const token = choose(tokens, options.serial, file);
  if (!token) throw invalid('passcode.no_token', `${file} holds no token.`);
  return { token, others: [] };
}

function savedFor(folder: string, user: string): FoundToken | undefined {
  // Encoded, so that no user ID can name a file in another folder.
  const file = join(folder, `${encodeURIComponent(userKey(user))}.json`);
  if (!existsSync(file)) return undefined;
  const { pin: known, ...token } = readStoredJson(savedToken, readFileSync(file, 'utf8'), file);
  return { token: { ...token, enabled: true }, ...(known ? { pin: known } : {}), others: [] };
}

/**
 * The token of a user whom `npm start` made (`saved`: the folder of their tokens, where one is known) or of a user of the sample.
 * @throws LandfallError passcode.user_unknown, passcode.serial_unknown
 */
export function tokenOfUser(user: string, saved: string | undefined, wanted?: string): FoundToken {
  const kept = saved === undefined ? undefined : savedFor(saved, user);
  if (kept) return kept;
  const rows = parse(readSample(SAMPLE.assignments), { columns: true }) as Record<string, string>[];
  const mine = rows.filter((row) => row['userId'] && userKey(row['userId']) === userKey(user));
  if (mine.length === 0) {
    const users = list([...new Set(rows.map((row) => row['userId']!).filter(Boolean))]);
    throw invalid('passcode.user_unknown', `The sample has no token for ${user}. Its users: ${users}.`);
  }
  const tokens = SAMPLE.tokenFiles.flatMap(
    ({ name, password }) => readTokenFile(readSample(name), { password }).tokens,
  );
  const own = mine.flatMap((row) => tokens.filter((token) => token.serial === row['serial']));
  const token = choose(own, wanted, user);
  if (!token) throw invalid('passcode.no_token', `The token files of the sample hold no token of ${user}.`);
  const known = mine.find((row) => row['serial'] === token.serial)!['pin'];
  const others = own.filter((other) => other !== token).map((other) => other.serial);
  return { token, ...(known ? { pin: known } : {}), others };
}
