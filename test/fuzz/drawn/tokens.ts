/** Token files of each format, well made of odd values, or made wrong. */
import { writeSdtid } from '#test/support/sdtid.ts';
import { secretOf } from '../finding.ts';
import type { Random } from '../random.ts';
import { drawnCsv, TABLES } from './csv.ts';
import { mutatedText, oddText } from './mutate.ts';
import { seedFile } from './seeds.ts';
import { nameIn, serialIn, timeIn, userIdIn } from './texts.ts';

/** What a file of `drawnTokenFile` may be opened with; the others of the fixtures have passwords of their own. */
export const PASSWORDS = [undefined, 'landfall', 'qwerty'] as const;
export const PRE_SHARED = Buffer.from('12345678901234567890123456789012', 'hex');

/** XML 1.0 can hold these (2.2). */
const CHARACTER = /[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
const inXml = (text: string): string =>
  Array.from(text.slice(0, 2000))
    .filter((one) => CHARACTER.test(one))
    .join('');

function sdtid(random: Random): string {
  const fields = (): Record<string, string> => ({
    ...(random.once(2) ? { UserLogin: inXml(userIdIn(random)) } : {}),
    ...(random.once(4) ? { Birth: inXml(timeIn(random)), Death: random.pick(['2030/01/31', '2030/02/30', 'x']) } : {}),
    ...(random.once(4) ? { AddPIN: random.pick(['1', '0', 'x', '']), LocalPIN: random.pick(['1', '0']) } : {}),
    ...(random.once(6) ? { Digits: random.pick(['6', '7', '8', 'x']), Interval: random.pick(['30', '60', '0']) } : {}),
  });
  return writeSdtid({
    ...(random.once(3) ? { password: 'landfall' } : {}),
    secret: random.bytes(random.once(20) ? 3 : 16),
    header: {
      Origin: random.once(2) ? 'The Security Division' : inXml(nameIn(random)),
      Dest: inXml(nameIn(random)),
      Name: random.once(3) ? inXml(oddText(random)) : 'batch',
      DefBirth: '2020/01/01',
      DefDeath: '2030/01/31',
      DefDigits: '6',
      DefInterval: '60',
      DefAlg: '1',
      DefAddPIN: '1',
    },
    tokens: random.list(random.few(8), () => ({
      sn: random.once(8) ? inXml(serialIn(random)) || '1' : String(random.below(1e9)),
      seed: random.bytes(random.once(20) ? 15 : 16),
      fields: fields(),
    })),
  });
}

const escaped = (text: string): string => inXml(text).replaceAll(/[&<>"]/gu, (mark) => `&#${mark.codePointAt(0)};`);

function pskc(random: Random): string {
  const key = () => {
    const serial = escaped(serialIn(random));
    const algorithm = random.pick(['hotp', 'totp', 'totp', 'ocra', 'securid-aes', '']);
    const seed = random.once(15)
      ? secretOf(random.hex(7))
      : random.bytes(random.pick([20, 32, 16, 3])).toString('base64');
    const data = (name: string, value: string) =>
      random.once(3) ? `<${name}><PlainValue>${escaped(value)}</PlainValue></${name}>` : '';
    return `<KeyPackage><DeviceInfo><SerialNo>${serial}</SerialNo><UserId>${escaped(userIdIn(random))}</UserId></DeviceInfo><Key Id="${serial}" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:${algorithm}">
<AlgorithmParameters>${random.once(3) ? `<Suite>${random.pick(['HMAC-SHA256', 'SHA-512', 'MD5', ''])}</Suite>` : ''}<ResponseFormat Length="${random.pick(['6', '8', '', '1e9'])}" Encoding="${random.pick(['DECIMAL', 'DECIMAL', 'HEXADECIMAL'])}"/></AlgorithmParameters>
<Data><Secret><PlainValue>${seed}</PlainValue></Secret>${data('Counter', random.pick(['0', '-1', '99999999999999999', 'AAAAAAAAAAE=']))}${data('TimeInterval', random.pick(['30', '60', '0', 'x']))}${data('TimeDrift', random.pick(['4', '-4', 'x']))}</Data>
${random.once(4) ? `<Policy><StartDate>${escaped(timeIn(random))}</StartDate><ExpiryDate>2030-01-31T00:00:00${random.pick(['Z', '', '+99:00'])}</ExpiryDate><PINPolicy PINUsageMode="${random.pick(['Local', 'Prepend', 'Append', ''])}"/>${random.once(3) ? '<KeyUsage>OTP</KeyUsage>' : ''}</Policy>` : ''}</Key></KeyPackage>`;
  };
  return `<?xml version="1.0"?>\n<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">${random.list(random.few(8), key).join('\n')}</KeyContainer>\n`;
}

export function drawnTokenFile(random: Random): Buffer {
  switch (random.below(6)) {
    case 0:
      return mutatedText(seedFile(random, 'sdtid', 'xml'), random);
    case 1:
      return Buffer.from(sdtid(random));
    case 2:
      return mutatedText(Buffer.from(sdtid(random)), random);
    case 3:
      return mutatedText(Buffer.from(pskc(random)), random);
    default:
      return mutatedText(drawnCsv(TABLES.tokens, random), random);
  }
}

/** Users and serials that the files of one source have in common. */
export const USERS = ['ana', 'BO', 'Zoë', 'müller', '李雷', '0'] as const;
export const serialAt = (index: number): string => String(index + 1).padStart(12, '0');

/** A batch with nothing wrong. Its tokens are those of USERS, or of none. */
export const soundSdtid = (random: Random): Buffer =>
  Buffer.from(
    writeSdtid({
      secret: random.bytes(16),
      header: {
        Origin: 'Fuzz',
        Dest: 'Fuzz',
        Name: 'batch',
        DefBirth: '2020/01/01',
        DefDeath: '2030/01/31',
        DefDigits: '6',
        DefInterval: '60',
        DefAlg: '1',
        DefAddPIN: '1',
      },
      tokens: random.list(USERS.length, (index) => ({
        sn: serialAt(index),
        seed: random.bytes(16),
        ...(random.once(2) ? { fields: { UserLogin: USERS[index]! } } : {}),
      })),
    }),
  );
