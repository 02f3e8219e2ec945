/** Decodes an XML file for the API by its byte order mark or its declaration, as core/xml.ts does. */

const DECLARED = /^<\?xml[^>]*?\bencoding\s*=\s*["']([\w.-]{1,40})["']/u;

/** The API takes requests of at most 256 KiB, nearly all of which is the XML. */
export const MAX_BYTES = 250_000;

export const sizeOf = (xml: string): number => new TextEncoder().encode(JSON.stringify(xml)).length;

/** @throws TypeError, RangeError where the bytes are not in the encoding that they declare */
export function decodeXml(bytes: Uint8Array): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const marked = head.startsWith('\xff\xfe') ? 'utf-16le' : head.startsWith('\xfe\xff') ? 'utf-16be' : undefined;
  return new TextDecoder(marked ?? DECLARED.exec(head)?.[1] ?? 'utf-8', { fatal: true }).decode(bytes);
}
