/** The formats of token files that are read. What a format is, each of its readers says; which one a file has, the file shows. */

import { invalid } from '#core/errors.ts';
import type { Chunks } from '#core/text-stream.ts';
import { HEAD_BYTES, localName, parseXml, type XmlElement, XmlStream } from '#core/xml.ts';
import type { TokenFile, XmlTokens } from './file-token.ts';
import { type CsvTokenOptions, readOathCsv } from './oath-csv.ts';
import { openPskc, PSKC_TOKENS } from './pskc.ts';
import type { PskcSecrets } from './pskc-encryption.ts';
import { openSdtid, SDTID_TOKENS } from './sdtid.ts';

export type { FileToken, RefusedToken, TokenFile } from './file-token.ts';

export type TokenFileOptions = PskcSecrets & CsvTokenOptions;

export type TokenFileFormat = {
  /** What the command line and messages call it. docs/export-format.md describes each format under its name. */
  readonly name: string;
} & (
  | {
      /** A format that is XML: its root element, in whatever namespace, and the elements below it that hold tokens. */
      readonly root: string;
      readonly tokens: ReadonlySet<string>;
      /** @throws LandfallError where the file can't be used as a whole */
      readonly open: (root: XmlElement, options: TokenFileOptions) => XmlTokens;
    }
  | {
      /**
       * Reads a file of text.
       * @returns undefined where the file has another format
       * @throws LandfallError where the file has this format and can't be used as a whole
       */
      readonly read: (text: string, options: TokenFileOptions) => TokenFile | undefined;
    }
);

/** All of them. The first that reads a file counts. */
export const TOKEN_FILE_FORMATS: readonly TokenFileFormat[] = [
  { name: 'sdtid', root: 'TKNBatch', tokens: SDTID_TOKENS, open: openSdtid },
  { name: 'PSKC', root: 'KeyContainer', tokens: PSKC_TOKENS, open: openPskc },
  { name: 'OATH CSV', read: readOathCsv },
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

const unknownFile = () =>
  invalid(
    'tokenfile.unknown',
    `This is no token file that is read here. The formats that are: ${TOKEN_FILE_FORMAT_NAMES}.`,
  );

type XmlFormat = Extract<TokenFileFormat, { readonly root: string }>;

/** The tokens of a file of XML, as the elements below its root arrive. */
class XmlFile {
  readonly #options: TokenFileOptions;
  #format: XmlFormat | undefined;
  #tokens: XmlTokens | undefined;

  constructor(options: TokenFileOptions) {
    this.#options = options;
  }

  /** @throws LandfallError tokenfile.unknown */
  #formatOf(root: XmlElement): XmlFormat {
    const format = TOKEN_FILE_FORMATS.find((one): one is XmlFormat => 'root' in one && one.root === localName(root));
    if (!format) throw unknownFile();
    return format;
  }

  /** Whether an element holds tokens, which are read then. @param root with what stands in front of it */
  take(element: XmlElement, root: XmlElement): boolean {
    this.#format ??= this.#formatOf(root);
    if (!this.#format.tokens.has(localName(element))) return false;
    this.#tokens ??= this.#format.open(root, this.#options);
    this.#tokens.take(element);
    return true;
  }

  /** The tokens that have been read since they were last asked for. */
  taken(): TokenFile {
    return this.#tokens?.taken() ?? { tokens: [], refused: [] };
  }

  end(root: XmlElement): TokenFile {
    this.#tokens ??= this.#formatOf(root).open(root, this.#options);
    this.#tokens.end(root);
    return this.#tokens.taken();
  }
}

function readText(text: string, options: TokenFileOptions): TokenFile {
  for (const format of TOKEN_FILE_FORMATS) {
    const found = 'read' in format ? format.read(text, options) : undefined;
    if (found) return found;
  }
  throw unknownFile();
}

const isXml = (head: Uint8Array): boolean => XML.test(Buffer.from(head.subarray(0, HEAD_BYTES)).toString('latin1'));

/**
 * Reads a token file, a whole batch at once. Single tokens that can't be used are listed in `refused`, with serial, code and
 * reason; a file as a whole fails.
 * @throws LandfallError tokenfile.unknown, tokenfile.malformed, tokenfile.password, tokenfile.header_mac, tokenfile.key,
 * tokenfile.encryption, tokenfile.columns, tokenfile.too_large or xml.*
 */
export function readTokenFile(bytes: Uint8Array | string, options: TokenFileOptions = {}): TokenFile {
  const head = typeof bytes === 'string' ? Buffer.from(bytes.slice(0, HEAD_BYTES)) : bytes;
  if (!isXml(head)) return readText(typeof bytes === 'string' ? bytes : textOf(bytes), options);
  const root = parseXml(bytes);
  const file = new XmlFile(options);
  const kept: XmlElement[] = [];
  for (const child of root.children) if (!file.take(child, { ...root, children: kept })) kept.push(child);
  return file.end({ ...root, children: kept });
}

/** A file of text is read whole: no larger one. */
const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/**
 * Reads a token file piece by piece, and gives its tokens as they are read: of XML of any size one token is in memory at a time.
 * @throws LandfallError as readTokenFile; some tokens may have been given then
 */
export async function* tokensIn(chunks: Chunks, options: TokenFileOptions = {}): AsyncGenerator<TokenFile> {
  let head: Uint8Array = new Uint8Array();
  let xml: XmlStream | undefined;
  const file = new XmlFile(options);
  const text: Uint8Array[] = [];
  let bytes = 0;
  const write = function* (chunk: Uint8Array): Generator<TokenFile> {
    if (xml) {
      xml.write(chunk);
      yield file.taken();
      return;
    }
    bytes += chunk.length;
    if (bytes > MAX_TEXT_BYTES)
      throw invalid('tokenfile.too_large', `It is larger than ${MAX_TEXT_BYTES / 1024 / 1024} MiB. Split it.`);
    // A chunk may be used again for the next one.
    text.push(Buffer.from(chunk));
  };
  let begun = false;
  const begin = function* (): Generator<TokenFile> {
    begun = true;
    if (isXml(head)) xml = new XmlStream(head, (element, root) => file.take(element, root));
    yield* write(head);
  };
  for await (const chunk of chunks) {
    if (begun) yield* write(chunk);
    else {
      head = Buffer.concat([head, chunk]);
      if (head.length >= HEAD_BYTES) yield* begin();
    }
  }
  if (!begun) yield* begin();
  yield xml ? file.end(xml.end()) : readText(textOf(Buffer.concat(text)), options);
}
