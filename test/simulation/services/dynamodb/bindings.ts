/** The expressions of one request with what their placeholders stand for: each must be given, and each must be used. */
import { checkUpdateTypes } from './change.ts';
import { type Condition, parseCondition, parseFilter, parseKeyCondition } from './conditions.ts';
import { parseProjection } from './projections.ts';
import type { Names, Path, Speaks } from './reader.ts';
import { invalid, malformed } from './refusals.ts';
import { checkTypes, type Values } from './truth.ts';
import { parseUpdate, type Update } from './updates.ts';
import { checkedValue, isObject, type Value } from './values.ts';

type Request = Readonly<Record<string, unknown>>;
/** Of the parameters that expressions come in, those that one operation takes. */
type Kind =
  | 'ConditionExpression'
  | 'FilterExpression'
  | 'KeyConditionExpression'
  | 'ProjectionExpression'
  | 'UpdateExpression';
export type Bound = {
  readonly condition?: Condition;
  readonly filter?: Condition;
  readonly keys?: Condition;
  readonly projection?: readonly Path[];
  readonly update?: Update;
  readonly names: Names;
  readonly values: Values;
};

const PLACEHOLDER = /^[#:]\w+$/u;

function namesOf(request: Request, used: boolean): Names {
  const given = request['ExpressionAttributeNames'];
  if (given === undefined || given === null) return {};
  if (!isObject(given)) throw malformed('expected a map of names');
  if (!used) throw invalid('ExpressionAttributeNames can only be specified when using expressions');
  const names = Object.keys(given);
  if (names.length === 0) throw invalid('ExpressionAttributeNames must not be empty');
  for (const name of names) {
    if (!PLACEHOLDER.test(name) || name[0] !== '#')
      throw invalid(`ExpressionAttributeNames contains invalid key: Syntax error; key: "${name}"`);
    if (typeof given[name] !== 'string') throw malformed('expected a name');
    if (given[name] === '')
      throw invalid(`ExpressionAttributeNames contains invalid value: Empty attribute name for key ${name}`);
  }
  return given as Names;
}

function valuesOf(request: Request, used: boolean): Values {
  const given = request['ExpressionAttributeValues'];
  if (given === undefined || given === null) return {};
  if (!isObject(given)) throw malformed('expected a map of values');
  if (!used) throw invalid('ExpressionAttributeValues can only be specified when using expressions');
  const names = Object.keys(given);
  if (names.length === 0) throw invalid('ExpressionAttributeValues must not be empty');
  const values: Record<string, Value> = {};
  for (const name of names) {
    if (!PLACEHOLDER.test(name) || name[0] !== ':')
      throw invalid(`ExpressionAttributeValues contains invalid key: Syntax error; key: "${name}"`);
    values[name] = checkedValue(given[name]);
  }
  return values;
}

function checkUsed(what: string, given: object, spoken: readonly ReadonlySet<string>[]): void {
  const unused = Object.keys(given).filter((name) => !spoken.some((used) => used.has(name)));
  if (unused.length > 0) throw invalid(`Value provided in ${what} unused in expressions: keys: {${unused.join(', ')}}`);
}

/** @throws Refusal for whatever DynamoDB does not take of a request's expressions */
export function bind(request: Request, kinds: readonly Kind[]): Bound {
  const text = (kind: Kind): string | undefined => {
    const given = kinds.includes(kind) ? (request[kind] ?? undefined) : undefined;
    if (given !== undefined && typeof given !== 'string') throw malformed(`expected a text as ${kind}`);
    return given;
  };
  const used = kinds.some((kind) => text(kind) !== undefined);
  const names = namesOf(request, used);
  const values = valuesOf(request, used);
  const spoken: Speaks[] = [];
  function parsed<T>(kind: Kind, parse: (expression: string, names: Names) => T & Speaks): T | undefined {
    const expression = text(kind);
    if (expression === undefined) return undefined;
    const result = parse(expression, names);
    for (const name of result.values)
      if (values[name] === undefined)
        throw invalid(
          `Invalid ${kind}: An expression attribute value used in expression is not defined; attribute value: ${name}`,
        );
    spoken.push(result);
    return result;
  }
  const update = parsed('UpdateExpression', parseUpdate);
  const conditions = [
    ['condition', 'ConditionExpression', parseCondition],
    ['filter', 'FilterExpression', parseFilter],
    ['keys', 'KeyConditionExpression', parseKeyCondition],
  ] as const;
  const bound: { -readonly [Name in keyof Bound]: Bound[Name] } = { names, values };
  if (update) {
    checkUpdateTypes(update, values);
    bound.update = update;
  }
  for (const [name, kind, parse] of conditions) {
    const condition = parsed(kind, parse)?.condition;
    if (!condition) continue;
    checkTypes(condition, values, kind);
    bound[name] = condition;
  }
  const projection = parsed('ProjectionExpression', parseProjection)?.paths;
  if (projection) bound.projection = projection;
  checkUsed(
    'ExpressionAttributeNames',
    names,
    spoken.map((one) => one.names),
  );
  checkUsed(
    'ExpressionAttributeValues',
    values,
    spoken.map((one) => one.values),
  );
  return bound;
}
