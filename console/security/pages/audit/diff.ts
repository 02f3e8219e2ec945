/** What an entry of the audit says of before and after, field by field. */

export type DiffRow = {
  /** Empty where the whole value is one. */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields in the order in which they first come. A side that is absent has nothing of any field. */
export function diffOf(before: unknown, after: unknown): DiffRow[] {
  if (before === undefined && after === undefined) return [];
  const [old, next] = [before ?? {}, after ?? {}];
  if (!isObject(old) || !isObject(next)) return [{ field: '', before, after }];
  const fields = new Set([...Object.keys(old), ...Object.keys(next)]);
  return [...fields].map((field) => ({ field, before: old[field], after: next[field] }));
}

/** Facts as rows of name and value; those that have no value are left out. */
export const factsOf = (facts: Readonly<Record<string, unknown>> | undefined): [string, unknown][] =>
  Object.entries(facts ?? {}).filter(([, value]) => value !== undefined && value !== null);

/** Whose page an entry's object has: by the act, since a serial may look like a user ID. */
export function pageOf(action: string, object: string): readonly string[] | undefined {
  if (object.startsWith('unknown:')) return undefined;
  const [area] = action.split('.');
  if (area === 'token') return ['tokens', object];
  if (area === 'migration') return ['migrations', object];
  // A migration switches self-service on.
  if (area === 'settings') return object === 'settings' ? ['settings'] : ['migrations', object];
  if (area === 'questions') return ['questions'];
  if (area === 'packers') return undefined;
  return ['users', object];
}

/** A user's own page; not for `system`, an `upload`, an operator's ARN or the keyed hash of a stranger. */
export const pageOfActor = (actor: string): readonly string[] | undefined =>
  actor === 'system' || actor === 'upload' || actor.startsWith('arn:') || actor.startsWith('unknown:')
    ? undefined
    : ['users', actor];
