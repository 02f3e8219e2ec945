/** The AWS JSON protocol: `X-Amz-Target: Service.Action`, JSON in, JSON out, errors as `__type`. */
import { createServer, type Server } from 'node:http';
import { json } from 'node:stream/consumers';

export type Actions = Readonly<Record<string, (input: Record<string, unknown>) => unknown>>;

/** Throw it from an action: the SDK sees `name`. */
export class ServiceError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Serves these actions on 127.0.0.1. */
export function serveActions(port: number, actions: Actions): Promise<Server> {
  const server = createServer(async (request, response) => {
    let answer: { status: number; body: unknown };
    try {
      const action = String(request.headers['x-amz-target']).split('.').at(-1)!;
      if (!actions[action])
        throw new ServiceError('UnknownOperationException', `The embedded deployment has no ${action}.`);
      answer = { status: 200, body: await actions[action]((await json(request)) as Record<string, unknown>) };
    } catch (error) {
      const { name, message } = error as Error;
      answer = { status: error instanceof ServiceError ? 400 : 500, body: { __type: name, message } };
    }
    response
      .writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' })
      .end(JSON.stringify(answer.body));
  });
  return new Promise((resolve, reject) =>
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve(server)),
  );
}

/** Any signature will do for the embedded engines, but there must be one. */
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=landfall/20260101/eu-central-1/any/aws4_request, SignedHeaders=host, Signature=0';

/** Calls an action of another engine. @throws ServiceError under the engine's own error name. */
export async function callAction<T>(
  endpoint: string,
  target: string,
  input: object,
  signal: AbortSignal | null = null,
): Promise<T> {
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': target,
    'x-amz-date': '20260101T000000Z',
    authorization: AUTHORIZATION,
  };
  const answer = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(input), signal });
  const body = (await answer.json()) as T & { __type?: string };
  if (!answer.ok) throw new ServiceError(body.__type?.split('#').at(-1) ?? String(answer.status), `${target} failed.`);
  return body;
}
