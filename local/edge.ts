/** CloudFront Functions, with the code that the template holds. */
import type { IncomingMessage } from 'node:http';
import { runInNewContext } from 'node:vm';

type EdgeRequest = { uri: string; headers: Record<string, { value: string }> };

/** A viewer-request function: it may change the request's headers, and returns the path to answer. */
export function viewerRequestFunction(code = 'function handler(event) { return event.request; }') {
  const handler = runInNewContext(`${code}\nhandler`) as (event: object) => EdgeRequest;
  return ({ method, url = '/', headers, socket }: IncomingMessage): string => {
    const [uri = '', ...query] = url.split('?');
    const request: EdgeRequest = { uri, headers: {} };
    const changed = handler({ request: Object.assign(request, { method }), viewer: { ip: socket.remoteAddress } });
    for (const [name, { value }] of Object.entries(changed.headers)) headers[name] = value;
    return [changed.uri, ...query].join('?');
  };
}
