/**
 * An export of as many users as wanted, each with a token, as files that `landfall pack` reads: LDIF and CSV of the users, sdtid, PSKC and CSV of
 * the tokens, and the list that assigns them in another order than both. Written as streams.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { batchKey, headerMac, openFileSeed, tokenKeys, tokenMac } from '#core/token-files/sdtid-crypto.ts';
import type { XmlElement } from '#core/xml.ts';

export const EXPORT_FILES = {
  ldif: 'users.ldif',
  csv: 'users.csv',
  sdtid: 'tokens.sdtid',
  pskc: 'tokens.pskc.xml',
  assignments: 'assignments.csv',
} as const;

const FIRSTS = ['Anna', 'Börje', 'Chiara', 'Dmitri', 'Élodie', 'Fatima', 'Günter', 'Hye-jin', 'Ivan', 'José'];
const LASTS = [
  'Kim',
  'Lindqvist',
  'Müller',
  'Okafor',
  'Petrov',
  'Rossi',
  'Sørensen',
  'Tanaka',
  'Ünal',
  'van Dijk',
  'Weiß',
];

type Written = { readonly userId: string; readonly first: string; readonly last: string; readonly uuid: string };

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
const serialOf = (at: number): string => String(100_000_000_000 + at * 7);

function person(at: number): Written {
  const hex = digestOf(`person ${at}`).toString('hex');
  const uuid = hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/u, '$1-$2-$3-$4-');
  return { userId: `u${String(at).padStart(7, '0')}`, first: FIRSTS[at % 10]!, last: LASTS[at % 11]!, uuid };
}

/** A value as LDIF writes it. */
const value = (name: string, text: string): string =>
  /^\p{ASCII}*$/u.test(text) ? `${name}: ${text}` : `${name}:: ${Buffer.from(text).toString('base64')}`;

function ldifEntry(at: number): string {
  const { userId, first, last, uuid } = person(at);
  return [
    `dn: uid=${userId},ou=People,dc=corp,dc=example`,
    'objectClass: inetOrgPerson',
    `uid: ${userId}`,
    value('cn', `${first} ${last}`),
    value('givenName', first),
    value('sn', last),
    `mail: ${userId}@corp.example`,
    'departmentNumber: Legal',
    `employeeNumber: ${at}`,
    'preferredLanguage: en',
    'telephoneNumber: +1 555 0100',
    'userPassword:: e1NTSEF9TEh3YWNuclNncXF1V3hBdDErVGtZL3JpTGRVPQ==',
    'structuralObjectClass: inetOrgPerson',
    `entryUUID: ${uuid}`,
    'creatorsName: cn=admin,dc=corp,dc=example',
    'createTimestamp: 20261123084345Z',
    'entryCSN: 20261123084345.278012Z#000000#000#000000',
    'modifiersName: cn=admin,dc=corp,dc=example',
    'modifyTimestamp: 20261123084345Z',
    '\n',
  ].join('\n');
}

function csvRow(at: number): string {
  const { userId, first, last, uuid } = person(at);
  return `${userId},${first},${last},${userId}@corp.example,en,yes,${uuid}\n`;
}

const HEADER = { Origin: 'LARGE', Dest: 'corp.example', Name: 'LARGE-1' };
const SECRET = Buffer.from('d0909b1b84abe11cecd92bd149b4f377', 'hex');
const DEFAULTS = {
  DefBirth: '2026/01/01',
  DefDeath: '2031/12/31',
  DefDigits: '6',
  DefInterval: '60',
  DefAlg: '1',
  DefSmallWin: '630',
  DefMediumWin: '4320',
  DefLargeWin: '4320',
  DefAddPIN: '1',
  DefLocalPIN: '0',
};

const element = (name: string, text: string, children: readonly XmlElement[] = []): XmlElement => ({
  name,
  attributes: {},
  children,
  text,
});
const leaves = (fields: Readonly<Record<string, string>>) =>
  Object.entries(fields).map(([name, text]) => element(name, text));
const written = ({ name, children, text }: XmlElement): string =>
  `<${name}>${children.length > 0 ? `\n${children.map(written).join('\n')}\n` : text}</${name}>`;
const withMac = (name: string, children: readonly XmlElement[], macName: string, mac: (whole: XmlElement) => Buffer) =>
  written(element(name, '', [...children, element(macName, mac(element(name, '', children)).toString('base64'))]));

const KEY = batchKey({ password: HEADER.Origin, dest: HEADER.Dest, name: HEADER.Name, secret: SECRET });
const KEYS = tokenKeys(KEY);

function sdtidHead(): string {
  const fields = { Version: '0', ...HEADER, Secret: SECRET.toString('base64'), ...DEFAULTS };
  const header = withMac('TKNHeader', leaves(fields), 'HeaderMAC', (whole) => headerMac(KEY, HEADER.Name, whole));
  return `<?xml version="1.0"?>\n<TKNBatch>\n${header}\n`;
}

function sdtidToken(at: number): string {
  const sn = serialOf(at);
  const seed = openFileSeed(KEYS, sn, digestOf(`seed ${at}`).subarray(0, 16));
  const own = leaves({ SN: sn, Seed: `=${seed.toString('base64')}`, UserFirstName: ' ', UserLastName: ' ' });
  const attributes = element('TokenAttributes', '', leaves({ DeviceSerialNumber: ' ', Nickname: ' ' }));
  const children = [...own, element('UserLogin', ' '), attributes];
  return `${withMac('TKN', children, 'TokenMAC', (whole) => tokenMac(KEYS, sn, whole))}\n`;
}

const PSKC_HEAD = '<?xml version="1.0"?>\n<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">\n';

function pskcKey(at: number): string {
  const serial = serialOf(at);
  const secret = digestOf(`secret ${at}`).subarray(0, 20).toString('base64');
  return `<KeyPackage><DeviceInfo><Manufacturer>Example</Manufacturer><SerialNo>${serial}</SerialNo></DeviceInfo><Key Id="${serial}" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp"><AlgorithmParameters><ResponseFormat Length="6" Encoding="DECIMAL"/></AlgorithmParameters><Data><Secret><PlainValue>${secret}</PlainValue></Secret><Time><PlainValue>0</PlainValue></Time><TimeInterval><PlainValue>30</PlainValue></TimeInterval></Data></Key></KeyPackage>\n`;
}

/** Numbers from 0 to `count`, each once, in an order that is none of the files': the largest step that has no divisor in common. */
function shuffled(count: number): (at: number) => number {
  const divides = (step: number, of: number): boolean => (of === 0 ? step !== 1 : divides(of, step % of));
  let step = Math.max(1, Math.floor(count * 0.618));
  while (divides(step, count)) step += 1;
  return (at) => Number((BigInt(at) * BigInt(step)) % BigInt(count));
}

async function write(file: string, count: number, of: (at: number) => string, head = '', tail = ''): Promise<void> {
  const out = createWriteStream(file);
  const AT_ONCE = 1000;
  out.write(head);
  for (let from = 0; from < count; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, at) => of(from + at));
    if (!out.write(some.join(''))) await once(out, 'drain');
  }
  out.end(tail);
  await once(out, 'close');
}

/** Writes those of the files that are asked for. */
export async function writeLargeExport(
  folder: string,
  count: number,
  files: readonly (keyof typeof EXPORT_FILES)[] = Object.keys(EXPORT_FILES) as (keyof typeof EXPORT_FILES)[],
): Promise<void> {
  const other = shuffled(count);
  const writers = {
    ldif: (file: string) => write(file, count, ldifEntry, 'dn: dc=corp,dc=example\nobjectClass: domain\ndc: corp\n\n'),
    csv: (file: string) =>
      write(file, count, csvRow, 'userId,firstName,lastName,email,preferredLanguage,enabled,externalId\n'),
    sdtid: (file: string) => write(file, count, sdtidToken, sdtidHead(), '</TKNBatch>\n'),
    pskc: (file: string) => write(file, count, pskcKey, PSKC_HEAD, '</KeyContainer>\n'),
    assignments: (file: string) =>
      write(file, count, (at) => `${serialOf(other(at))},${person(at).userId},\n`, 'serial,userId,pin\n'),
  };
  for (const name of files) await writers[name](join(folder, EXPORT_FILES[name]));
}
