/**
 * The one XML reader of the product. U4: no DOCTYPE, so no entities but XML's own five and character numbers; the size is
 * capped before anything is parsed. Order and white space are kept, because MACs are computed over them.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { invalid } from './errors.ts';

export type XmlElement = {
  /** As written, prefix included. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** The text directly inside, untrimmed. */
  readonly text: string;
};

/** Some 100,000 tokens. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_DEPTH = 32;
const ENCODINGS = new Set(['utf-8', 'us-ascii', 'iso-8859-1', 'windows-1252', 'utf-16', 'utf-16le', 'utf-16be']);
const NAMED = new Map(Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }));

/** An element or a piece of text, as fast-xml-parser gives it where the order is preserved. */
type Node = Readonly<Record<string, unknown>>;
const TEXT = '#text';
const CDATA = '#cdata';
const ATTRIBUTES = ':@';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  textNodeName: TEXT,
  cdataPropName: CDATA,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: MAX_DEPTH,
  jPath: false,
});

/** The bytes as text, by their byte order mark or the declaration's encoding; UTF-8 where neither says. */
function decodeBytes(bytes: Uint8Array): string {
  const declaration = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
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
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw invalid(
      'xml.encoding',
      `The XML file is not valid ${encoding}. It is damaged, or its declaration is wrong.`,
      {
        encoding,
      },
    );
  }
}

/** The characters that XML 1.0 has (section 2.2): no half of a surrogate pair, and no NUL. */
const isCharacter = (point: number): boolean =>
  point === 9 ||
  point === 10 ||
  point === 13 ||
  (point >= 0x20 && point < 0xd800) ||
  (point > 0xdfff && point < 0xfffe) ||
  (point > 0xffff && point <= 0x10ffff);

/** XML 1.0 section 4.1. */
function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{1,8}));|&/giu, (all, hex, decimal, name) => {
    const point = hex ? Number.parseInt(hex, 16) : Number(decimal);
    const found = NAMED.get(name as string) ?? (isCharacter(point) ? String.fromCodePoint(point) : undefined);
    if (found === undefined)
      throw invalid(
        'xml.entity',
        `The XML file holds ${all === '&' ? 'a bare "&"' : 'an unknown entity'}; write "&" as "&amp;".`,
      );
    return found;
  });
}

/** Comments are gone by now; neighbouring pieces of text and CDATA are one text. */
function toElement(node: Node): XmlElement {
  const name = Object.keys(node).find((key) => key !== ATTRIBUTES)!;
  const attributes: Record<string, string> = {};
  for (const [key, value] of Object.entries((node[ATTRIBUTES] ?? {}) as Record<string, string>))
    attributes[key] = decodeReferences(value);
  const children: XmlElement[] = [];
  let text = '';
  for (const child of node[name] as readonly Node[]) {
    if (TEXT in child) text += decodeReferences(String(child[TEXT]));
    else if (CDATA in child) text += (child[CDATA] as readonly Node[]).map((piece) => String(piece[TEXT])).join('');
    else children.push(toElement(child));
  }
  return { name, attributes, children, text };
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
  if (/<!(?:DOCTYPE|ENTITY)/iu.test(xml))
    throw invalid('xml.doctype', 'XML files with a DOCTYPE or entities are refused. Remove the declaration.');
  const valid = XMLValidator.validate(xml);
  if (valid !== true)
    throw invalid('xml.malformed', `The file is not well-formed XML: see line ${valid.err.line}. It may be cut off.`, {
      line: valid.err.line,
    });
  return toElement(parseNodes(xml));
}

function parseNodes(xml: string): Node {
  let nodes: Node[];
  try {
    nodes = parser.parse(xml) as Node[];
  } catch {
    throw invalid(
      'xml.malformed',
      `The file is not XML that is read here: it nests more than ${MAX_DEPTH} levels deep or uses a reserved name.`,
    );
  }
  if (nodes.length !== 1) throw invalid('xml.malformed', 'An XML file must hold exactly one root element.');
  return nodes[0]!;
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
