/**
 * What statements of IAM allow, read strictly: a request names the condition keys that its service would give, and an operator that is not
 * known here throws. Denials come first. AWS: "Policy evaluation logic", "IAM JSON policy elements: Condition operators".
 */
import type { Statement } from './cloud.ts';

/** Values of condition keys, as the service gives them; of a key with several values: all of them. */
export type Context = Readonly<Record<string, string | readonly string[]>>;
export type Asked = { readonly action: string; readonly resource: string; readonly context?: Context };

const pattern = (text: string): RegExp =>
  new RegExp(
    `^${text
      .replaceAll(/[.+^$()|[\]{}\\]/gu, String.raw`\$&`)
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'su',
  );
const like = (value: string, wanted: readonly string[]) => wanted.some((one) => pattern(one).test(value));
const equals = (value: string, wanted: readonly string[]) => wanted.includes(value);
const some = (match: typeof like) => (values: readonly string[], wanted: readonly string[]) =>
  values.some((value) => match(value, wanted));
const every = (match: typeof like) => (values: readonly string[], wanted: readonly string[]) =>
  values.every((value) => match(value, wanted));

const OPERATORS: Readonly<Record<string, (values: readonly string[], wanted: readonly string[]) => boolean>> = {
  StringEquals: some(equals),
  StringLike: some(like),
  'ForAnyValue:StringEquals': some(equals),
  'ForAnyValue:StringLike': some(like),
  'ForAllValues:StringEquals': every(equals),
  'ForAllValues:StringLike': every(like),
  ArnEquals: some(like),
  ArnLike: some(like),
  Bool: some(equals),
  Null: (values, [wanted]) => (values.length === 0) === (wanted === 'true'),
};

function holds(condition: object, context: Context): boolean {
  return Object.entries(condition as Record<string, Record<string, string | readonly string[]>>).every(
    ([operator, keys]) => {
      const known = OPERATORS[operator];
      if (!known) throw new Error(`Name the operator ${operator} in test/support/policies.ts.`);
      return Object.entries(keys).every(([key, wanted]) => known([context[key] ?? []].flat(), [wanted].flat()));
    },
  );
}

const covers = ({ Action, Resource, Condition = {} }: Statement, { action, resource, context = {} }: Asked) =>
  [Action].flat().some((one) => pattern(one.toLowerCase()).test(action.toLowerCase())) &&
  [Resource].flat().some((one) => pattern(one).test(resource)) &&
  holds(Condition, context);

export function mayDo(statements: readonly Statement[], asked: Asked): boolean {
  const covering = statements.filter((statement) => covers(statement, asked));
  return covering.some(({ Effect }) => Effect === 'Allow') && !covering.some(({ Effect }) => Effect === 'Deny');
}
