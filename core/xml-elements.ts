/** Elements out of a document of XML 1.0 without a DOCTYPE, in one pass, whole or in pieces. Order and white space are kept. */
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

const tooLong = () =>
  invalid('xml.too_large', `The XML file holds a text of more than ${MAX_TEXT} characters.`, { max: MAX_TEXT });

function limitText(xml: string): void {
  for (let from = 0; from < xml.length; ) {
    const next = xml.indexOf('<', from);
    const end = next === -1 ? xml.length : next;
    if (end - from > MAX_TEXT) throw tooLong();
    from = end + 1;
  }
}

/**
 * Is given each element below the root as it ends, and the root with what of it has been kept so far.
 * @returns whether the element is taken: then the root does not keep it
 */
export type TakeElement = (element: XmlElement, root: XmlElement) => boolean;

/** Reads a document that arrives in pieces. Of one whose elements are taken as they end, no more than one is in memory. */
export class ElementReader {
  readonly #parser = new SaxesParser<{ xmlns: false; position: true }>({ xmlns: false, position: true });
  readonly #take: TakeElement;
  readonly #open: Open[] = [];
  #root: XmlElement | undefined;
  #elements = 0;
  /** How many of them the root keeps. */
  #kept = 1;
  #begun = false;
  #looksLikeXml = false;
  /** What was read since the last tag, comment or end of a reference, and the line where it began. */
  #window: string[] = [];
  #windowLength = 0;
  #windowLine = 1;

  constructor(take: TakeElement = () => false) {
    this.#take = take;
    this.#parser.on('error', ({ message }) => {
      throw /entity/u.test(message) ? this.#entity() : this.#malformed();
    });
    this.#parser.on('opentag', (tag) => this.#begin(tag));
    this.#parser.on('closetag', () => this.#end());
    this.#parser.on('text', (text) => this.#add(text));
    this.#parser.on('cdata', (text) => this.#add(text));
    this.#parser.on('comment', () => this.#seen());
  }

  /** @throws LandfallError xml.malformed (fact: line), xml.entity, xml.too_large */
  write(piece: string): void {
    if (!this.#begun && piece.trim() !== '') {
      this.#begun = true;
      this.#looksLikeXml = /^\s*</u.test(piece);
    }
    for (let at = 0; at < piece.length; at += AT_ONCE) this.#feed(piece.slice(at, at + AT_ONCE));
  }

  #feed(piece: string): void {
    this.#window.push(piece);
    this.#windowLength += piece.length;
    this.#naming(() => {
      this.#parser.write(piece);
      if (this.#windowLength > MAX_TEXT + AT_ONCE) throw tooLong();
    });
  }

  /** @returns the root, without what was taken @throws LandfallError as write */
  end(): XmlElement {
    this.#naming(() => this.#parser.close());
    return this.#root!;
  }

  /** A bare "&" makes a reader look for its semicolon: what is wrong then is said of the "&". */
  #naming(act: () => void): void {
    try {
      act();
    } catch (error) {
      // A file that is no XML at all may well hold one.
      if (!(isError(error, 'xml.malformed') || isError(error, 'xml.too_large')) || !this.#looksLikeXml) throw error;
      const text = this.#window.join('');
      const bare = text.search(BARE);
      throw bare === -1 ? error : this.#entity(this.#windowLine - 1 + text.slice(0, bare).split('\n').length);
    }
  }

  /** What came before the piece at hand has been read. */
  #seen(): void {
    if (this.#window.length === 1) return;
    for (const piece of this.#window.slice(0, -1)) this.#windowLine += piece.split('\n').length - 1;
    this.#window = this.#window.slice(-1);
    this.#windowLength = this.#window[0]!.length;
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
    this.#seen();
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
    if (!parent) this.#root = element;
    else if (this.#open.length > 1 || !this.#take(element, { ...parent, text: '' })) parent.children.push(element);
    else this.#elements = this.#kept;
    if (this.#open.length === 1) this.#kept = this.#elements;
  }
}

/** @throws LandfallError xml.malformed (fact: line), xml.entity, xml.too_large */
export function parseElements(xml: string): XmlElement {
  limitText(xml);
  const reader = new ElementReader();
  reader.write(xml);
  return reader.end();
}
