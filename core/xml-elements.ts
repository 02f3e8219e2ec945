/** Elements out of a document of XML 1.0 without a DOCTYPE, in one pass. Order and white space are kept. */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { invalid, isError } from './errors.ts';

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
  readonly children: XmlElement[];
  readonly text: string[];
};

const MAX_DEPTH = 32;
/** Some 60,000 tokens, and as many elements as fit into the memory of a small machine. */
const MAX_ELEMENTS = 1_000_000;
const MAX_ATTRIBUTES = 256;
/** Characters between two tags: no value of a token file is a thousandth as long, and references cost the reader 40 bytes each. */
const MAX_TEXT = 4 * 1024 * 1024;

/** Characters handed over at once: the reader keeps a copy of what it was given last. */
const AT_ONCE = 64 * 1024;
const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze({});
const NO_CHILDREN: readonly XmlElement[] = Object.freeze([]);
/** A "&" that begins no reference: the reader would look for its semicolon to the end of the file. */
const BARE = /&(?!#?\w{1,32};)/u;
/** A name that an object of JavaScript has for itself. */
const RESERVED = '__proto__';

function limitText(xml: string): void {
  for (let from = 0; from < xml.length; ) {
    const next = xml.indexOf('<', from);
    const end = next === -1 ? xml.length : next;
    if (end - from > MAX_TEXT)
      throw invalid('xml.too_large', `The XML file holds a text of more than ${MAX_TEXT} characters.`, {
        max: MAX_TEXT,
      });
    from = end + 1;
  }
}

class Document {
  readonly #parser = new SaxesParser<{ xmlns: false; position: true }>({ xmlns: false, position: true });
  readonly #open: Open[] = [];
  #root: XmlElement | undefined;
  #elements = 0;

  constructor() {
    this.#parser.on('error', ({ message }) => {
      throw /entity/u.test(message) ? this.#entity() : this.#malformed();
    });
    this.#parser.on('opentag', (tag) => this.#begin(tag));
    this.#parser.on('closetag', () => this.#end());
    this.#parser.on('text', (text) => this.#add(text));
    this.#parser.on('cdata', (text) => this.#add(text));
  }

  read(xml: string): XmlElement {
    limitText(xml);
    try {
      for (let at = 0; at < xml.length; at += AT_ONCE) this.#parser.write(xml.slice(at, at + AT_ONCE));
      this.#parser.close();
    } catch (error) {
      // A file that is no XML at all may well hold one.
      const bare = isError(error, 'xml.malformed') && /^\s*</u.test(xml) ? xml.search(BARE) : -1;
      throw bare === -1 ? error : this.#entity(xml.slice(0, bare).split('\n').length);
    }
    return this.#root!;
  }

  #malformed(): Error {
    const { line } = this.#parser;
    return invalid('xml.malformed', `The file is not well-formed XML: see line ${line}. It may be cut off.`, { line });
  }

  #entity(line: number = this.#parser.line): Error {
    return invalid(
      'xml.entity',
      `Line ${line} of the XML file holds an unknown entity or a bare "&"; write "&" as "&amp;".`,
    );
  }

  #begin({ name, attributes }: SaxesTagPlain): void {
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
    const names = Object.keys(attributes);
    if (name === RESERVED || names.includes(RESERVED) || names.length > MAX_ATTRIBUTES) throw this.#malformed();
    this.#open.push({
      name,
      attributes: names.length === 0 ? NO_ATTRIBUTES : { ...attributes },
      children: [],
      text: [],
    });
  }

  #add(text: string): void {
    this.#open.at(-1)?.text.push(text);
  }

  #end(): void {
    const { name, attributes, children, text } = this.#open.pop()!;
    const element: XmlElement = {
      name,
      attributes,
      children: children.length === 0 ? NO_CHILDREN : children,
      text: text.join(''),
    };
    const parent = this.#open.at(-1);
    if (parent) parent.children.push(element);
    else this.#root = element;
  }
}

/** @throws LandfallError xml.malformed (fact: line), xml.entity, xml.too_large */
export const parseElements = (xml: string): XmlElement => new Document().read(xml);
