/** CloudFront Functions, as they stand in the template. */
import type { IncomingMessage } from 'node:http';
import { runInNewContext } from 'node:vm';

type EdgeRequest = { uri: string; headers: Record<string, { value: string }> };

/** One that sees each request first: what is returned changes the request's headers and gives the path that is asked for. */
export function edge(code = 'function handler(event) { return event.request; }') {
  const handler = runInNewContext(`${code}\nhandler`) as (event: object) => EdgeRequest;
  return ({ method, url = '/', headers, socket }: IncomingMessage): string => {
    const [uri = '', ...query] = url.split('?');
    const request: EdgeRequest = { uri, headers: {} };
    const changed = handler({ request: Object.assign(request, { method }), viewer: { ip: socket.remoteAddress } });
    for (const [name, { value }] of Object.entries(changed.headers)) headers[name] = value;
    return [changed.uri, ...query].join('?');
  };
}
