/** The formats of token files that are read. What a format is, each of its readers says; which one a file has, the file shows. */

import { invalid } from '#core/errors.ts';
import { localName, parseXml, type XmlElement } from '#core/xml.ts';
import type { TokenFile } from './file-token.ts';
import { type CsvTokenOptions, readOathCsv } from './oath-csv.ts';
import { readPskc } from './pskc.ts';
import type { PskcSecrets } from './pskc-encryption.ts';
import { readSdtid } from './sdtid.ts';

export type { FileToken, RefusedToken, TokenFile } from './file-token.ts';

export type TokenFileOptions = PskcSecrets & CsvTokenOptions;

/** A token file as far as it is understood without knowing its format: XML has a root element, anything else is text. */
type Opened = { readonly root: XmlElement } | { readonly text: string };

export type TokenFileFormat = {
  /** What the command line and messages call it. docs/export-format.md describes each format under its name. */
  readonly name: string;
  /**
   * Reads a file of this format.
   * @returns undefined where the file has another format
   * @throws LandfallError where the file has this format and can't be used as a whole
   */
  readonly read: (file: Opened, options: TokenFileOptions) => TokenFile | undefined;
};

/** A format that is XML, by its root element in whatever namespace. */
const xml =
  (rootElement: string, read: (root: XmlElement, options: TokenFileOptions) => TokenFile): TokenFileFormat['read'] =>
  (file, options) =>
    'root' in file && localName(file.root) === rootElement ? read(file.root, options) : undefined;

const text =
  (read: (text: string, options: TokenFileOptions) => TokenFile | undefined): TokenFileFormat['read'] =>
  (file, options) =>
    'text' in file ? read(file.text, options) : undefined;

/** All of them. The first that reads a file counts. */
export const TOKEN_FILE_FORMATS: readonly TokenFileFormat[] = [
  { name: 'sdtid', read: xml('TKNBatch', readSdtid) },
  { name: 'PSKC', read: xml('KeyContainer', readPskc) },
  { name: 'OATH CSV', read: text(readOathCsv) },
];

/** Their names as a sentence lists them: "sdtid, PSKC or OATH CSV". */
export const TOKEN_FILE_FORMAT_NAMES = new Intl.ListFormat('en', { type: 'disjunction' })
  .format(TOKEN_FILE_FORMATS.map(({ name }) => name))
  .replace(', or ', ' or ');

/** As the first characters show it; the NULs are those of UTF-16. */
const XML = /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff|\ufeff)?[\s\0]*</u;

/** UTF-8, or UTF-16 by its byte order mark. What can't be decoded becomes a character that no field of a token may hold. */
function textOf(bytes: Uint8Array): string {
  const mark = Buffer.from(bytes.subarray(0, 2)).toString('hex');
  return new TextDecoder(mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8').decode(bytes);
}

function open(bytes: Uint8Array | string): Opened {
  const head = typeof bytes === 'string' ? bytes.slice(0, 200) : Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  if (XML.test(head)) return { root: parseXml(bytes) };
  return { text: typeof bytes === 'string' ? bytes : textOf(bytes) };
}

/**
 * Reads a token file, a whole batch at once. Single tokens that can't be used are listed in `refused`, with serial, code and
 * reason; a file as a whole fails.
 * @throws LandfallError tokenfile.unknown, tokenfile.malformed, tokenfile.password, tokenfile.header_mac, tokenfile.key,
 * tokenfile.encryption, tokenfile.columns, tokenfile.too_large or xml.*
 */
export function readTokenFile(bytes: Uint8Array | string, options: TokenFileOptions = {}): TokenFile {
  const file = open(bytes);
  for (const format of TOKEN_FILE_FORMATS) {
    const found = format.read(file, options);
    if (found) return found;
  }
  throw invalid(
    'tokenfile.unknown',
    `This is no token file that is read here. The formats that are: ${TOKEN_FILE_FORMAT_NAMES}.`,
  );
}
