/** PartiQL's INSERT: the statement of it that the product sends. Any other statement is no part of this simulation. */
import type { Draft } from './acts.ts';
import { invalid, NotSimulated } from './refusals.ts';
import { checkedItem, checkedValue, type Item, sizeOfItem, type Value } from './values.ts';

type Word = { readonly kind: 'quoted' | 'name' | 'text' | 'number' | 'sign' | 'parameter'; readonly text: string };
/** A statement's item, with the parameters' places. */
type Inserted = { readonly tableName: string; readonly attributes: readonly (readonly [string, Written])[] };
type Written = { readonly parameter: number } | { readonly value: Value };

const WORD =
  /\s*(?:"(?<quoted>[^"]+)"|'(?<text>(?:[^']|'')*)'|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z_][\w.-]*)|(?<parameter>\?)|(?<sign><<|>>|[{}[\]:,=*()<>!]))/uy;
const OTHERS: ReadonlySet<string> = new Set(['SELECT', 'UPDATE', 'DELETE', 'EXISTS']);
const MOST_BYTES = 400 * 1024;

const wrong = (problem: string) => invalid(`Statement wasn't well formed, can't be processed: ${problem}`);

function wordsOf(statement: string): Word[] {
  const words: Word[] = [];
  const end = statement.trimEnd().length;
  WORD.lastIndex = 0;
  while (WORD.lastIndex < end) {
    const from = WORD.lastIndex;
    const found = WORD.exec(statement)?.groups;
    if (!found) throw wrong(`unexpected "${statement.slice(from, from + 8)}"`);
    const [kind, text] = Object.entries(found).find(([, one]) => one !== undefined) as [Word['kind'], string];
    words.push({ kind, text: kind === 'text' ? text.replaceAll("''", "'") : text });
  }
  return words;
}

class StatementReader {
  readonly #words: readonly Word[];
  #at = 0;
  #parameters = 0;

  constructor(statement: string) {
    this.#words = wordsOf(statement);
  }

  #take(...kinds: readonly Word['kind'][]): string {
    const word = this.#words[this.#at];
    if (!word || !kinds.includes(word.kind)) throw wrong(`unexpected ${word?.text ?? 'end'}`);
    this.#at += 1;
    return word.text;
  }

  #skip(text: string): boolean {
    const word = this.#words[this.#at];
    if (!word || word.kind === 'text' || word.kind === 'quoted' || word.text.toUpperCase() !== text) return false;
    this.#at += 1;
    return true;
  }

  #expect(text: string): void {
    if (!this.#skip(text)) throw wrong(`expected ${text}, found ${this.#words[this.#at]?.text ?? 'the end'}`);
  }

  #list<T>(end: string, one: () => T): T[] {
    const all: T[] = [];
    if (this.#skip(end)) return all;
    do all.push(one());
    while (this.#skip(','));
    this.#expect(end);
    return all;
  }

  insert(): Inserted {
    const first = this.#words[0]?.text.toUpperCase() ?? '';
    if (OTHERS.has(first)) throw new NotSimulated(`the statement ${first} of PartiQL`);
    this.#expect('INSERT');
    this.#expect('INTO');
    const tableName = this.#take('quoted', 'name');
    this.#expect('VALUE');
    this.#expect('{');
    const attributes = this.#list('}', () => this.#attribute());
    if (this.#at < this.#words.length) throw wrong(`unexpected ${this.#words[this.#at]!.text}`);
    return { tableName, attributes };
  }

  #attribute(): readonly [string, Written] {
    const name = this.#take('text');
    this.#expect(':');
    if (!this.#skip('?')) return [name, { value: this.#value() }];
    this.#parameters += 1;
    return [name, { parameter: this.#parameters - 1 }];
  }

  #value(): Value {
    const { kind, text } = this.#words[this.#at] ?? { kind: 'sign', text: '' };
    if (kind === 'text') return { S: this.#take('text') };
    if (kind === 'number') return { N: this.#take('number') };
    if (kind === 'parameter') throw new NotSimulated('a parameter within a map or a list of PartiQL');
    if (this.#skip('TRUE')) return { BOOL: true };
    if (this.#skip('FALSE')) return { BOOL: false };
    if (this.#skip('NULL')) return { NULL: true };
    if (this.#skip('[')) return { L: this.#list(']', () => this.#value()) };
    if (this.#skip('<<')) return setOf(this.#list('>>', () => this.#value()));
    if (!this.#skip('{')) throw wrong(`unexpected ${text}`);
    const members = this.#list('}', () => {
      const name = this.#take('text');
      this.#expect(':');
      return [name, this.#value()] as const;
    });
    return { M: Object.fromEntries(members) };
  }
}

function setOf(members: readonly Value[]): Value {
  if (members.every((one) => 'S' in one)) return { SS: members.map(({ S }) => S) };
  if (members.every((one) => 'N' in one)) return { NS: members.map(({ N }) => N) };
  throw wrong('a set holds texts or numbers');
}

const CACHED = 2_000;
const parsed = new Map<string, Inserted>();

function parse(statement: string): Inserted {
  const known = parsed.get(statement);
  if (known) return known;
  const inserted = new StatementReader(statement).insert();
  if (parsed.size >= CACHED) parsed.clear();
  parsed.set(statement, inserted);
  return inserted;
}

/** An INSERT as a put of an item that must be new. @throws Refusal */
export function insertion(statement: string, parameters: readonly unknown[]): Draft {
  const { tableName, attributes } = parse(statement);
  const item: Item = checkedItem(
    Object.fromEntries(
      attributes.map(([name, written]) => {
        if ('value' in written) return [name, written.value];
        const given = parameters[written.parameter];
        if (given === undefined) throw invalid("Number of parameters in request and statement don't match.");
        return [name, checkedValue(given)];
      }),
    ),
  );
  if (Object.keys(item).length < attributes.length) throw wrong('an attribute stands twice');
  if (sizeOfItem(item) > MOST_BYTES) throw invalid('Item size has exceeded the maximum allowed size');
  return { kind: 'Put', action: 'PartiQLInsert', tableName, item, bound: { names: {}, values: {} }, shows: false };
}
