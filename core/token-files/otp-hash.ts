/** The hash of an OATH token's HMAC. A wrong one gives wrong codes for good, so it is read where it is named, and never guessed at. */
import { Refusal } from './file-token.ts';

export const OTP_HASHES = ['sha1', 'sha256', 'sha512'] as const;
export type OtpHash = (typeof OTP_HASHES)[number];

export type HashOptions = {
  /** For tokens whose file does not name their hash. */
  readonly hash?: OtpHash | undefined;
};

/** "HMAC-SHA256", "sha256", "SHA-512", "...xmldsig-more#hmac-sha256", "TOTP-SHA1". */
const NAMED = /(?:^|[^a-z0-9])(?:(?:hmac|totp|hotp)[-_ ]?)?sha[-_ ]?(?:2[-_ ])?(1|256|512)$/iu;
const MENTIONED = /sha|md\d|sm3/iu;

/** What a text names; undefined where it names none that is read here. */
export function hashNamed(text: string): OtpHash | undefined {
  const digits = NAMED.exec(text.trim())?.[1];
  return digits === undefined ? undefined : (`sha${digits}` as OtpHash);
}

/** @throws Refusal token.algorithm where the texts name another hash than the three, or two of them */
export function hashIn(texts: readonly string[]): OtpHash | undefined {
  const found = new Set(texts.filter((text) => MENTIONED.test(text)).map(hashNamed));
  if (found.has(undefined) || found.size > 1)
    throw new Refusal('token.algorithm', 'its hash is none of SHA-1, SHA-256 and SHA-512, or it names two');
  return [...found][0];
}

/** RFC 6238, appendix B, and common practice: a seed is as long as the hash. Other lengths say nothing. */
const SUGGESTED = new Map<number, OtpHash>([
  [32, 'sha256'],
  [64, 'sha512'],
]);

/**
 * The hash of a token: the one that its file names, else the option's, else SHA-1 (RFC 4226, RFC 6238), unless the seed's length
 * suggests another one.
 * @throws Refusal token.hash
 */
export function hashOf(named: OtpHash | undefined, seedBytes: number, { hash }: HashOptions): OtpHash {
  const known = named ?? hash;
  if (known !== undefined) return known;
  const suggested = SUGGESTED.get(seedBytes);
  if (suggested === undefined) return 'sha1';
  throw new Refusal(
    'token.hash',
    `nothing says its hash, and its seed of ${seedBytes} bytes suggests ${suggested.replace('sha', 'SHA-')}: say which with --token-hash`,
  );
}
