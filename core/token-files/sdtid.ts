/** The XML token file (sdtid): a batch of SecurID tokens, with or without a file password. */
import { timingSafeEqual } from 'node:crypto';
import type { PinStyle } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import { elementAt, textAt, type XmlElement } from '#core/xml.ts';
import { Collector, type FileToken, nicknameOf, Refusal, toFileToken, type XmlTokens } from './file-token.ts';
import { batchKey, headerMac, openFileSeed, type TokenKeys, tokenKeys, tokenMac } from './sdtid-crypto.ts';

const KEY_BYTES = 16;
const AES = '1';

type Batch = { readonly header: XmlElement; readonly key: Buffer; readonly keys: TokenKeys };

/** 16 bytes of base64, or none. */
function block(base64: string | undefined): Buffer {
  const bytes = Buffer.from(base64 ?? '', 'base64');
  return bytes.length === KEY_BYTES ? bytes : Buffer.alloc(0);
}

/** A token's own value, else the batch's default, else the header's own. A lone space stands for "empty". */
function value({ header }: Batch, token: XmlElement, name: string): string | undefined {
  return textAt(token, name) ?? textAt(header, `Def${name}`) ?? textAt(header, name);
}

const number = (text: string | undefined) => (text !== undefined && /^\d{1,9}$/u.test(text) ? Number(text) : undefined);

/** yyyy/mm/dd and a time of that day, UTC; what is no date is left for the token's schema to refuse. */
function day(date: string | undefined, time: string): string | undefined {
  return date === undefined ? undefined : `${date.replaceAll('/', '-')}T${time}Z`;
}

/** What is there and no number is refused: taken for 0 it would make a token that asks for no PIN. */
function pinStyle(batch: Batch, token: XmlElement): PinStyle {
  const set = (name: string) => {
    const flag = number(value(batch, token, name) ?? '0');
    if (flag === undefined) throw new Refusal('token.pin_style', `its ${name} is not a number`);
    return flag !== 0;
  };
  if (!set('AddPIN')) return 'none';
  return set('LocalPIN') ? 'pinpad' : 'fob';
}

/** What keys are derived from, trimmed of XML's white space alone: a wide space at the end of a name is part of it. */
const keyText = (element: XmlElement, name: string) =>
  (elementAt(element, name)?.text ?? '').replace(/^[ \t\r\n]+|[ \t\r\n]+$/gu, '');

const serialNumber = (token: XmlElement) => keyText(token, 'SN');
const paddedSerial = (token: XmlElement) => {
  const sn = serialNumber(token);
  return /^\d+$/u.test(sn) ? sn.padStart(12, '0') : sn;
};
const sameMac = (found: Buffer, wanted: Buffer) => found.length === wanted.length && timingSafeEqual(found, wanted);
const macFits = (batch: Batch, token: XmlElement) =>
  sameMac(tokenMac(batch.keys, serialNumber(token), token), block(textAt(token, 'TokenMAC')));

function readToken(batch: Batch, token: XmlElement): FileToken {
  if (!macFits(batch, token))
    throw new Refusal('token.mac', 'its TokenMAC is wrong: the token was changed or damaged in the file');
  const of = (name: string) => value(batch, token, name);
  if (of('Alg') !== AES) throw new Refusal('token.algorithm', 'it is not a 128-bit AES token');
  // The first character is junk, be it "=" or white space; where both stand there neither is of the seed.
  const box = block(
    elementAt(token, 'Seed')
      ?.text.slice(1)
      .replace(/[^A-Za-z0-9+/]/gu, ''),
  );
  const windows = { small: number(of('SmallWin')), medium: number(of('MediumWin')), large: number(of('LargeWin')) };
  return toFileToken({
    serial: paddedSerial(token),
    algorithm: 'securid-aes128',
    seed: box.length === 0 ? '' : openFileSeed(batch.keys, serialNumber(token), box).toString('base64'),
    digits: number(of('Digits')),
    interval: number(of('Interval')),
    pinStyle: pinStyle(batch, token),
    windows: Object.fromEntries(Object.entries(windows).filter(([, seconds]) => seconds !== undefined)),
    startsAt: day(of('Birth'), '00:00:00'),
    // A token dies with the end of its last day.
    expiresAt: day(of('Death'), '23:59:59'),
    enabled: true,
    nickname: nicknameOf(textAt(token, 'TokenAttributes', 'Nickname')),
    userLogin: of('UserLogin'),
  });
}

/** `whole`: the header's MAC fits. Where it does not, the tokens say whether the password is wrong too. */
function openBatch(root: XmlElement, password: string | undefined): Batch & { readonly whole: boolean } {
  const header = elementAt(root, 'TKNHeader');
  const secret = block(textAt(header, 'Secret'));
  if (header === undefined || secret.length === 0)
    throw invalid(
      'tokenfile.malformed',
      'The token file has no header with a Secret in front of its tokens: it is damaged, or not an sdtid file.',
    );
  const name = keyText(header, 'Name');
  const key = batchKey({
    password: password || keyText(header, 'Origin'),
    dest: keyText(header, 'Dest'),
    name,
    secret,
  });
  const whole = sameMac(headerMac(key, name, header), block(textAt(header, 'HeaderMAC')));
  return { header, key, keys: tokenKeys(key), whole };
}

const wrongHeader = () =>
  invalid(
    'tokenfile.header_mac',
    "The token file's header was changed or damaged: its HeaderMAC is wrong. Export it again.",
  );

const wrongPassword = (password: string | undefined) =>
  invalid(
    'tokenfile.password',
    password
      ? 'The password does not open the token file (or the file is damaged). Check the password of this batch.'
      : 'The token file is protected by a password (or damaged). Give the password of this batch.',
  );

/** Elements that hold tokens. */
export const SDTID_TOKENS: ReadonlySet<string> = new Set(['TKN']);

/**
 * Reads a batch token by token. @param root the TKNBatch element with its header
 * @throws LandfallError tokenfile.password (no MAC fits), tokenfile.header_mac (only the header's does not) or
 * tokenfile.malformed; a token whose own MAC is wrong is only refused.
 */
export function openSdtid(root: XmlElement, options: { readonly password?: string | undefined }): XmlTokens {
  const batch = openBatch(root, options.password);
  const collector = new Collector();
  return {
    take(token) {
      if (batch.whole)
        collector.take(
          () => paddedSerial(token),
          () => readToken(batch, token),
        );
      else if (macFits(batch, token)) throw wrongHeader();
    },
    end() {
      if (!batch.whole) throw wrongPassword(options.password);
    },
    taken: () => collector.taken(),
  };
}
