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
