/** Secrets as lists of tokens write them: hex, base32 or base64 (RFC 4648 sections 8, 6, 4), in any letter case where it does not count. */
export const SECRET_FORMATS = ['hex', 'base32', 'base64'] as const;
export type SecretFormat = (typeof SECRET_FORMATS)[number];

/** No OATH token has a shorter one (RFC 4226 asks for 16): shorter texts are words, and say nothing of a list. */
const LEAST_BYTES = 10;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Characters left over in the last group of eight that hold whole bytes; the others are a text that was cut off. */
const WHOLE = new Set([0, 2, 4, 5, 7]);

function fromHex(text: string): Buffer | undefined {
  return /^(?:[0-9a-f]{2})+$/iu.test(text) ? Buffer.from(text, 'hex') : undefined;
}

/** With padding or without. Bits left over at the end mean nothing, whatever they are: vendors fill them at random. */
function fromBase32(text: string): Buffer | undefined {
  if (!/^[a-z2-7]+=*$/iu.test(text)) return undefined;
  const digits = text.replace(/=+$/u, '').toUpperCase();
  const padded = Math.ceil(digits.length / 8) * 8;
  if (!WHOLE.has(digits.length % 8) || (text.length !== digits.length && text.length !== padded)) return undefined;
  const bytes: number[] = [];
  let value = 0;
  let bits = 0;
  for (const digit of digits) {
    value = ((value << 5) | BASE32.indexOf(digit)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >> bits) & 0xff);
  }
  return Buffer.from(bytes);
}

function fromBase64(text: string): Buffer | undefined {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/u.test(text) ? Buffer.from(text, 'base64') : undefined;
}

const DECODERS = { hex: fromHex, base32: fromBase32, base64: fromBase64 };

/** The bytes, white space between groups left out; undefined where the text is not of the format. */
export function decodeSecret(text: string, format: SecretFormat): Buffer | undefined {
  return DECODERS[format](text.replace(/\s/gu, ''));
}

/**
 * The format of a list's secrets, so that one which could be hex and base32 ("2345...cdef") is not guessed at: what the others
 * can only be. Base64 must be named: every hex text is base64 too.
 */
export class SecretFormats {
  readonly #only = new Set<SecretFormat>();
  /** Whether one of the texts could be a secret at all. */
  found = false;

  take(text: string): void {
    if (!maybeSecret(text)) return;
    this.found = true;
    const format = onlyFormat(text);
    if (format !== undefined) this.#only.add(format);
  }

  /** Undefined where they do not say, or disagree. */
  get common(): SecretFormat | undefined {
    return this.#only.size === 1 ? [...this.#only][0] : undefined;
  }
}

/** What this text can only be, of hex and base32. */
export function onlyFormat(text: string): SecretFormat | undefined {
  const [hex, base32] = [decodeSecret(text, 'hex'), decodeSecret(text, 'base32')];
  if (hex && !base32) return 'hex';
  return base32 && !hex ? 'base32' : undefined;
}

/** Whether it could be a secret at all. */
function maybeSecret(text: string): boolean {
  return SECRET_FORMATS.some((format) => (decodeSecret(text, format)?.length ?? 0) >= LEAST_BYTES);
}
