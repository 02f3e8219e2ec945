/** Amazon States Language (JSONPath), as far as statemachines/ use it: paths, payload templates, choices, names of errors. */

export type Json = unknown;
export type Retrier = {
  ErrorEquals: string[];
  IntervalSeconds?: number;
  BackoffRate?: number;
  MaxAttempts?: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: string;
};
type Catcher = { ErrorEquals: string[]; ResultPath?: string | null; Next: string };
type Condition = Readonly<Record<string, Json>> & { Next?: string; Variable?: string };
export type State = {
  Type: string;
  Next?: string;
  End?: boolean;
  InputPath?: string | null;
  OutputPath?: string | null;
  ResultPath?: string | null;
  Parameters?: Json;
  ResultSelector?: Json;
  Result?: Json;
  Retry?: Retrier[];
  Catch?: Catcher[];
  TimeoutSeconds?: number;
  Seconds?: number;
  SecondsPath?: string;
  Choices?: Condition[];
  Default?: string;
  Error?: string;
  ErrorPath?: string;
  Cause?: string;
  CausePath?: string;
  ItemReader?: { Parameters: Json };
  ItemSelector?: Json;
  ItemProcessor?: Definition;
  MaxConcurrency?: number;
  MaxConcurrencyPath?: string;
  ToleratedFailurePercentage?: number;
  ToleratedFailureCount?: number;
  ResultWriter?: { Parameters: Json };
};
export type Definition = { StartAt: string; TimeoutSeconds?: number; States: Record<string, State> };

export class StateError extends Error {
  constructor(name: string, cause: string) {
    super(cause);
    this.name = name;
  }
}
/** `$`, `$.a.b`, `$$.Map.Item.Value`. @throws StateError where there is none */
export function readPath(path: string, input: Json, context: Json): Json {
  const [root, ...names] = path.startsWith('$$')
    ? [context, ...path.slice(2).split('.')]
    : [input, ...path.slice(1).split('.')];
  let value: Json = root;
  for (const name of names.filter(Boolean)) {
    if (value === null || typeof value !== 'object' || !(name in value))
      throw new StateError('States.ParameterPathFailure', `The path ${path} is not in the input.`);
    value = (value as Record<string, Json>)[name];
  }
  return value;
}
const has = (path: string, input: Json, context: Json): boolean => {
  try {
    readPath(path, input, context);
    return true;
  } catch {
    return false;
  }
};

/** A payload template: fields whose name ends with `.$` are paths. */
export function fill(template: Json, input: Json, context: Json): Json {
  if (Array.isArray(template)) return template.map((one) => fill(one, input, context));
  if (template === null || typeof template !== 'object') return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) => {
      if (!name.endsWith('.$')) return [name, fill(value, input, context)];
      if (!String(value).startsWith('$')) throw new Error(`The simulation knows no function ${String(value)}.`);
      return [name.slice(0, -2), readPath(String(value), input, context)];
    }),
  );
}

export function place(path: string | null | undefined, input: Json, result: Json): Json {
  if (path === null) return input;
  if (path === undefined || path === '$') return result;
  const [name, ...deeper] = path.slice(2).split('.');
  if (deeper.length > 0) throw new Error(`The simulation places no result at ${path}.`);
  return { ...(input as object), [name!]: result };
}

export function holds(condition: Condition, input: Json, context: Json): boolean {
  const all = condition['And'] as Condition[] | undefined;
  if (all) return all.every((one) => holds(one, input, context));
  const some = condition['Or'] as Condition[] | undefined;
  if (some) return some.some((one) => holds(one, input, context));
  if (condition['Not']) return !holds(condition['Not'] as Condition, input, context);
  const { Variable, Next: _, ...tests } = condition;
  return Object.entries(tests).every(([test, wanted]) => {
    if (test === 'IsPresent') return has(Variable!, input, context) === wanted;
    const value = readPath(Variable!, input, context);
    if (test === 'BooleanEquals' || test === 'StringEquals' || test === 'NumericEquals') return value === wanted;
    if (test === 'NumericGreaterThan') return Number(value) > Number(wanted);
    throw new Error(`The simulation knows no comparison ${test}.`);
  });
}

export const catches = (names: readonly string[], error: Error): boolean =>
  names.includes(error.name) ||
  (names.includes('States.ALL') && error.name !== 'States.DataLimitExceeded' && error.name !== 'States.Runtime') ||
  (names.includes('States.TaskFailed') && error.name !== 'States.Timeout');
