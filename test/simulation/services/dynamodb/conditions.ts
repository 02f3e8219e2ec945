/** The grammar of conditions: ConditionExpression, FilterExpression and KeyConditionExpression are written in it. */
import { pathText, samePath } from './paths.ts';
import { type Path, parsedOnce, type Reader } from './reader.ts';

export type Operand =
  | { readonly is: 'path'; readonly path: Path }
  | { readonly is: 'value'; readonly value: string }
  | { readonly is: 'size'; readonly of: Operand };
export type Sign = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type Condition =
  | { readonly is: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly is: 'not'; readonly of: Condition }
  | { readonly is: 'compare'; readonly sign: Sign; readonly left: Operand; readonly right: Operand }
  | { readonly is: 'between'; readonly left: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly is: 'in'; readonly left: Operand; readonly list: readonly Operand[] }
  | { readonly is: 'exists'; readonly path: Path; readonly wanted: boolean }
  | { readonly is: 'type'; readonly left: Operand; readonly type: Operand }
  | { readonly is: 'begins_with' | 'contains'; readonly left: Operand; readonly right: Operand };

/** What a pair of parentheses may hold: a condition or an operand. */
type Part = Condition | Operand;

const SIGNS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);
const FUNCTIONS: Readonly<Record<string, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};
const MOST_IN_LIST = 100;
const MOST_OPERATORS = 300;

const isOperand = (part: Part): part is Operand => part.is === 'path' || part.is === 'value' || part.is === 'size';

class ConditionReader {
  readonly #reader: Reader;
  #operators = 0;
  /** Where the pair of parentheses began and ended that was read last. */
  #pair: readonly [number, number] = [-1, -1];

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  #operator(): void {
    this.#operators += 1;
    if (this.#operators > MOST_OPERATORS)
      throw this.#reader.fail(
        `The expression contains too many operators; operator count: ${this.#operators}; maximum operator count: ${MOST_OPERATORS}`,
      );
  }

  whole(): Condition {
    return this.#condition(this.#or());
  }

  #condition(part: Part): Condition {
    if (!isOperand(part)) return part;
    if (part.is === 'size') throw this.#misused('size');
    throw this.#reader.unexpected();
  }

  #misused(name: string) {
    return this.#reader.fail(`The function is not allowed to be used this way in an expression; function: ${name}`);
  }

  #or(): Part {
    let left = this.#and();
    while (this.#reader.isKeyword('OR')) {
      this.#operator();
      const first = this.#condition(left);
      this.#reader.take();
      left = { is: 'or', left: first, right: this.#condition(this.#and()) };
    }
    return left;
  }

  #and(): Part {
    let left = this.#not();
    while (this.#reader.isKeyword('AND')) {
      this.#operator();
      const first = this.#condition(left);
      this.#reader.take();
      left = { is: 'and', left: first, right: this.#condition(this.#not()) };
    }
    return left;
  }

  #not(): Part {
    if (!this.#reader.isKeyword('NOT')) return this.#comparison();
    this.#operator();
    this.#reader.take();
    return { is: 'not', of: this.#condition(this.#not()) };
  }

  #comparison(): Part {
    const reader = this.#reader;
    const left = this.#primary();
    if (reader.kind() === 'sign') {
      const sign = SIGNS.has(this.#peek()) ? (reader.take() as Sign) : undefined;
      if (!sign) return left;
      this.#operator();
      return this.#compared(sign, this.#operand(left), this.#operand(this.#primary()));
    }
    if (reader.skipKeyword('BETWEEN')) {
      this.#operator();
      const low = this.#operand(this.#primary());
      if (!reader.skipKeyword('AND')) throw reader.unexpected();
      return { is: 'between', left: this.#operand(left), low, high: this.#operand(this.#primary()) };
    }
    if (reader.skipKeyword('IN')) {
      this.#operator();
      reader.expect('(');
      const list = reader.list(() => this.#operand(this.#primary()));
      reader.expect(')');
      const first = this.#operand(left);
      if (list.length > MOST_IN_LIST)
        throw reader.fail(
          `Invalid number of operands for operator or function; operator: IN, number of operands: ${list.length}`,
        );
      this.#checkDistinct('IN', [first, ...list]);
      return { is: 'in', left: first, list };
    }
    return left;
  }

  #peek(): string {
    for (const sign of SIGNS) if (this.#reader.isSign(sign)) return sign;
    return '';
  }

  #compared(sign: Sign, left: Operand, right: Operand): Condition {
    this.#checkDistinct(sign, [left, right]);
    return { is: 'compare', sign, left, right };
  }

  #operand(part: Part): Operand {
    if (isOperand(part)) return part;
    const name = part.is === 'exists' ? `attribute_${part.wanted ? '' : 'not_'}exists` : part.is;
    if (name in FUNCTIONS) throw this.#misused(name);
    throw this.#reader.unexpected();
  }

  /** A second pair around the same is refused. */
  #parenthesized(): Part {
    const reader = this.#reader;
    const from = reader.at;
    reader.expect('(');
    const part = this.#or();
    const [inner, end] = this.#pair;
    if (inner === from + 1 && end === reader.at && reader.isSign(')'))
      throw reader.fail('The expression has redundant parentheses;');
    reader.expect(')');
    this.#pair = [from, reader.at];
    return part;
  }

  #primary(): Part {
    const reader = this.#reader;
    if (reader.isSign('(')) return this.#parenthesized();
    if (reader.kind() === 'value') return { is: 'value', value: reader.value() };
    if (reader.kind() === 'name' && reader.isSign('(', 1) && !reader.isKeyword('NOT')) return this.#function();
    return { is: 'path', path: reader.path() };
  }

  #function(): Part {
    const reader = this.#reader;
    const name = reader.take();
    reader.expect('(');
    const operands = reader.list(() => this.#operand(this.#primary()));
    reader.expect(')');
    if (!Object.hasOwn(FUNCTIONS, name)) throw reader.fail(`Invalid function name; function: ${name}`);
    this.#operator();
    if (operands.length !== FUNCTIONS[name])
      throw reader.fail(
        `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
      );
    this.#checkDistinct(name, operands);
    const [left, right] = operands as [Operand, Operand];
    if (name === 'size') return { is: 'size', of: left };
    if (name === 'attribute_type') return { is: 'type', left, type: right };
    if (name === 'begins_with' || name === 'contains') return { is: name, left, right };
    if (left.is !== 'path')
      throw reader.fail(`Operator or function requires a document path; operator or function: ${name}`);
    return { is: 'exists', path: left.path, wanted: name === 'attribute_exists' };
  }

  /** An attribute is not compared with itself. */
  #checkDistinct(operator: string, [first, ...others]: readonly Operand[]): void {
    if (first?.is !== 'path') return;
    const { path } = first;
    if (others.some((other) => other.is === 'path' && samePath(path, other.path)))
      throw this.#reader.fail(
        `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${pathText(path)}`,
      );
  }
}

const parser = (what: string) => parsedOnce(what, (reader) => ({ condition: new ConditionReader(reader).whole() }));
export const parseCondition = parser('ConditionExpression');
export const parseFilter = parser('FilterExpression');
export const parseKeyCondition = parser('KeyConditionExpression');
