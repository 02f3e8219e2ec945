/** A token as a token file gives it, and what makes one unusable. */
import * as z from 'zod';
import { type TokenOfUser, tokenFields } from '#core/export/record.ts';

/** No PIN: files carry none. */
export type FileToken = TokenOfUser & {
  /** The user that the file names, where it does. */
  readonly userLogin?: string;
};
export type RefusedToken = {
  /** As far as it could be read. */
  readonly serial: string;
  readonly code: string;
  /** A sentence without secrets. */
  readonly reason: string;
};
export type TokenFile = { readonly tokens: FileToken[]; readonly refused: RefusedToken[] };

/** Thrown inside a reader to refuse the token at hand and go on with the next. */
export class Refusal extends Error {
  readonly code: string;
  constructor(code: string, reason: string) {
    super(reason);
    this.code = code;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  serial: 'its serial is not 1 to 64 printable characters (SecurID: 1 to 12 digits)',
  seed: 'its seed is missing or has the wrong length (SecurID: 16 bytes, OATH: 10 to 64)',
  digits: 'its number of digits is missing or not one of 6 and 8 (OATH: 6 to 8)',
  interval: 'its interval is missing or neither 30 nor 60 seconds',
  counter: 'its counter is missing or not a whole number',
  clockOffset: 'its clock drift is out of bounds',
  startsAt: 'its start date is not a date',
  expiresAt: 'its expiry date is not a date',
  unknown: "it has a field that tokens don't have",
};

const fileToken = z.strictObject({ ...tokenFields, userLogin: z.string().max(255).optional() });

/** What the schema of a record can't say: how a field depends on the algorithm. */
function wrongField(token: FileToken): string | undefined {
  const bytes = Buffer.from(token.seed, 'base64').length;
  if ((token.interval === 0) !== (token.algorithm === 'hotp-sha1')) return 'interval';
  if (token.algorithm === 'hotp-sha1' && token.counter === undefined) return 'counter';
  if (token.algorithm !== 'securid-aes128') return bytes < 10 || bytes > 64 ? 'seed' : undefined;
  if (!/^\d{12}$/u.test(token.serial)) return 'serial';
  if (bytes !== 16) return 'seed';
  return token.digits === 7 ? 'digits' : undefined;
}

/** A whole token out of what a reader found. @throws Refusal naming the first field that is wrong */
export function toFileToken(found: { readonly [Field in keyof FileToken]?: unknown }): FileToken {
  const defined = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
  const parsed = fileToken.safeParse(defined);
  const field = parsed.success
    ? wrongField(parsed.data as FileToken)
    : String(parsed.error.issues[0]!.path[0] ?? 'unknown');
  if (field !== undefined) throw new Refusal(`token.${field}`, REASONS[field] ?? `its ${field} can't be used`);
  return parsed.data as FileToken;
}

/** Reads each element; a Refusal becomes a line of `refused` and stops nobody else. */
export function collect<T>(
  elements: readonly T[],
  serialOf: (element: T) => string,
  read: (element: T) => FileToken,
): TokenFile {
  const file: TokenFile = { tokens: [], refused: [] };
  for (const element of elements) {
    try {
      file.tokens.push(read(element));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      file.refused.push({ serial: serialOf(element), code: error.code, reason: error.message });
    }
  }
  return file;
}
