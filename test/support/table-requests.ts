/** Items, expressions and requests of DynamoDB, drawn by fast-check: of all that the expressions can say, on few names and few values. */
import fc from 'fast-check';

type Value = Readonly<Record<string, unknown>>;
type Item = Readonly<Record<string, Value>>;

const TEXTS = ['', 'a', 'ab', 'b', 'hello', 'ä', '😀', '\uffee', 'z z'];
const NUMBERS = [
  '0',
  '1',
  '-1',
  '2',
  '10',
  '2.5',
  '-0.5',
  '0.1',
  '3e3',
  '1e-3',
  '123456789012345678901234567890',
  '99',
];
const BYTES = ['', 'aA==', 'aGk=', '/w==', 'AAE='];

const scalar: fc.Arbitrary<Value> = fc.oneof(
  { arbitrary: fc.constantFrom(...TEXTS).map((S) => ({ S })), weight: 4 },
  { arbitrary: fc.constantFrom(...NUMBERS).map((N) => ({ N })), weight: 4 },
  fc.constantFrom(...BYTES).map((B) => ({ B })),
  fc.boolean().map((BOOL) => ({ BOOL })),
  fc.constant({ NULL: true }),
  fc.subarray(['a', 'b', 'ab'], { minLength: 1 }).map((SS) => ({ SS })),
  fc.subarray(['1', '2', '10', '-1'], { minLength: 1 }).map((NS) => ({ NS })),
  fc.subarray(['aGk=', 'aA=='], { minLength: 1 }).map((BS) => ({ BS })),
);
const list = (of: fc.Arbitrary<Value>) => fc.array(of, { maxLength: 3 }).map((L) => ({ L }));
const map = (of: fc.Arbitrary<Value>) =>
  fc.dictionary(fc.constantFrom('x', 'y', 'l'), of, { maxKeys: 3, noNullPrototype: true }).map((M) => ({ M }));

const value: fc.Arbitrary<Value> = fc.oneof(
  { arbitrary: scalar, weight: 5 },
  list(fc.oneof(scalar, map(scalar))),
  map(fc.oneof(scalar, list(scalar), map(scalar))),
);

/** Attributes beside the keys; `g`, `h` and `n` are keys of indexes. */
export const attributes: fc.Arbitrary<Item> = fc.record(
  {
    a: scalar,
    b: scalar,
    c: fc.constantFrom(...NUMBERS).map((N) => ({ N })),
    d: value,
    l: list(fc.oneof(scalar, map(scalar))),
    m: map(fc.oneof(scalar, list(scalar))),
    s: fc.subarray(['a', 'b', 'ab'], { minLength: 1 }).map((SS) => ({ SS })),
    g: fc.constantFrom('G1', 'G2').map((S) => ({ S })),
    h: fc.constantFrom('a', 'b', 'ä', '😀').map((S) => ({ S })),
    n: fc.constantFrom('1', '2', '-3', '1.5').map((N) => ({ N })),
  },
  { requiredKeys: [], noNullPrototype: true },
);

type Path = readonly (string | number)[];
const path: fc.Arbitrary<Path> = fc.oneof(
  { arbitrary: fc.constantFrom('a', 'b', 'c', 'd', 'l', 'm', 's', 'g', 'none').map((name) => [name]), weight: 6 },
  fc.tuple(fc.constantFrom('m', 'd'), fc.constantFrom('x', 'y', 'l')),
  fc.tuple(fc.constantFrom('l', 'd'), fc.constantFrom(0, 1, 5)),
  fc.tuple(fc.constant('m'), fc.constantFrom('l', 'x'), fc.constantFrom<string | number>(0, 'x')),
);

/** Writes expressions with placeholders for what they speak of. */
export class Writer {
  readonly names: Record<string, string> = {};
  readonly values: Record<string, Value> = {};
  #written = 0;

  path(steps: Path): string {
    return steps
      .map((step, index) => {
        if (typeof step === 'number') return `[${step}]`;
        this.#written += 1;
        // Every second name stands as it is; none of them is a reserved word.
        if (this.#written % 2 === 0) return `${index > 0 ? '.' : ''}${step}`;
        this.names[`#${step}`] = step;
        return `${index > 0 ? '.' : ''}#${step}`;
      })
      .join('');
  }

  value(of: Value): string {
    const name = `:v${Object.keys(this.values).length}`;
    this.values[name] = of;
    return name;
  }

  /** As a request has them. */
  get placeholders(): object {
    return {
      ...(Object.keys(this.names).length > 0 ? { ExpressionAttributeNames: this.names } : {}),
      ...(Object.keys(this.values).length > 0 ? { ExpressionAttributeValues: this.values } : {}),
    };
  }
}
/** An expression that is yet to be written. */
export type Written = (writer: Writer) => string;

const ofPath = path.map(
  (steps): Written =>
    (writer) =>
      writer.path(steps),
);
const ofValue = (of: fc.Arbitrary<Value>) =>
  of.map(
    (one): Written =>
      (writer) =>
        writer.value(one),
  );
const ordered = fc.oneof(
  fc.constantFrom(...TEXTS).map((S) => ({ S })),
  fc.constantFrom(...NUMBERS).map((N) => ({ N })),
  fc.constantFrom(...BYTES).map((B) => ({ B })),
);
const joined =
  (parts: readonly (string | Written)[]): Written =>
  (writer) =>
    parts.map((part) => (typeof part === 'string' ? part : part(writer))).join('');

const size = ofPath.map((inner) => joined(['size(', inner, ')']));
const comparison = fc.oneof(
  fc.tuple(ofPath, fc.constantFrom(' = ', ' <> '), ofValue(value)).map(joined),
  fc.tuple(ofPath, fc.constantFrom('<', ' <= ', '>', ' >= '), ofValue(ordered)).map(joined),
  fc.tuple(ofValue(ordered), fc.constantFrom(' < ', ' = ', '>='), ofPath).map(joined),
  fc.tuple(ofPath, fc.constantFrom(' = ', ' <> ', ' < '), size).map(joined),
  fc
    .tuple(
      size,
      fc.constantFrom(' = ', ' <> ', ' > ', ' <= '),
      ofValue(fc.constantFrom('0', '1', '2', '5').map((N) => ({ N }))),
    )
    .map(joined),
  fc
    .tuple(
      ofPath,
      fc.constantFrom(' BETWEEN ', ' between '),
      ofValue(ordered),
      fc.constantFrom(' AND ', ' and '),
      ofValue(ordered),
    )
    .map(joined),
  fc
    .tuple(ofPath, fc.array(fc.oneof(ofValue(value), size), { minLength: 1, maxLength: 4 }))
    .map(([left, all]) =>
      joined([left, ' IN (', ...all.flatMap((one, index) => (index > 0 ? [', ', one] : [one])), ')']),
    ),
  fc.tuple(fc.constantFrom('attribute_exists(', 'attribute_not_exists ('), ofPath, fc.constant(')')).map(joined),
  fc
    .tuple(ofPath, fc.constantFrom('S', 'N', 'B', 'BOOL', 'NULL', 'L', 'M', 'SS', 'NS', 'BS'))
    .map(([of, S]) => joined(['attribute_type(', of, ', ', (writer) => writer.value({ S }), ')'])),
  fc
    .tuple(
      ofPath,
      ofValue(
        fc.oneof(
          fc.constantFrom(...TEXTS).map((S) => ({ S })),
          fc.constantFrom(...BYTES).map((B) => ({ B })),
        ),
      ),
    )
    .map(([of, prefix]) => joined(['begins_with(', of, ', ', prefix, ')'])),
  fc.tuple(ofPath, ofValue(value)).map(([of, part]) => joined(['contains(', of, ', ', part, ')'])),
);

export const condition: fc.Arbitrary<Written> = fc.letrec<{ all: Written; simple: Written }>((tie) => ({
  simple: comparison,
  all: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { arbitrary: tie('simple'), weight: 3 },
    fc.tuple(tie('all'), fc.constantFrom(' AND ', ' OR ', ' and '), tie('all')).map(joined),
    fc.tuple(fc.constant('(NOT '), tie('simple'), fc.constant(')')).map(joined),
    fc.tuple(fc.constant('('), tie('all'), fc.constantFrom(' OR ', ' AND '), tie('all'), fc.constant(')')).map(joined),
  ),
})).all;

const given = fc.letrec<{ one: Written; simple: Written }>((tie) => ({
  simple: fc.oneof(ofPath, ofValue(value)),
  one: fc.oneof(
    { maxDepth: 2 },
    { arbitrary: tie('simple'), weight: 3 },
    // DynamoDB Local wants the inner one to be there also where it is not needed.
    fc.tuple(ofPath, ofValue(value)).map(([of, otherwise]) => joined(['if_not_exists(', of, ', ', otherwise, ')'])),
    fc.tuple(tie('one'), tie('one')).map(([first, second]) => joined(['list_append(', first, ', ', second, ')'])),
  ),
})).one;
const number = fc.oneof(
  fc.constant<Written>((writer) => writer.path(['c'])),
  ofValue(fc.constantFrom(...NUMBERS).map((N) => ({ N }))),
  ofPath,
  fc
    .tuple(ofPath, ofValue(fc.constantFrom(...NUMBERS).map((N) => ({ N }))))
    .map(([of, otherwise]) => joined(['if_not_exists(', of, ', ', otherwise, ')'])),
);
const assigned = fc.oneof(given, fc.tuple(number, fc.constantFrom(' + ', '-'), number).map(joined));
const sets: fc.Arbitrary<Value> = fc.oneof(
  fc.subarray(['a', 'b', 'c'], { minLength: 1 }).map((SS) => ({ SS })),
  fc.subarray(['1', '2'], { minLength: 1 }).map((NS) => ({ NS })),
);
const section = (name: string, actions: readonly Written[]): Written[] =>
  actions.length === 0
    ? []
    : [joined([`${name} `, ...actions.flatMap((action, index) => (index > 0 ? [', ', action] : [action]))])];

/** One to four sections, each with up to two actions. */
export const update: fc.Arbitrary<Written> = fc
  .record({
    set: fc.array(
      fc.tuple(ofPath, assigned).map(([of, to]) => joined([of, ' = ', to])),
      { maxLength: 2 },
    ),
    remove: fc.array(ofPath, { maxLength: 2 }),
    add: fc.array(
      fc
        .tuple(
          ofPath,
          ofValue(
            fc.oneof(
              sets,
              fc.constantFrom(...NUMBERS).map((N) => ({ N })),
            ),
          ),
        )
        .map(([of, by]) => joined([of, ' ', by])),
      { maxLength: 1 },
    ),
    delete: fc.array(
      fc.tuple(ofPath, ofValue(sets)).map(([of, by]) => joined([of, ' ', by])),
      { maxLength: 1 },
    ),
  })
  .map(({ set, remove, add, delete: gone }) => [
    ...section('SET', set),
    ...section('REMOVE', remove),
    ...section('ADD', add),
    ...section('DELETE', gone),
  ])
  .filter((sections) => sections.length > 0)
  .map((sections) => joined(sections.flatMap((one, index) => (index > 0 ? [' ', one] : [one]))));

export const projection: fc.Arbitrary<Written> = fc
  .array(ofPath, { minLength: 1, maxLength: 3 })
  .map((paths) => joined(paths.flatMap((one, index) => (index > 0 ? [', ', one] : [one]))));
