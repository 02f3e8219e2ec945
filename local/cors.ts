/** S3's cross-origin answers: a browser's request is measured against its bucket's rules, the first that fits counts. */
import type { IncomingHttpHeaders } from 'node:http';
import type { CorsRule } from '#infra/cloud-assembly/description.ts';

/** Whether a pattern with at most one `*` fits. */
function fits(pattern: string, value: string): boolean {
  const [head = '', tail] = pattern.toLowerCase().split('*');
  const given = value.toLowerCase();
  if (tail === undefined) return given === head;
  return given.length >= head.length + tail.length && given.startsWith(head) && given.endsWith(tail);
}

/**
 * The headers that let a page of another origin go on; undefined where the rules don't, and S3 says nothing (a preflight: 403).
 * Names in `headers` are in lower case.
 */
export function corsHeaders(
  rules: readonly CorsRule[],
  method: string,
  headers: IncomingHttpHeaders,
): Record<string, string> | undefined {
  const { origin, 'access-control-request-method': wanted = method } = headers;
  if (origin === undefined) return undefined;
  const asked = String(headers['access-control-request-headers'] ?? '')
    .split(/\s*,\s*/u)
    .filter(Boolean);
  const rule = rules.find(
    ({ AllowedMethods, AllowedOrigins, AllowedHeaders = [] }) =>
      AllowedMethods.includes(wanted) &&
      AllowedOrigins.some((pattern) => fits(pattern, origin)) &&
      asked.every((name) => AllowedHeaders.some((pattern) => fits(pattern, name))),
  );
  if (!rule) return undefined;
  const everybody = rule.AllowedOrigins.includes('*');
  return {
    'access-control-allow-origin': everybody ? '*' : origin,
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    ...(asked.length > 0 ? { 'access-control-allow-headers': asked.join(', ') } : {}),
    ...(rule.ExposedHeaders ? { 'access-control-expose-headers': rule.ExposedHeaders.join(', ') } : {}),
    ...(rule.MaxAge === undefined ? {} : { 'access-control-max-age': String(rule.MaxAge) }),
    ...(everybody ? {} : { 'access-control-allow-credentials': 'true' }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}
