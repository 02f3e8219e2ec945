/** The values before and after an action, field by field, as an entry of the audit has them. */

export type DiffRow = {
  /** Empty where the value has no fields. */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields in the order of their first appearance. A side that is absent has no values. */
export function diffOf(before: unknown, after: unknown): DiffRow[] {
  if (before === undefined && after === undefined) return [];
  const [old, next] = [before ?? {}, after ?? {}];
  if (!isObject(old) || !isObject(next)) return [{ field: '', before, after }];
  const fields = new Set([...Object.keys(old), ...Object.keys(next)]);
  return [...fields].map((field) => ({ field, before: old[field], after: next[field] }));
}

/** Facts as pairs of name and value; those without a value are left out. */
export const factsOf = (facts: Readonly<Record<string, unknown>> | undefined): [string, unknown][] =>
  Object.entries(facts ?? {}).filter(([, value]) => value !== undefined && value !== null);

/** The page of the object of an entry, chosen by the action, since a serial number may look like a user ID. */
export function pageOf(action: string, object: string): readonly string[] | undefined {
  if (object.startsWith('unknown:')) return undefined;
  const [area] = action.split('.');
  if (area === 'token') return ['tokens', object];
  if (area === 'migration') return ['runs', object];
  // Settings that a migration applied carry its ID.
  if (area === 'settings') return object === 'settings' ? ['settings'] : ['runs', object];
  if (area === 'questions') return ['questions'];
  if (area === 'packers') return undefined;
  return ['users', object];
}

/** The page of the user who acted; none for `system`, an `upload`, an operator's ARN or the keyed hash of an unknown user ID. */
export const pageOfActor = (actor: string): readonly string[] | undefined =>
  actor === 'system' || actor === 'upload' || actor.startsWith('arn:') || actor.startsWith('unknown:')
    ? undefined
    : ['users', actor];
