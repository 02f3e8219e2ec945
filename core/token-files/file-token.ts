/** A token as a token file gives it, and what makes one unusable. */
import * as z from 'zod';
import { TOKEN_FILES } from '#core/errors/token-files.ts';
import { type TokenOfUser, tokenFields } from '#core/export/record.ts';
import { cutText } from '#core/text.ts';
import type { XmlElement } from '#core/xml.ts';

/** No PIN: files carry none. */
export type FileToken = TokenOfUser & {
  /** The user that the file names, where it does. */
  readonly userLogin?: string;
};
export type TokenFileCode = keyof typeof TOKEN_FILES;
export type RefusedToken = {
  /** As far as it could be read. */
  readonly serial: string;
  readonly code: TokenFileCode;
  /** A sentence without secrets. */
  readonly reason: string;
};
export type TokenFile = { readonly tokens: FileToken[]; readonly refused: RefusedToken[] };

/** Thrown inside a reader to refuse the token at hand and go on with the next. */
export class Refusal extends Error {
  readonly code: TokenFileCode;
  constructor(code: TokenFileCode, reason: string = TOKEN_FILES[code].means) {
    super(reason);
    this.code = code;
  }
}

const fileToken = z.strictObject({ ...tokenFields, userLogin: z.string().max(255).optional() });
/** Those that a file can have wrong; the readers themselves set the others. */
const fieldName = fileToken.keyof().exclude(['pinStyle', 'pin', 'windows', 'enabled']);

/** Codes have no capitals: they stand in the manifest, whose format has none. */
const CODES: Readonly<Record<z.infer<typeof fieldName> | 'unknown', TokenFileCode>> = {
  serial: 'token.serial',
  algorithm: 'token.algorithm',
  seed: 'token.seed',
  digits: 'token.digits',
  interval: 'token.interval',
  clockOffset: 'token.clock_offset',
  counter: 'token.counter',
  startsAt: 'token.starts_at',
  expiresAt: 'token.expires_at',
  nickname: 'token.nickname',
  userLogin: 'token.user_login',
  unknown: 'token.unknown',
};
const codeOf = (field: keyof typeof CODES): TokenFileCode => CODES[field];

/** What the schema of a record can't express: how a field depends on the algorithm. */
function wrongField(token: FileToken): z.infer<typeof fieldName> | undefined {
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
    : (fieldName.safeParse(parsed.error.issues[0]!.path[0]).data ?? 'unknown');
  if (field !== undefined) throw new Refusal(codeOf(field));
  return parsed.data as FileToken;
}

/**
 * A serial as a refusal may name it: refusals stand in the package's manifest, in the clear, and a text that could be a seed in
 * the wrong place is replaced by where it stands.
 */
function shownSerial(serial: string, place: string): string {
  return /^[\x21-\x7e]{1,64}$/u.test(serial) && !/[A-Za-z0-9+/=]{16}/u.test(serial) ? serial : place;
}

/** Takes up the tokens of a file one by one; a Refusal becomes a line of `refused` and stops no other token. */
export class Collector {
  #file: TokenFile = { tokens: [], refused: [] };
  #count = 0;

  /** @param placeOf names a token whose serial can't be shown, such as "line 3" */
  take(
    serialOf: () => string,
    read: () => FileToken,
    placeOf: (index: number) => string = (index) => `token ${index + 1}`,
  ): void {
    const index = this.#count;
    this.#count += 1;
    try {
      this.#file.tokens.push(read());
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const serial = shownSerial(serialOf(), placeOf(index));
      this.#file.refused.push({ serial, code: error.code, reason: error.message });
    }
  }

  /** What has been taken up since it was last asked for. */
  taken(): TokenFile {
    const taken = this.#file;
    this.#file = { tokens: [], refused: [] };
    return taken;
  }
}

/** Reads each element. @param placeOf as `Collector.take` */
export function collect<T>(
  elements: Iterable<T>,
  serialOf: (element: T) => string,
  read: (element: T) => FileToken,
  placeOf?: (element: T, index: number) => string,
): TokenFile {
  const collector = new Collector();
  for (const element of elements)
    collector.take(
      () => serialOf(element),
      () => read(element),
      placeOf && ((index) => placeOf(element, index)),
    );
  return collector.taken();
}

/** A file of XML that is read token by token, as its elements end. */
export type XmlTokens = {
  /** Reads what an element below the root holds. */
  take(element: XmlElement): void;
  /** All have been taken. @param root with all that was not @throws LandfallError where the file can't be used as a whole */
  end(root: XmlElement): void;
  /** What has been read since it was last asked for. */
  taken(): TokenFile;
};

/** The name that a file gives a token, no longer than a record may hold it. */
export const nicknameOf = (name: string | undefined): string | undefined =>
  name === undefined ? undefined : cutText(name, 64);
