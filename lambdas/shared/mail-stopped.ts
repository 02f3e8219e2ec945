import { isError, isErrorOf } from '#core/errors.ts';
import { log } from './log.ts';

/** Gives the error back; one that stops all mails, or those of a campaign of which too many came back, has a log line of its own, which raises an alarm. */
export function noteStopped(error: unknown): unknown {
  if (isErrorOf(error, 'sender') || isError(error, 'campaign.stopped')) log.error('mail.stopped', { code: error.code });
  return error;
}
