/**
 * Structured log lines. The fields are an allow-list: whatever else a caller passes is dropped, so that no secret, passcode,
 * answer, seed, e-mail address or token can reach a log by way of a careless spread.
 */
import { Logger } from '@aws-lambda-powertools/logger';
import { isError } from '#core/errors.ts';

const FIELDS = [
  'code',
  'requestId',
  'route',
  'status',
  'migration',
  'execution',
  'part',
  'state',
  'count',
  'created',
  'updated',
  'skipped',
  'rejected',
  'sent',
  'failed',
  'user',
  'serial',
  'actor',
  'outcome',
  'reason',
  'source',
  'attempt',
  'seconds',
  'action',
  'kind',
  'mode',
  'item',
  'field',
] as const;
type Fields = Partial<Record<(typeof FIELDS)[number], string | number | boolean>>;

const logger = new Logger({ serviceName: process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'landfall' });

function allowed(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(FIELDS.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]));
}

/** Of a damaged item its key and its field: nothing else says where to look. */
const placeOf = (error: unknown): Fields =>
  isError(error, 'stored.damaged') ? { item: error.facts.item, field: error.facts.field } : {};

export const log = {
  info: (event: string, fields: Fields = {}) => logger.info(event, { event, ...allowed(fields) }),
  warn: (event: string, fields: Fields = {}) => logger.warn(event, { event, ...allowed(fields) }),
  /** Of an error only its name, its stack frames and the place of a damaged item are written: a message may quote input. */
  error: (event: string, fields: Fields = {}, error?: unknown) => {
    const stack =
      error instanceof Error
        ? error.stack
            ?.split('\n')
            .filter((line) => /^\s+at /u.test(line))
            .slice(0, 8)
        : undefined;
    logger.error(event, {
      event,
      ...allowed({ ...fields, ...placeOf(error) }),
      ...(error instanceof Error ? { errorName: error.name, stack } : {}),
    });
  },
};
