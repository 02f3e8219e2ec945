/**
 * Structured log lines. The fields are an allow-list: whatever else a caller passes is dropped, so that no secret, passcode,
 * answer, seed, e-mail address or token can reach a log by way of a careless spread. Each line has the fields of its invocation too
 * (scope.ts), and what of it CloudWatch counts (metrics.ts).
 */
import { isError, isLandfallError } from '#core/errors.ts';
import { FIELDS, type Fields } from './log-fields.ts';
import { metricsOf } from './metrics.ts';
import { scope } from './scope.ts';
import { serviceOf } from './service-of.ts';

const OUTPUTS = { INFO: process.stdout, WARN: process.stderr, ERROR: process.stderr };

/** X-Ray's id of the request, where it is traced: "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=...". */
const traceId = (): string | undefined => /Root=([^;]+)/u.exec(process.env['_X_AMZN_TRACE_ID'] ?? '')?.[1];

/**
 * One line of JSON, past Lambda's own console, which puts words before what it is given. `service` is the function's name in infra/functions.ts.
 */
function write(level: keyof typeof OUTPUTS, event: string, line: Record<string, unknown>): void {
  const of = { level, message: event, timestamp: new Date().toISOString(), service: process.env['SERVICE_NAME'] };
  OUTPUTS[level].write(`${JSON.stringify({ ...of, xray_trace_id: traceId(), ...line })}\n`);
}

function allowed(fields: Fields): Fields {
  return Object.fromEntries(FIELDS.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]));
}

/** The event, the fields of the line and of its invocation, and its metrics. */
function lineOf(event: string, fields: Fields): Record<string, unknown> {
  const line = { ...scope(), ...allowed(fields) };
  return { event, ...line, ...metricsOf(event, line, Date.now()) };
}

/** Of a damaged item its key and its field: nothing else says where to look. Of a service's failure which service, and what it was asked. */
function placeOf(error: unknown): Fields {
  if (isError(error, 'stored.damaged')) return { item: error.facts.item, field: error.facts.field };
  // What a caller is told of is no failure of a service, whatever it was found by.
  return isLandfallError(error) && error.expose ? {} : serviceOf(error);
}

export const log = {
  info: (event: string, fields: Fields = {}) => write('INFO', event, lineOf(event, fields)),
  warn: (event: string, fields: Fields = {}) => write('WARN', event, lineOf(event, fields)),
  /** Of an error only its name, its stack frames and the place of a damaged item are written: a message may quote input. */
  error: (event: string, fields: Fields = {}, error?: unknown) => {
    const stack =
      error instanceof Error
        ? error.stack
            ?.split('\n')
            .filter((line) => /^\s+at /u.test(line))
            .slice(0, 8)
        : undefined;
    write('ERROR', event, {
      ...lineOf(event, { ...fields, ...placeOf(error) }),
      ...(error instanceof Error ? { errorName: error.name, stack } : {}),
    });
  },
};
