/** The grammar of UpdateExpression. */
import { checkApart, pathText, samePath } from './paths.ts';
import { type Path, parsedOnce, type Reader } from './reader.ts';

export type Given =
  | { readonly is: 'path'; readonly path: Path }
  | { readonly is: 'value'; readonly value: string }
  | { readonly is: 'if_not_exists'; readonly path: Path; readonly otherwise: Given }
  | { readonly is: 'list_append'; readonly first: Given; readonly second: Given };
type Operands = { readonly left: Given; readonly right: Given };
export type Assigned = Given | ({ readonly is: '+' } & Operands) | ({ readonly is: '-' } & Operands);
export type Update = {
  readonly sets: readonly { readonly path: Path; readonly to: Assigned }[];
  readonly removes: readonly Path[];
  readonly adds: readonly { readonly path: Path; readonly value: string }[];
  readonly deletes: readonly { readonly path: Path; readonly value: string }[];
  /** Of all that is changed. */
  readonly paths: readonly Path[];
};

const SECTIONS = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;
/** Of conditions: named by the error for what they are. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'size',
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
]);

/** Around one operand or one sum; a second pair is refused. */
function parenthesized<T>(reader: Reader, inner: () => T): T {
  if (!reader.skip('(')) return inner();
  if (reader.isSign('(')) {
    const from = reader.at;
    parenthesized(reader, inner);
    if (reader.isSign(')') && reader.at > from) throw reader.fail('The expression has redundant parentheses;');
    throw reader.unexpected();
  }
  const part = inner();
  reader.expect(')');
  return part;
}

function operand(reader: Reader): Given {
  return parenthesized(reader, () => {
    if (reader.kind() === 'value') return { is: 'value', value: reader.value() };
    if (reader.kind() === 'name' && reader.isSign('(', 1)) return called(reader);
    return { is: 'path', path: reader.path() };
  });
}

function called(reader: Reader): Given {
  const name = reader.take();
  reader.expect('(');
  const operands = reader.list(() => operand(reader));
  reader.expect(')');
  if (ELSEWHERE.has(name)) throw reader.fail(`The function is not allowed in an update expression; function: ${name}`);
  if (name !== 'if_not_exists' && name !== 'list_append') throw reader.fail(`Invalid function name; function: ${name}`);
  const [first, second] = operands;
  if (!first || !second || operands.length > 2)
    throw reader.fail(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  if (name === 'list_append') return { is: name, first, second };
  if (first.is !== 'path')
    throw reader.fail(`Operator or function requires a document path; operator or function: ${name}`);
  if (second.is === 'path' && samePath(first.path, second.path))
    throw reader.fail(
      `The first operand must be distinct from the remaining operands for this operator or function; operator: ${name}, first operand: ${pathText(first.path)}`,
    );
  return { is: name, path: first.path, otherwise: second };
}

function assigned(reader: Reader): Assigned {
  // A pair around a whole sum, or around the first operand alone.
  const around = reader.isSign('(') && sumWithin(reader);
  if (around) reader.expect('(');
  const left = operand(reader);
  const sign = reader.skip('+') ? '+' : reader.skip('-') ? '-' : undefined;
  const value: Assigned = sign ? { is: sign, left, right: operand(reader) } : left;
  if (around) reader.expect(')');
  return value;
}

/** Whether the pair of parentheses that begins here holds a sum. */
function sumWithin(reader: Reader): boolean {
  let depth = 0;
  for (let ahead = 0; reader.kind(ahead) !== undefined; ahead += 1) {
    if (reader.isSign('(', ahead)) depth += 1;
    if (reader.isSign(')', ahead)) depth -= 1;
    if (depth === 1 && (reader.isSign('+', ahead) || reader.isSign('-', ahead))) return true;
    if (depth === 0) return false;
  }
  return false;
}

function update(reader: Reader): Update {
  const sets: Update['sets'][number][] = [];
  const removes: Path[] = [];
  const adds: Update['adds'][number][] = [];
  const deletes: Update['deletes'][number][] = [];
  const pathAndValue = () => ({ path: reader.path(), value: reader.value() });
  const sections: Readonly<Record<(typeof SECTIONS)[number], () => void>> = {
    SET: () => {
      const path = reader.path();
      reader.expect('=');
      sets.push({ path, to: assigned(reader) });
    },
    REMOVE: () => removes.push(reader.path()),
    ADD: () => adds.push(pathAndValue()),
    DELETE: () => deletes.push(pathAndValue()),
  };
  const met = new Set<string>();
  do {
    const section = SECTIONS.find((one) => reader.skipKeyword(one));
    if (!section) throw reader.unexpected();
    if (met.has(section)) throw reader.fail(`The "${section}" section can only be used once in an update expression;`);
    met.add(section);
    reader.list(sections[section]);
  } while (!reader.ended);
  const paths = [...sets.map(({ path }) => path), ...removes, ...[...adds, ...deletes].map(({ path }) => path)];
  checkApart(paths, reader);
  return { sets, removes, adds, deletes, paths };
}

export const parseUpdate = parsedOnce('UpdateExpression', update);
