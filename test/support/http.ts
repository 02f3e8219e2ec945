/** Requests as an attacker sends them, byte for byte: a browser or fetch would normalise or refuse some. */
import { type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';

export type Sent = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

const IMMUTABLE = 'public, max-age=31536000, immutable';

/** S4: the headers that every answer has, of a function, the gateway or the distribution. `what`: method and path. */
export function checkHeaders(what: string, headers: Readonly<Record<string, unknown>>): void {
  const csp = String(headers['content-security-policy']);
  const [, path = ''] = what.split(' ');
  const cached = String(headers['cache-control']);
  const faults = [
    cached === 'no-store' || (path.startsWith('/assets/') && cached === IMMUTABLE) ? '' : 'cache-control',
    headers['cross-origin-resource-policy'] === 'same-origin' ? '' : 'cross-origin-resource-policy',
    path.startsWith('/api/') || headers['cross-origin-opener-policy'] === 'same-origin' ? '' : 'opener-policy',
    /default-src 'none'/u.test(csp) && /frame-ancestors 'none'/u.test(csp) && !/unsafe/u.test(csp) ? '' : 'csp',
    /^max-age=\d{8}; includeSubDomains$/u.test(String(headers['strict-transport-security'])) ? '' : 'hsts',
    headers['x-content-type-options'] === 'nosniff' ? '' : 'nosniff',
    headers['referrer-policy'] === 'no-referrer' ? '' : 'referrer-policy',
    headers['x-powered-by'] === undefined && headers['server'] === undefined ? '' : 'names its software',
  ].filter(Boolean);
  if (faults.length > 0) throw new Error(`${what} answered without the headers of S4: ${faults.join(', ')}`);
}

/** Sends it and checks the answer's headers. `path` as it stands in the request line. */
export async function send(
  base: string,
  method: string,
  path: string,
  headers: OutgoingHttpHeaders = {},
  body?: string | Buffer,
): Promise<Sent> {
  const { hostname: host, port } = new URL(base);
  const sized = body === undefined ? headers : { 'content-length': Buffer.byteLength(body), ...headers };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ host, port, method, path, headers: sized, agent: false }, resolve).once('error', reject).end(body);
  });
  checkHeaders(`${method} ${path.slice(0, 200)}`, response.headers);
  return { status: response.statusCode!, headers: response.headers, body: await text(response) };
}

/** Sends JSON as the consoles do. */
export function sendJson(base: string, method: string, path: string, body: unknown, headers: OutgoingHttpHeaders = {}) {
  const usual = { 'content-type': 'application/json', 'x-landfall': '1', ...headers };
  return send(base, method, path, usual, body === undefined ? undefined : JSON.stringify(body));
}
