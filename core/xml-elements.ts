/**
 * Elements out of a document of XML 1.0 without a DOCTYPE, in one pass. Order and white space are kept. Well-formedness is checked
 * as far as it decides what is read: names, quotation marks, end tags, one root.
 */
import { invalid } from './errors.ts';

export type XmlElement = {
  /** As written, prefix included. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** The text directly inside, untrimmed. */
  readonly text: string;
};
type Open = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  children: XmlElement[] | undefined;
  text: string;
};

const MAX_DEPTH = 32;
/** Some 60,000 tokens, and as many elements as fit into the memory of a small machine. */
const MAX_ELEMENTS = 1_000_000;
const MAX_ATTRIBUTES = 256;

const NAME = /[\p{L}_:][\p{L}\p{M}\p{N}_:.·-]*/uy;
const SPACE = /[ \t\r\n]*/uy;
const ATTRIBUTE = /[ \t\r\n]+([\p{L}_:][\p{L}\p{M}\p{N}_:.·-]*)[ \t\r\n]*=[ \t\r\n]*(?:"([^"<]*)"|'([^'<]*)')/uy;
const NAMED = new Map(Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }));
const NUMBER = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/iu;
/** Pieces of a text that are joined at once: a text of millions of references needs little more room than itself. */
const AT_ONCE = 4096;

const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze({});
const NO_CHILDREN: readonly XmlElement[] = Object.freeze([]);

/** The characters that XML 1.0 has (section 2.2): no half of a surrogate pair, and no NUL. */
const isCharacter = (point: number): boolean =>
  point === 9 ||
  point === 10 ||
  point === 13 ||
  (point >= 0x20 && point < 0xd800) ||
  (point > 0xdfff && point < 0xfffe) ||
  (point > 0xffff && point <= 0x10ffff);

/** The character of a reference; undefined where there is none. */
function characterOf(reference: string): string | undefined {
  const named = NAMED.get(reference);
  if (named !== undefined) return named;
  const [, hex, decimal] = NUMBER.exec(reference) ?? [];
  const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return isCharacter(point) ? String.fromCodePoint(point) : undefined;
}

/** XML 1.0 section 4.1. @param bare makes the error of a "&" that begins no reference */
function decodeReferences(text: string, bare: () => Error): string {
  const done: string[] = [];
  let pieces: string[] = [];
  let from = 0;
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', from)) {
    const reference = text.slice(at + 1, at + 12).split(';', 1)[0]!;
    const isOne = /^[#\w]+$/u.test(reference) && text[at + 1 + reference.length] === ';';
    if (!isOne) throw bare();
    const character = characterOf(reference);
    if (character === undefined) throw entity('an unknown entity');
    pieces.push(text.slice(from, at), character);
    from = at + reference.length + 2;
    if (pieces.length < AT_ONCE) continue;
    done.push(pieces.join(''));
    pieces = [];
  }
  return from === 0 ? text : [...done, ...pieces, text.slice(from)].join('');
}

const entity = (what: string) => invalid('xml.entity', `The XML file holds ${what}; write "&" as "&amp;".`);

class Document {
  readonly #xml: string;
  #at = 0;
  #elements = 0;
  readonly #open: Open[] = [];
  #root: XmlElement | undefined;
  /** Each name once in memory. */
  readonly #names = new Map<string, string>();

  constructor(xml: string) {
    this.#xml = xml;
  }

  root(): XmlElement {
    for (;;) {
      const mark = this.#xml.indexOf('<', this.#at);
      this.#text(mark === -1 ? this.#xml.length : mark);
      if (mark === -1) break;
      this.#at = mark;
      this.#markup();
    }
    if (this.#open.length > 0 || this.#root === undefined) throw this.#malformed();
    return this.#root;
  }

  #malformed(): Error {
    const line = this.#xml.slice(0, this.#at).split('\n').length;
    return invalid('xml.malformed', `The file is not well-formed XML: see line ${line}. It may be cut off.`, { line });
  }

  #text(end: number): void {
    const raw = this.#xml.slice(this.#at, end);
    const inside = this.#open.at(-1);
    if (inside) inside.text += decodeReferences(raw, () => this.#malformed());
    else if (raw.trim() !== '') throw this.#malformed();
  }

  #markup(): void {
    const xml = this.#xml;
    if (xml.startsWith('</', this.#at)) this.#endTag();
    else if (xml.startsWith('<!--', this.#at)) this.#skipTo('-->', 4);
    else if (xml.startsWith('<![CDATA[', this.#at)) {
      const inside = this.#open.at(-1);
      if (!inside) throw this.#malformed();
      const from = this.#at + 9;
      this.#skipTo(']]>', 9);
      inside.text += xml.slice(from, this.#at - 3);
    } else if (xml.startsWith('<?', this.#at)) this.#skipTo('?>', 2);
    else this.#startTag();
  }

  #skipTo(end: string, from: number): void {
    const found = this.#xml.indexOf(end, this.#at + from);
    if (found === -1) throw this.#malformed();
    this.#at = found + end.length;
  }

  /** What stands here, and moves behind it; undefined where it does not. */
  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#xml) ?? undefined;
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  #name(): string {
    const found = this.#match(NAME)?.[0];
    if (found === undefined || found === '__proto__') throw this.#malformed();
    const known = this.#names.get(found);
    if (known === undefined) this.#names.set(found, found);
    return known ?? found;
  }

  #startTag(): void {
    if (this.#root !== undefined && this.#open.length === 0)
      throw invalid('xml.malformed', 'An XML file must hold exactly one root element.');
    if (this.#open.length === MAX_DEPTH)
      throw invalid(
        'xml.malformed',
        `The file is not XML that is read here: it nests more than ${MAX_DEPTH} levels deep.`,
      );
    this.#elements += 1;
    if (this.#elements > MAX_ELEMENTS)
      throw invalid('xml.too_large', `The XML file holds more than ${MAX_ELEMENTS} elements. Split it.`, {
        max: MAX_ELEMENTS,
      });
    this.#at += 1;
    const name = this.#name();
    const attributes = this.#attributes();
    this.#match(SPACE);
    const empty = this.#xml.startsWith('/>', this.#at);
    if (!empty && this.#xml[this.#at] !== '>') throw this.#malformed();
    this.#at += empty ? 2 : 1;
    const element: Open = { name, attributes, children: undefined, text: '' };
    if (empty) this.#close(element);
    else this.#open.push(element);
  }

  #attributes(): Readonly<Record<string, string>> {
    let attributes: Record<string, string> | undefined;
    let count = 0;
    for (;;) {
      const found = this.#match(ATTRIBUTE);
      if (!found) return attributes ?? NO_ATTRIBUTES;
      const name = found[1]!;
      const value = found[2] ?? found[3]!;
      attributes ??= {};
      count += 1;
      if (Object.hasOwn(attributes, name) || name === '__proto__' || count > MAX_ATTRIBUTES) throw this.#malformed();
      attributes[name] = decodeReferences(value, () => entity('a bare "&"'));
    }
  }

  #endTag(): void {
    this.#at += 2;
    const element = this.#open.pop();
    if (element === undefined || this.#name() !== element.name) throw this.#malformed();
    this.#match(SPACE);
    if (this.#xml[this.#at] !== '>') throw this.#malformed();
    this.#at += 1;
    this.#close(element);
  }

  #close({ name, attributes, children, text }: Open): void {
    const element: XmlElement = { name, attributes, children: children ?? NO_CHILDREN, text };
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = element;
    else if (parent.children) parent.children.push(element);
    else parent.children = [element];
  }
}

/** @throws LandfallError xml.malformed (fact: line), xml.entity, xml.too_large */
export const parseElements = (xml: string): XmlElement => new Document(xml).root();
