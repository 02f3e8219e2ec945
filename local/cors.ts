/** S3's cross-origin answers: the first of the bucket's rules that matches a browser's request decides. */
import type { IncomingHttpHeaders } from 'node:http';
import type { CorsRule } from '#infra/cloud-assembly/description.ts';

/** Whether a pattern with at most one `*` matches, without regard to case. */
function matches(pattern: string, value: string): boolean {
  const [head = '', tail] = pattern.toLowerCase().split('*');
  const given = value.toLowerCase();
  if (tail === undefined) return given === head;
  return given.length >= head.length + tail.length && given.startsWith(head) && given.endsWith(tail);
}

/**
 * The headers that let a page of another origin read the answer; undefined where no rule matches: S3 then sends none (a preflight: 403).
 * Names in `headers` are in lower case.
 */
export function corsHeaders(
  rules: readonly CorsRule[],
  method: string,
  headers: IncomingHttpHeaders,
): Record<string, string> | undefined {
  const { origin, 'access-control-request-method': wanted = method } = headers;
  if (origin === undefined) return undefined;
  const requestedHeaders = String(headers['access-control-request-headers'] ?? '')
    .split(/\s*,\s*/u)
    .filter(Boolean);
  const rule = rules.find(
    ({ AllowedMethods, AllowedOrigins, AllowedHeaders = [] }) =>
      AllowedMethods.includes(wanted) &&
      AllowedOrigins.some((pattern) => matches(pattern, origin)) &&
      requestedHeaders.every((name) => AllowedHeaders.some((pattern) => matches(pattern, name))),
  );
  if (!rule) return undefined;
  const anyOrigin = rule.AllowedOrigins.includes('*');
  return {
    'access-control-allow-origin': anyOrigin ? '*' : origin,
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    ...(requestedHeaders.length > 0 ? { 'access-control-allow-headers': requestedHeaders.join(', ') } : {}),
    ...(rule.ExposedHeaders ? { 'access-control-expose-headers': rule.ExposedHeaders.join(', ') } : {}),
    ...(rule.MaxAge === undefined ? {} : { 'access-control-max-age': String(rule.MaxAge) }),
    ...(anyOrigin ? {} : { 'access-control-allow-credentials': 'true' }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}
