/** What a service's error says: the SDK throws its own classes, but not one for every name. */

/** The error's name, which is the service's code. */
export const nameOf = (error: unknown): string | undefined => (error instanceof Error ? error.name : undefined);

/** The HTTP status of the answer, where there was one. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error && '$metadata' in error)) return undefined;
  const { $metadata: metadata } = error;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}
