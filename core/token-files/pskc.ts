/** PSKC, the standard token file (RFC 6030): plain, pre-shared key and password forms. */

import type { PinStyle, TokenAlgorithm } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import { childrenOf, elementAt, localName, textAt, type XmlElement } from '#core/xml.ts';
import { Collector, type FileToken, nicknameOf, Refusal, toFileToken, type XmlTokens } from './file-token.ts';
import { type HashOptions, hashIn, hashNamed, hashOf, type OtpHash } from './otp-hash.ts';
import { base64, type PskcKeys, type PskcSecrets, pskcKeys } from './pskc-encryption.ts';

type Package = { readonly device: XmlElement | undefined; readonly key: XmlElement };

/**
 * Algorithm ids by their last segment: files write urn:ietf:params:xml:ns:keyprov:pskc:totp, ...pskc#totp and (drafts)
 * http://www.ietf.org/keyprov/pskc#totp; SecurID is http://www.rsasecurity.com/rsalabs/otps/schemas/2005/09/otps-wst#SecurID-AES.
 */
const SEGMENT = /[:#/]([^:#/]+)$/u;
/** Seconds, where the file names none: RFC 6238 section 5.2, and SecurID's commonest. */
const DEFAULT_INTERVAL = { totp: 30, securid: 60 };

/** All that an element says: its text, its attributes, and what is inside. */
const saidBy = (element: XmlElement): string[] => [
  element.text,
  ...Object.values(element.attributes),
  ...element.children.flatMap(saidBy),
];

/**
 * RFC 6030 section 4.3.4, Suite: "HMAC-SHA256" as text; other writers have an attribute (privacyIDEA: hashalgo) or elements inside.
 * @throws Refusal where there is a Suite that can't be understood
 */
function suiteOf(key: XmlElement): OtpHash | undefined {
  const parameters = elementAt(key, 'AlgorithmParameters');
  const others =
    parameters?.children.filter((child) => !/^(?:Response|Challenge)Format$/u.test(localName(child))) ?? [];
  const hash = hashIn(others.flatMap(saidBy));
  if (hash === undefined && childrenOf(parameters, 'Suite').length > 0)
    throw new Refusal('token.algorithm', 'its Suite can’t be understood: it names none of SHA-1, SHA-256 and SHA-512');
  return hash;
}

function algorithmOf(key: XmlElement, seedBytes: number, options: HashOptions): TokenAlgorithm {
  const id = key.attributes['Algorithm'] ?? key.attributes['KeyAlgorithm'] ?? '';
  const [, kind, suffix] =
    /^(hotp|totp|securid-aes(?:128)?)([-_]?(?:hmac[-_]?)?sha.*)?$/iu.exec(SEGMENT.exec(id)?.[1] ?? '') ?? [];
  if (kind?.toLowerCase().startsWith('securid') && suffix === undefined) return 'securid-aes128';
  const ofId = suffix === undefined ? undefined : hashNamed(suffix);
  const known = suffix === undefined || ofId !== undefined;
  const suite = suiteOf(key);
  const agree = ofId === undefined || suite === undefined || ofId === suite;
  if (kind !== undefined && known && agree) {
    const hash = hashOf(ofId ?? suite, seedBytes, options);
    if (kind.toLowerCase() === 'totp') return `totp-${hash}`;
    if (hash === 'sha1') return 'hotp-sha1';
  }
  throw new Refusal('token.algorithm', 'its algorithm is none of HOTP (SHA-1), TOTP (SHA-1, 256, 512) and SecurID-AES');
}

/** RFC 6030 section 4.3.4, PINUsageMode. A SecurID token that says nothing of a PIN gets one: alone it is one factor. */
function pinStyle(key: XmlElement, algorithm: TokenAlgorithm): PinStyle {
  const mode = elementAt(key, 'Policy', 'PINPolicy')?.attributes['PINUsageMode'];
  if (mode === undefined) return algorithm === 'securid-aes128' ? 'fob' : 'none';
  if (mode === 'Local') return 'none';
  if (mode === 'Prepend') return 'fob';
  if (mode === 'Algorithmic' && algorithm === 'securid-aes128') return 'pinpad';
  throw new Refusal('token.pin_style', 'it uses its PIN in a way that is not supported (PINUsageMode)');
}

/** A plain or encrypted value as bytes; undefined where there is none. */
function bytesAt(key: XmlElement, name: string, keys: PskcKeys | undefined): Buffer | undefined {
  const data = elementAt(key, 'Data', name);
  if (data === undefined || elementAt(data, 'EncryptedValue') === undefined) return base64(textAt(data, 'PlainValue'));
  if (keys === undefined) throw new Refusal('token.encryption', 'it is encrypted, but the file names no key');
  return keys.open(data);
}

const INTEGER = /^-?\d{1,15}$/u;

/** Four or eight bytes may be negative (a drift), as XML's int and long are; fewer are a number without its leading zeros. */
function bigEndian(bytes: Buffer): number {
  if (bytes.length === 0 || bytes.length > 8) return Number.NaN;
  const value = BigInt(`0x${bytes.toString('hex')}`);
  const number = Number(bytes.length % 4 === 0 ? BigInt.asIntN(8 * bytes.length, value) : value);
  return Number.isSafeInteger(number) ? number : Number.NaN;
}

/**
 * A number: plain it is text (drafts of the format: base64 of four or eight bytes), encrypted it is text or, as others write
 * it, big-endian bytes. NaN for what is none.
 */
function numberAt(key: XmlElement, name: string, keys: PskcKeys | undefined): number | undefined {
  const data = elementAt(key, 'Data', name);
  if (data === undefined) return undefined;
  const encrypted = elementAt(data, 'EncryptedValue') === undefined ? undefined : bytesAt(key, name, keys);
  const text = encrypted?.toString('latin1') ?? textAt(data, 'PlainValue') ?? '';
  if (INTEGER.test(text)) return Number(text);
  const plain = base64(text);
  return bigEndian(encrypted ?? (plain?.length === 4 || plain?.length === 8 ? plain : Buffer.alloc(0)));
}

const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/u;

/** xs:dateTime as UTC with seconds; what is no date, or no day of its month, is left for the token's schema to refuse. */
function timeAt({ device, key }: Package, name: string): string | undefined {
  const text = textAt(key, 'Policy', name) ?? textAt(device, name);
  const [, year, month, day, zone] = DATE_TIME.exec(text ?? '') ?? [];
  if (text === undefined || new Date(`${year}-${month}-${day}T00:00Z`).getUTCDate() !== Number(day)) return text;
  const at = Date.parse(zone === undefined ? `${text}Z` : text);
  return Number.isNaN(at) ? text : new Date(at).toISOString().replace(/\.\d+Z$/u, 'Z');
}

/** RFC 6030 sections 4.3.1, 4.3.2: a distinguished name; many files write a plain user ID. */
function userLogin({ device, key }: Package): string | undefined {
  const user = textAt(key, 'UserId') ?? textAt(device, 'UserId');
  return user?.includes('=') ? /^(?:uid|cn)\s*=\s*([^,+]+?)\s*(?:[,+]|$)/iu.exec(user)?.[1] : user;
}

function serialOf({ device, key }: Package): string {
  return textAt(device, 'SerialNo') ?? key.attributes['Id'] ?? key.attributes['KeyId'] ?? '';
}

function intervalOf(key: XmlElement, algorithm: TokenAlgorithm, keys: PskcKeys | undefined): number {
  if (algorithm === 'hotp-sha1') return 0;
  const usual = algorithm === 'securid-aes128' ? DEFAULT_INTERVAL.securid : DEFAULT_INTERVAL.totp;
  return numberAt(key, 'TimeInterval', keys) ?? usual;
}

const KEPT_POLICY = new Set(['StartDate', 'ExpiryDate', 'PINPolicy', 'KeyUsage']);

/** RFC 6030 section 5: a key whose policy is not understood must not be used. The number of its uses is not counted here. */
function checkUsage(key: XmlElement): void {
  const policy = elementAt(key, 'Policy');
  const usages = childrenOf(policy, 'KeyUsage').map(({ text }) => text.trim());
  if (usages.length > 0 && !usages.includes('OTP'))
    throw new Refusal('token.usage', 'its policy does not allow one-time passwords (KeyUsage)');
  if (policy?.children.some((rule) => !KEPT_POLICY.has(localName(rule))))
    throw new Refusal('token.usage', 'its policy holds a rule that is not kept here (Policy)');
}

/** RFC 6030 section 4.3.4. A check digit would make the code another one. */
function digitsOf(key: XmlElement): number {
  const format = elementAt(key, 'AlgorithmParameters', 'ResponseFormat') ?? elementAt(key, 'Usage', 'ResponseFormat');
  const { Encoding = 'DECIMAL', CheckDigits, CheckDigit = CheckDigits, Length } = format?.attributes ?? {};
  if (Encoding !== 'DECIMAL') throw new Refusal('token.digits', 'its codes are not decimal digits (ResponseFormat)');
  if (CheckDigit === 'true' || CheckDigit === '1')
    throw new Refusal('token.digits', 'its codes end in a check digit (ResponseFormat)');
  return Number(Length);
}

function readKey(found: Package, keys: PskcKeys | undefined, options: HashOptions): FileToken {
  const { key } = found;
  checkUsage(key);
  const seed = bytesAt(key, 'Secret', keys);
  const algorithm = algorithmOf(key, seed?.length ?? 0, options);
  const serial = serialOf(found);
  return toFileToken({
    serial: algorithm === 'securid-aes128' ? serial.padStart(12, '0') : serial,
    algorithm,
    seed: seed?.toString('base64'),
    digits: digitsOf(key),
    interval: intervalOf(key, algorithm, keys),
    pinStyle: pinStyle(key, algorithm),
    clockOffset: algorithm === 'hotp-sha1' ? undefined : numberAt(key, 'TimeDrift', keys),
    counter: algorithm === 'hotp-sha1' ? (numberAt(key, 'Counter', keys) ?? 0) : undefined,
    startsAt: timeAt(found, 'StartDate'),
    expiresAt: timeAt(found, 'ExpiryDate'),
    enabled: true,
    nickname: nicknameOf(textAt(key, 'FriendlyName')),
    userLogin: userLogin(found),
  });
}

/** Elements that hold keys; drafts of the format have a Device. */
export const PSKC_TOKENS: ReadonlySet<string> = new Set(['KeyPackage', 'Device']);

/**
 * Reads a container key by key. @param root the KeyContainer element with what stands in front of its keys (RFC 6030 section 4: EncryptionKey, MACMethod)
 * @throws LandfallError tokenfile.password or tokenfile.key (missing, or no value opens), tokenfile.encryption, tokenfile.malformed; a single
 * key that can't be used is only refused.
 */
export function openPskc(root: XmlElement, options: PskcSecrets & HashOptions): XmlTokens {
  const keys = pskcKeys(root, options);
  const inFront = lockOf(root);
  const collector = new Collector();
  return {
    take(one) {
      const device = elementAt(one, 'DeviceInfo');
      for (const key of childrenOf(one, 'Key'))
        collector.take(
          () => serialOf({ device, key }),
          () => readKey({ device, key }, keys, options),
        );
    },
    end(whole) {
      if (lockOf(whole) !== inFront)
        throw invalid(
          'tokenfile.malformed',
          'The PSKC file names its encryption (EncryptionKey, MACMethod) behind keys: they stand in front of the first KeyPackage. Export it again.',
        );
      keys?.checkKey();
    },
    taken: () => collector.taken(),
  };
}

/** How many elements say how the keys are encrypted. */
const lockOf = (root: XmlElement): number =>
  childrenOf(root, 'EncryptionKey').length + childrenOf(root, 'MACMethod').length;
