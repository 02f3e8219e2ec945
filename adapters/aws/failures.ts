/**
 * What a service's error says: the SDK throws its own classes, but not one for every name. By its form, since an error of Node's own may come
 * from another realm.
 */

function field(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? (Reflect.get(error, name) as unknown) : undefined;
}
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The error's name, which is the service's code. */
export const nameOf = (error: unknown): string | undefined => textOf(field(error, 'name'));
/** May quote input: for comparing alone. */
export const messageOf = (error: unknown): string | undefined => textOf(field(error, 'message'));
/** Node's code of a connection that failed, such as ECONNREFUSED. */
export const codeOf = (error: unknown): string | undefined => textOf(field(error, 'code'));

/** The HTTP status of the answer, where there was one. */
export function statusOf(error: unknown): number | undefined {
  const status = field(field(error, '$metadata'), 'httpStatusCode');
  return typeof status === 'number' ? status : undefined;
}

/** Of a connection: the request may have arrived. */
const CUT_OFF: ReadonlySet<string | undefined> = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT']);

/**
 * Whether a request that ended in this error may have taken effect all the same: no answer came to it, or a server's failure, or the SDK has
 * sent it several times and an attempt before the last one may have.
 */
export function mayHaveTakenEffect(error: unknown): boolean {
  if (Number(field(field(error, '$metadata'), 'attempts') ?? 1) > 1) return true;
  const status = statusOf(error);
  return status === undefined ? nameOf(error) === 'TimeoutError' || CUT_OFF.has(codeOf(error)) : status >= 500;
}
