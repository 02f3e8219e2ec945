/** What ends the deployment, in a sentence. */

const isFull = ({ code, message }: NodeJS.ErrnoException): boolean =>
  ['ENOSPC', 'EDQUOT'].includes(code ?? '') || /ENOSPC|no space left|disk is full|quota exceeded/iu.test(message);

/** The error and what caused it, the outermost first. */
function* causes(error: unknown): Generator<Error> {
  for (let one = error; one instanceof Error; one = one.cause) {
    yield one;
    if (one instanceof AggregateError) for (const inner of one.errors) yield* causes(inner);
  }
}

/** @param data the folder of the deployment's files */
export function explain(error: unknown, data: string): string {
  for (const one of causes(error)) {
    if (isFull(one))
      return `the disk that holds ${data} is full. Free some space and start again; what was kept before is whole.`;
    const { code = '', path = data } = one as NodeJS.ErrnoException;
    if (['EACCES', 'EPERM', 'EROFS'].includes(code))
      return `${path} may not be written by you. Use another folder: --data DIR`;
  }
  return error instanceof Error ? error.message : String(error);
}
