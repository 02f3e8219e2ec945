/** Which service of AWS failed, as adapters/aws/clients.ts notes it on the errors of its clients. By its form: routes are loaded without adapters. */

type Asked = { readonly awsService: string; readonly awsOperation: string };

/** How deep an error may lie behind others. */
const DEPTH = 5;

const isNoted = (error: Error): error is Error & Asked =>
  'awsService' in error &&
  typeof error.awsService === 'string' &&
  'awsOperation' in error &&
  typeof error.awsOperation === 'string';

/** The service and what it was asked; nothing of an error of another kind. */
export function serviceOf(error: unknown): Partial<Asked> {
  let at = error;
  for (let depth = 0; depth < DEPTH && at instanceof Error; depth += 1) {
    if (isNoted(at)) return { awsService: at.awsService, awsOperation: at.awsOperation };
    at = at.cause;
  }
  return {};
}
