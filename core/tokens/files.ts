/** Token files of every kind that is read: sdtid batches and PSKC containers, told apart by their root element. */

import { localName, parseXml } from '#core/xml.ts';
import { invalid } from '../errors.ts';
import type { TokenFile } from './file-token.ts';
import { readPskc } from './pskc.ts';
import type { PskcSecrets } from './pskc-encryption.ts';
import { readSdtid } from './sdtid.ts';

export type { FileToken, RefusedToken, TokenFile } from './file-token.ts';

/**
 * Reads a token file, a whole batch at once. Single tokens that can't be used are listed in `refused`, with serial, code and
 * reason; a file as a whole fails.
 * @throws LandfallError tokenfile.unknown, tokenfile.malformed, tokenfile.password, tokenfile.header_mac, tokenfile.key,
 * tokenfile.encryption or xml.*
 */
export function readTokenFile(bytes: Uint8Array | string, options: PskcSecrets = {}): TokenFile {
  const root = parseXml(bytes);
  const kind = localName(root);
  if (kind === 'TKNBatch') return readSdtid(root, options);
  if (kind === 'KeyContainer') return readPskc(root, options);
  throw invalid('tokenfile.unknown', 'This is no token file that is read here: give an sdtid or a PSKC file.');
}
