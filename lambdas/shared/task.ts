/**
 * What every function that a state, a queue or a rule invokes is wrapped in: an error leaves under its dotted code, which
 * is what `ErrorEquals` in the state machine names.
 */
import middy from '@middy/core';
import { isLandfallError, LandfallError } from '#core/errors.ts';
import { invoked } from './invoked.ts';
import { log } from './log.ts';
import { runOf } from './run-of.ts';

/** Step Functions sees `errorType` = the error's name: ours is its code; anything foreign becomes `task.failed` (retried). */
export function task<Input, Output>(run: (input: Input) => Promise<Output>) {
  const handler: (input: Input, context: never) => Promise<Output> = middy<Input, Output>()
    .onError((request) => {
      const error = request.error;
      log.error('task.failed', { code: isLandfallError(error) ? error.code : 'task.failed' }, error ?? undefined);
      request.error = isLandfallError(error) ? error : new LandfallError('task.failed', { cause: error });
    })
    .handler((input) => run(input));
  return invoked(runOf, handler);
}
