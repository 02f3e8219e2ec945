/** Writes sdtid batches of any size and content, for tests. The real client reads them: test/integration/tokens-real-clients.test.ts. */
import { batchKey, headerMac, openFileSeed, tokenKeys, tokenMac } from '#core/token-files/sdtid-crypto.ts';
import { parseXml } from '#core/xml.ts';

export type SdtidToken = {
  readonly sn: string;
  readonly seed: Uint8Array;
  readonly fields?: Readonly<Record<string, string>>;
};
export type SdtidBatch = {
  readonly password?: string;
  readonly secret: Buffer;
  /** Origin, Dest, Name and the default fields, in this order. */
  readonly header: Readonly<Record<string, string>>;
  readonly tokens: readonly SdtidToken[];
};

const escaped = (text: string) => text.replace(/[&<>]/gu, (mark) => `&#${mark.codePointAt(0)};`);
const elements = (fields: Readonly<Record<string, string>>) =>
  Object.entries(fields).map(([name, value]) => `<${name}>${escaped(value)}</${name}>`);
/** Trims ASCII white space alone, as the keys are derived: a wide space is part of a name. */
const trimAscii = (text: string) => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/gu, '');
const wrap = (name: string, inside: readonly string[]) => `<${name}>\n${inside.join('\n')}\n</${name}>`;

export function writeSdtid({ password, secret, header, tokens }: SdtidBatch): string {
  const trimmed = (name: string) => trimAscii(header[name] ?? '');
  const key = batchKey({
    password: password ?? trimmed('Origin'),
    dest: trimmed('Dest'),
    name: trimmed('Name'),
    secret,
  });
  const keys = tokenKeys(key);
  const close = (name: string, inside: string[], mac: (xml: string) => Buffer, macName: string) =>
    wrap(name, [...inside, `<${macName}>${mac(wrap(name, inside)).toString('base64')}</${macName}>`]);
  const head = close(
    'TKNHeader',
    elements({ ...header, Secret: secret.toString('base64') }),
    (xml) => headerMac(key, trimmed('Name'), parseXml(xml)),
    'HeaderMAC',
  );
  const bodies = tokens.map(({ sn, seed, fields = {} }) => {
    // A seed of another length than 16 is no seed: written as it is.
    const box = seed.length === 16 ? openFileSeed(keys, trimAscii(sn), Buffer.from(seed)) : Buffer.from(seed);
    const inside = elements({ SN: sn, Seed: `=${box.toString('base64')}`, ...fields });
    return close('TKN', inside, (xml) => tokenMac(keys, trimAscii(sn), parseXml(xml)), 'TokenMAC');
  });
  return `<?xml version="1.0"?>\n${wrap('TKNBatch', [head, ...bodies, '<TKNTrailer>', '</TKNTrailer>'])}\n`;
}
