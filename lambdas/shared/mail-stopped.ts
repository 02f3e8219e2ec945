import { isErrorOf } from '#core/errors.ts';
import { log } from './log.ts';

/** Gives the error back; one that stops all mails has a log line of its own, which raises an alarm (infra/stacks/stateless.ts). */
export function noteStopped(error: unknown): unknown {
  if (isErrorOf(error, 'sender')) log.error('mail.stopped', { code: error.code });
  return error;
}
