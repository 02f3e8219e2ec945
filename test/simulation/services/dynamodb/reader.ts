/** Reads the words of an expression one by one: what the grammars of conditions, updates and projections have in common. */
import { invalid, type Refusal } from './refusals.ts';
import { isReserved } from './reserved-words.ts';

/** A document path, its placeholders replaced: names of attributes and of maps' members, and places in lists. */
export type Path = readonly [string, ...(string | number)[]];
export type Names = Readonly<Record<string, string>>;

/** What an expression speaks of; it says which placeholders are used. */
export type Speaks = { readonly names: ReadonlySet<string>; readonly values: ReadonlySet<string> };

const WORD =
  /\s*(?:(?<name>[A-Za-z]\w*)|(?<alias>#\w+)|(?<value>:\w+)|(?<place>0(?!\d)|[1-9]\d*)|(?<sign><>|<=|>=|[=<>()[\],.+-]))/uy;
const LONGEST = 4096;

type Kind = 'name' | 'alias' | 'value' | 'place' | 'sign';
type Word = { readonly kind: Kind; readonly text: string };

function wordsOf(text: string, fail: (problem: string) => Refusal): Word[] {
  const words: Word[] = [];
  const end = text.trimEnd().length;
  WORD.lastIndex = 0;
  while (WORD.lastIndex < end) {
    const from = WORD.lastIndex;
    const found = WORD.exec(text)?.groups;
    if (!found)
      throw fail(`Syntax error; token: "${text.slice(from).trim()[0]}", near: "${text.slice(from, from + 8)}"`);
    const [kind, word] = Object.entries(found).find(([, one]) => one !== undefined) as [Kind, string];
    words.push({ kind, text: word });
  }
  return words;
}

export class Reader {
  /** The placeholders that were met. */
  readonly names = new Set<string>();
  readonly values = new Set<string>();
  readonly #words: readonly Word[];
  readonly #given: Names;
  readonly #what: string;
  #at = 0;

  /** @param what the parameter's name, as the error says it: ConditionExpression, … */
  constructor(what: string, text: string, given: Names) {
    this.#what = what;
    this.#given = given;
    if (text.trim() === '') throw this.fail('The expression can not be empty;');
    if (text.length > LONGEST)
      throw this.fail(`Expression size has exceeded the maximum allowed size; expression size: ${text.length}`);
    this.#words = wordsOf(text, (problem) => this.fail(problem));
  }

  fail(problem: string): Refusal {
    return invalid(`Invalid ${this.#what}: ${problem}`);
  }

  unexpected(): Refusal {
    const near = this.#words.slice(Math.max(0, this.#at - 1), this.#at + 2).map(({ text }) => text);
    return this.fail(`Syntax error; token: "${this.#words[this.#at]?.text ?? '<EOF>'}", near: "${near.join(' ')}"`);
  }

  get ended(): boolean {
    return this.#at === this.#words.length;
  }

  /** The place in the expression, to come back to. */
  get at(): number {
    return this.#at;
  }

  /** The kind of the next word, or of one behind it. */
  kind(ahead = 0): Kind | undefined {
    return this.#words[this.#at + ahead]?.kind;
  }

  isSign(sign: string, ahead = 0): boolean {
    const word = this.#words[this.#at + ahead];
    return word?.kind === 'sign' && word.text === sign;
  }

  /** Keywords are the same in capitals and in small letters. */
  isKeyword(keyword: string): boolean {
    const word = this.#words[this.#at];
    return word?.kind === 'name' && word.text.toUpperCase() === keyword;
  }

  take(): string {
    const word = this.#words[this.#at];
    if (!word) throw this.unexpected();
    this.#at += 1;
    return word.text;
  }

  /** Whether this sign was next; it is taken then. */
  skip(sign: string): boolean {
    if (!this.isSign(sign)) return false;
    this.#at += 1;
    return true;
  }

  skipKeyword(keyword: string): boolean {
    if (!this.isKeyword(keyword)) return false;
    this.#at += 1;
    return true;
  }

  expect(sign: string): void {
    if (!this.skip(sign)) throw this.unexpected();
  }

  /** One or more, with commas between them. */
  list<T>(one: () => T): T[] {
    const all = [one()];
    while (this.skip(',')) all.push(one());
    return all;
  }

  /** The name of a value's placeholder, with its colon. */
  value(): string {
    if (this.kind() !== 'value') throw this.unexpected();
    const name = this.take();
    this.values.add(name);
    return name;
  }

  #name(): string {
    if (this.kind() === 'alias') {
      const alias = this.take();
      this.names.add(alias);
      const name = this.#given[alias];
      if (name === undefined)
        throw this.fail(
          `An expression attribute name used in the document path is not defined; attribute name: ${alias}`,
        );
      return name;
    }
    if (this.kind() !== 'name') throw this.unexpected();
    const name = this.take();
    if (isReserved(name)) throw this.fail(`Attribute name is a reserved keyword; reserved keyword: ${name}`);
    return name;
  }

  path(): Path {
    const path: [string, ...(string | number)[]] = [this.#name()];
    for (;;) {
      if (this.skip('.')) path.push(this.#name());
      else if (this.skip('[')) {
        if (this.kind() !== 'place') throw this.unexpected();
        path.push(Number(this.take()));
        this.expect(']');
      } else return path;
    }
  }
}

const CACHED = 5_000;

/** Each expression is parsed once with the same names. The cache begins anew where it is full. */
export function parsedOnce<T>(what: string, parse: (reader: Reader) => T): (text: string, names: Names) => T & Speaks {
  const cache = new Map<string, T & Speaks>();
  return (text, names) => {
    const key = `${text}\n${JSON.stringify(names)}`;
    const known = cache.get(key);
    if (known) return known;
    const reader = new Reader(what, text, names);
    const parsed = parse(reader);
    if (!reader.ended) throw reader.unexpected();
    const all = { ...parsed, names: reader.names, values: reader.values };
    if (cache.size >= CACHED) cache.clear();
    cache.set(key, all);
    return all;
  };
}
