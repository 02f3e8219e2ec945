/** Token files of every kind that is read: sdtid batches and PSKC containers by their root element, else CSV. */

import { invalid } from '#core/errors.ts';
import { localName, parseXml } from '#core/xml.ts';
import type { TokenFile } from './file-token.ts';
import { type CsvTokenOptions, readOathCsv } from './oath-csv.ts';
import { readPskc } from './pskc.ts';
import type { PskcSecrets } from './pskc-encryption.ts';
import { readSdtid } from './sdtid.ts';

export type { FileToken, RefusedToken, TokenFile } from './file-token.ts';

export type TokenFileOptions = PskcSecrets & CsvTokenOptions;

/** As the first characters show it; the NULs are those of UTF-16. */
const XML = /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff|\ufeff)?[\s\0]*</u;

/** UTF-8, or UTF-16 by its byte order mark. What can't be decoded becomes a character that no field of a token may hold. */
function textOf(bytes: Uint8Array): string {
  const mark = Buffer.from(bytes.subarray(0, 2)).toString('hex');
  return new TextDecoder(mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8').decode(bytes);
}

/**
 * Reads a token file, a whole batch at once. Single tokens that can't be used are listed in `refused`, with serial, code and
 * reason; a file as a whole fails.
 * @throws LandfallError tokenfile.unknown, tokenfile.malformed, tokenfile.password, tokenfile.header_mac, tokenfile.key,
 * tokenfile.encryption, tokenfile.columns, tokenfile.too_large or xml.*
 */
export function readTokenFile(bytes: Uint8Array | string, options: TokenFileOptions = {}): TokenFile {
  const head = typeof bytes === 'string' ? bytes.slice(0, 200) : Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  if (!XML.test(head)) return readOathCsv(typeof bytes === 'string' ? bytes : textOf(bytes), options);
  const root = parseXml(bytes);
  const kind = localName(root);
  if (kind === 'TKNBatch') return readSdtid(root, options);
  if (kind === 'KeyContainer') return readPskc(root, options);
  throw invalid('tokenfile.unknown', 'This is no token file that is read here: give an sdtid, PSKC or OATH CSV file.');
}
