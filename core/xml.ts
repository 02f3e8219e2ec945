/**
 * The one XML reader of the product. U4: no DOCTYPE, so no entities but XML's own five and character numbers; the size is
 * capped before anything is parsed. Order and white space are kept, because MACs are computed over them.
 */
import { invalid } from './errors.ts';
import { ElementReader, parseElements, type TakeElement, type XmlElement } from './xml-elements.ts';

export type { TakeElement, XmlElement } from './xml-elements.ts';

/** Some 100,000 tokens. */
const MAX_BYTES = 64 * 1024 * 1024;
/** As many bytes as say what a document is encoded in. */
export const HEAD_BYTES = 200;
/** Of "<!DOCTYPE", less one. */
const FORBIDDEN_LENGTH = 8;
const ENCODINGS = new Set(['utf-8', 'us-ascii', 'iso-8859-1', 'windows-1252', 'utf-16', 'utf-16le', 'utf-16be']);
/** By their byte order mark or the declaration's encoding; UTF-8 where neither says. @param head the first 200 bytes */
function decoderOf(head: Uint8Array): (bytes?: Uint8Array) => string {
  const declaration = Buffer.from(head.subarray(0, HEAD_BYTES)).toString('latin1');
  const declared = /^<\?xml[^>]*?\bencoding\s*=\s*["']([^"']{1,40})["']/u.exec(declaration)?.[1];
  const marked = declaration.startsWith('\xff\xfe')
    ? 'utf-16le'
    : declaration.startsWith('\xfe\xff')
      ? 'utf-16be'
      : undefined;
  const encoding = (marked ?? declared ?? 'utf-8').toLowerCase();
  if (!ENCODINGS.has(encoding))
    throw invalid('xml.encoding', 'Save the XML file as UTF-8: its encoding is not one that is read here.', {
      encoding,
    });
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (bytes) => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw invalid(
        'xml.encoding',
        `The XML file is not valid ${encoding}. It is damaged, or its declaration is wrong.`,
        { encoding },
      );
    }
  };
}

function decodeBytes(bytes: Uint8Array): string {
  const decode = decoderOf(bytes);
  return decode(bytes) + decode();
}

const FORBIDDEN = /<!(?:DOCTYPE|ENTITY)/iu;

function refuseDoctype(xml: string): void {
  if (FORBIDDEN.test(xml))
    throw invalid('xml.doctype', 'XML files with a DOCTYPE or entities are refused. Remove the declaration.');
}

/**
 * A document of any size, in pieces of bytes. Of the elements below its root one is in memory at a time, and those that are not taken.
 * Every method @throws LandfallError xml.encoding, xml.doctype, xml.entity, xml.too_large or xml.malformed (fact: line)
 */
export class XmlStream {
  readonly #decode: (bytes?: Uint8Array) => string;
  readonly #reader: ElementReader;
  #begun = false;
  /** The end of what was read, in which a forbidden declaration may begin. */
  #last = '';

  /** @param head the first 200 bytes, or all where there are fewer; they are written like the others */
  constructor(head: Uint8Array, take: TakeElement) {
    this.#decode = decoderOf(head);
    this.#reader = new ElementReader(take);
  }

  write(bytes: Uint8Array): void {
    this.#text(this.#decode(bytes));
  }

  #text(decoded: string): void {
    const text = this.#begun ? decoded : decoded.replace(/^\ufeff/u, '');
    this.#begun ||= decoded !== '';
    refuseDoctype(this.#last + text);
    this.#last = (this.#last + text).slice(-FORBIDDEN_LENGTH);
    this.#reader.write(text);
  }

  /** @returns the root, without the elements that were taken */
  end(): XmlElement {
    this.#text(this.#decode());
    return this.#reader.end();
  }
}

/**
 * Reads a document and returns its root element.
 * @throws LandfallError xml.too_large, xml.encoding, xml.doctype, xml.entity or xml.malformed (fact: line)
 */
export function parseXml(input: Uint8Array | string, options: { readonly maxBytes?: number } = {}): XmlElement {
  const max = options.maxBytes ?? MAX_BYTES;
  if (input.length > max)
    throw invalid('xml.too_large', `The XML file is larger than ${Math.floor(max / 1024)} KiB. Split it.`, { max });
  const xml = (typeof input === 'string' ? input : decodeBytes(input)).replace(/^\ufeff/u, '');
  refuseDoctype(xml);
  return parseElements(xml);
}

/** The name without its namespace prefix. */
export function localName(element: XmlElement): string {
  return element.name.slice(element.name.indexOf(':') + 1);
}

/** The child elements of this local name, in order. */
export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((child) => localName(child) === name) ?? [];
}

/** The first element at this path of local names below an element. */
export function elementAt(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>((at, name) => childrenOf(at, name)[0], element);
}

/** The trimmed text at this path; undefined where there is no such element or it is empty. */
export function textAt(element: XmlElement | undefined, ...path: readonly string[]): string | undefined {
  return elementAt(element, ...path)?.text.trim() || undefined;
}
