/** Describes an error in the reader's language, with what to do about it. */

import { dateTime, duration, hasText, text, type Values } from '../i18n/language.ts';
import { t } from '../texts/index.ts';
import { Refusal, Unreachable } from './api.ts';

export type Once = 'code' | 'step';

const values = (facts: Readonly<Record<string, unknown>>): Values =>
  Object.fromEntries(
    Object.entries(facts).filter(
      (entry): entry is [string, string | number] => typeof entry[1] === 'string' || typeof entry[1] === 'number',
    ),
  );

/**
 * @param once what works only once and may have been used up although no answer came: a `code` of a token, which shows a new one
 * after a minute, or a `step` (a link, a grant)
 */
export function describeError(error: unknown, once?: Once): string {
  if (error instanceof Unreachable) return t(once ? `error.unreachable-${once}` : 'error.unreachable');
  if (!(error instanceof Refusal)) return t('error.unknown');
  const { code, facts } = error;
  if (code === 'internal' && facts['requestId'] === undefined) return t('problem.internal-plain');
  const wait = typeof facts['retryAfterSeconds'] === 'number' ? { wait: duration(facts['retryAfterSeconds']) } : {};
  const until = typeof facts['until'] === 'string' ? { until: dateTime(facts['until']) } : {};
  // An error code of an API newer than these pages has no text here: the API's own English title is shown.
  return hasText(`problem.${code}`) ? text(`problem.${code}`, { ...values(facts), ...wait, ...until }) : error.message;
}
