/** OATH tokens in CSV, as vendors ship them and other servers take them. docs/export-format.md lists the forms. */
import type { TokenAlgorithm } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import { foldColumn } from '#core/sources/csv-rows.ts';
import { readTime } from '#core/sources/times.ts';
import { UNDECODABLE } from '#core/text-stream.ts';
import { type CsvColumns, type CsvField, namedColumns, positionalColumns } from './csv-columns.ts';
import { type CsvLine, csvLines } from './csv-lines.ts';
import { collect, type FileToken, Refusal, type TokenFile, toFileToken } from './file-token.ts';
import { type HashOptions, hashOf, type OtpHash } from './otp-hash.ts';
import { decodeSecret, onlyFormat, SECRET_FORMATS, type SecretFormat, SecretFormats } from './secret-text.ts';

export type CsvTokenOptions = HashOptions & {
  /** What the secrets are written in, whatever the file says. */
  readonly secretFormat?: SecretFormat | undefined;
  /** For tokens of which the file does not say whether they count time or events. */
  readonly tokenType?: 'totp' | 'hotp' | undefined;
};

type Rules = CsvTokenOptions & { readonly columns: CsvColumns; readonly common: SecretFormat | undefined };

const MAX_BYTES = 64 * 1024 * 1024;
/** RFC 6238 section 5.2, RFC 4226 section 5.3 and the default of the servers that read such files. */
const DEFAULTS = { digits: 6, interval: 30, counter: 0 };

const cellOf = ({ columns }: Rules, line: CsvLine, field: CsvField): string =>
  line.cells?.[columns.at.get(field) ?? -1] ?? '';

const TYPE = /^(?:oath)?(totp|hotp|time|event)?(?:based)?(hmac)?(?:sha(1|256|512))?$/u;

/** Type and hash, which files write in one column or in two: "totp", "HMAC-SHA256", "TOTP-SHA512"; a bare "hmac" is HOTP. */
function algorithmOf(rules: Rules, line: CsvLine, seedBytes: number): TokenAlgorithm {
  const of = (field: CsvField) => cellOf(rules, line, field);
  const found = ([of('type'), of('hash')] as const).map((text) => TYPE.exec(foldColumn(text)));
  const [kinds, hashes] = [new Set<string>(), new Set<string>()];
  for (const match of found) {
    if (!match)
      throw new Refusal('token.algorithm', 'its type or hash is none of HOTP, TOTP, SHA-1, SHA-256 and SHA-512');
    const [, kind, hmac, hash] = match;
    if (kind ?? (hmac && !hash)) kinds.add(kind === 'totp' || kind === 'time' ? 'totp' : 'hotp');
    if (hash) hashes.add(hash);
  }
  const implied = of('interval') !== '' ? 'totp' : 'hotp';
  const says = (of('interval') === '') !== (of('counter') === '');
  const [kind = rules.tokenType ?? (says ? implied : undefined), other] = kinds;
  const [named, otherHash] = hashes;
  if (kind === undefined)
    throw new Refusal('token.algorithm', 'nothing says whether it counts time (TOTP) or events (HOTP)');
  const fits = other === undefined && otherHash === undefined;
  const hash = fits
    ? hashOf(named === undefined ? undefined : (`sha${named}` as OtpHash), seedBytes, rules)
    : undefined;
  if (hash === undefined || (kind === 'hotp' && hash !== 'sha1'))
    throw new Refusal(
      'token.algorithm',
      'its type and hash do not fit together, or are HOTP with another hash than SHA-1',
    );
  return kind === 'hotp' ? 'hotp-sha1' : `totp-${hash}`;
}

/** The option first, then the row's own column, the secrets' column, what this secret or the others can only be. */
function seedOf(rules: Rules, line: CsvLine): string | undefined {
  const text = cellOf(rules, line, 'secret');
  const named = foldColumn(cellOf(rules, line, 'format'));
  const own = SECRET_FORMATS.find((one) => one === named);
  if (named !== '' && own === undefined)
    throw new Refusal('token.secret_format', 'the format of its secret is none of hex, base32 and base64');
  const { columns } = rules;
  const format = rules.secretFormat ?? own ?? columns.format ?? onlyFormat(text) ?? rules.common;
  const known = format ?? (columns.entra ? 'base32' : undefined);
  if (known === undefined && decodeSecret(text, 'hex'))
    throw new Refusal('token.secret_format', 'its secret could be hex or base32, and nothing says which');
  return known && decodeSecret(text, known)?.toString('base64');
}

const whole = (text: string, otherwise: number) =>
  text === '' ? otherwise : /^\d{1,15}$/u.test(text) ? Number(text) : Number.NaN;

/**
 * A day, or a moment, as spreadsheets write them too; a token expires at the end of its last day. What is neither is left for the
 * token's schema to refuse.
 */
function timeOf(text: string, ofDay: 'start' | 'end'): string | undefined {
  const read = readTime(text, { ofDay });
  if (read === null) return undefined;
  return typeof read === 'string' ? read : text || undefined;
}

function checkLine({ columns }: Rules, { cells }: CsvLine): void {
  if (cells === undefined) throw new Refusal('token.line', 'its line is not a row of CSV');
  if (cells.slice(columns.width).some((cell) => cell !== ''))
    throw new Refusal('token.line', 'its line has more cells than there are columns');
  if ([...columns.at.values()].some((index) => cells[index]?.includes(UNDECODABLE)))
    throw new Refusal('token.line', 'its line is not UTF-8');
}

function readLine(rules: Rules, line: CsvLine): FileToken {
  checkLine(rules, line);
  const of = (field: CsvField) => cellOf(rules, line, field);
  if (/^\d[.,]\d+E\+?\d+$/iu.test(of('serial')))
    throw new Refusal('token.serial', 'a spreadsheet has rounded its serial: use the file as the vendor sent it');
  const seed = seedOf(rules, line);
  const algorithm = algorithmOf(rules, line, Buffer.from(seed ?? '', 'base64').length);
  const events = algorithm === 'hotp-sha1';
  const interval = (of('interval') || of('step')).replace(/\s*(?:s|secs?|seconds?)$/iu, '');
  return toFileToken({
    serial: of('serial'),
    algorithm,
    seed,
    digits: whole(of('digits'), DEFAULTS.digits),
    interval: events ? 0 : whole(interval, DEFAULTS.interval),
    pinStyle: 'none',
    counter: events ? whole(of('counter') || of('step'), DEFAULTS.counter) : undefined,
    startsAt: timeOf(of('startsAt'), 'start'),
    expiresAt: timeOf(of('expiresAt'), 'end'),
    enabled: true,
    nickname: of('nickname') || undefined,
    userLogin: of('user') || undefined,
  });
}

/** The lines behind the one that names the columns. */
function* rowsOf(text: string, named: boolean): Generator<CsvLine> {
  let header = named;
  for (const line of csvLines(text)) {
    if (!header) yield line;
    header = false;
  }
}

/**
 * Reads a whole list. Lines that can't be used are refused singly, by serial (or line number where there is no serial that may
 * be shown); of two tokens with one serial the first counts.
 * @returns undefined where the text is no list of tokens
 * @throws LandfallError tokenfile.columns or tokenfile.too_large
 */
export function readOathCsv(text: string, options: CsvTokenOptions): TokenFile | undefined {
  if (text.length > MAX_BYTES)
    throw invalid('tokenfile.too_large', `The CSV file is larger than ${MAX_BYTES / 1024 / 1024} MiB. Split it.`);
  const { value: first } = csvLines(text).next();
  const named = namedColumns(first?.cells ?? []);
  const columns = named ?? positionalColumns;
  // The list is gone through twice rather than kept: the format of one secret may be what all the others are.
  const secrets = new SecretFormats();
  for (const line of rowsOf(text, named !== undefined)) secrets.take(line.cells?.[columns.at.get('secret')!] ?? '');
  if (!named && !secrets.found) return undefined;
  const rules: Rules = { ...options, columns, common: secrets.common };
  const seen = new Set<string>();
  return collect(
    rowsOf(text, named !== undefined),
    (line) => cellOf(rules, line, 'serial'),
    (line) => {
      const token = readLine(rules, line);
      if (seen.has(token.serial))
        throw new Refusal('token.duplicate', 'an earlier line has the same serial: that one counts');
      seen.add(token.serial);
      return token;
    },
    (line) => `line ${line.number}`,
  );
}
