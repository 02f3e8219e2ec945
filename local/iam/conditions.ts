/**
 * The conditions of a policy. What is not listed here, an operator or a key that the embedded deployment does not fill in, stops the start: a
 * condition that is dropped in silence allows too much, or denies too little (AWS: IAM JSON policy elements, Condition operators).
 */
import { arnPattern, like, type Matcher } from './patterns.ts';

/** What is known of a request, by condition key in small letters. A key that is missing is absent from the request. */
export type Context = Readonly<Record<string, readonly string[] | undefined>>;
/** Whether the condition holds. */
export type Condition = (context: Context) => boolean;

type Compare = (wanted: string) => Matcher;
const equal: Compare = (wanted) => (given) => given === wanted;
const numeric =
  (holds: (given: number, wanted: number) => boolean): Compare =>
  (wanted) => {
    const number = Number(wanted);
    if (wanted.trim() === '' || !Number.isFinite(number)) throw new Error(`${wanted} is no number.`);
    return (given) => holds(Number(given), number);
  };

type Operator = { readonly compare: Compare; readonly not?: true };
const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { compare: equal },
  StringNotEquals: { compare: equal, not: true },
  StringLike: { compare: like },
  StringNotLike: { compare: like, not: true },
  ArnEquals: { compare: arnPattern },
  ArnLike: { compare: arnPattern },
  ArnNotEquals: { compare: arnPattern, not: true },
  ArnNotLike: { compare: arnPattern, not: true },
  Bool: { compare: (wanted) => (given) => given.toLowerCase() === wanted.toLowerCase() },
  NumericLessThan: { compare: numeric((given, wanted) => given < wanted) },
};

/** The keys that a request here says, besides the global ones; those with several values want ForAllValues or ForAnyValue. */
const KEYS: Readonly<Record<string, 'one' | 'many'>> = {
  'aws:securetransport': 'one',
  'aws:sourceaccount': 'one',
  'aws:sourcearn': 'one',
  'dynamodb:leadingkeys': 'many',
  'dynamodb:select': 'one',
  'dynamodb:returnvalues': 'one',
  'dynamodb:enclosingoperation': 'one',
  'kms:viaservice': 'one',
  'kms:calleraccount': 'one',
  'kms:encryptioncontextkeys': 'many',
  's3:tlsversion': 'one',
  's3:prefix': 'one',
  'ses:fromaddress': 'one',
  'ses:recipients': 'many',
  'events:source': 'one',
  'events:detail-type': 'one',
};
const ENCRYPTION_CONTEXT = 'kms:encryptioncontext:';

function kindOf(key: string): 'one' | 'many' {
  const kind = key.startsWith(ENCRYPTION_CONTEXT) ? 'one' : KEYS[key];
  if (!kind) throw new Error(`The condition key ${key} is not supported.`);
  return kind;
}

const listed = (values: unknown): string[] => {
  const all = [values].flat();
  if (all.length === 0) throw new Error('A condition names no value.');
  return all.map((value) => {
    if (!['string', 'boolean', 'number'].includes(typeof value)) throw new Error('A condition names no text.');
    const text = String(value);
    if (text.includes('${')) throw new Error(`${text} has a policy variable, which is not supported.`);
    return text;
  });
};

/** One operator and one key. @throws Error where one of them is unknown */
function condition(name: string, given: string, values: unknown): Condition {
  const key = given.toLowerCase();
  const kind = kindOf(key);
  if (name === 'Null') {
    const absent = listed(values).every((value) => value.toLowerCase() === 'true');
    return (context) => (context[key] === undefined) === absent;
  }
  const [, set, base = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/u.exec(name) ?? [];
  const operator = Object.hasOwn(OPERATORS, base) ? OPERATORS[base] : undefined;
  if (!operator) throw new Error(`The condition operator ${name} is not supported.`);
  if ((kind === 'many') !== (set !== undefined)) throw new Error(`${name} does not fit the condition key ${given}.`);
  const wanted = listed(values).map(operator.compare);
  const { not = false } = operator;
  const holds = (value: string) => wanted.some((matches) => matches(value)) !== not;
  const whenAbsent = set === 'ForAllValues' || (set === undefined && not) || ifExists !== undefined;
  return (context) => {
    const found = context[key];
    if (found === undefined || found.length === 0) return whenAbsent;
    return set === 'ForAnyValue' ? found.some(holds) : found.every(holds);
  };
}

/** Every condition of a statement's block; all must hold. @throws Error naming what is unknown in it */
export function conditionsOf(block: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {}): Condition[] {
  return Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => condition(operator, key, values)),
  );
}
