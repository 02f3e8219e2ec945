/**
 * Calls a simulated service by a client of the AWS SDK, at once and without a network: contract tests make the same calls on the simulated
 * service and on a real engine.
 */
import { Readable } from 'node:stream';
import type { Service, WireRequest } from './services/service.ts';

/** What the SDK's clients give to their request handler. */
type SdkRequest = {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
};
type SdkResponse = {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Readable;
};

async function bytesOf(body: unknown): Promise<Buffer> {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body === 'string') return Buffer.from(body);
  // Not of what it may say that it is worth: the SDK's bodies turn themselves into texts.
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (body instanceof Readable) return Buffer.concat(await body.map((chunk) => Buffer.from(chunk)).toArray());
  throw new Error(`A request has a body that is no text, no bytes and no stream: ${typeof body}`);
}

/** The service that a request is signed for; of one that is not signed, the first label of its host. */
function serviceOf(headers: Readonly<Record<string, string>>, query: Readonly<Record<string, string>>, host: string) {
  const scope = /Credential=([^,\s]+)/u.exec(headers['authorization'] ?? '')?.[1] ?? query['X-Amz-Credential'];
  return scope?.split('/')[3] ?? host.split('.')[0]!;
}

/** A request of the SDK as the services take it. */
export async function onWire(request: SdkRequest): Promise<WireRequest> {
  const { method, hostname: host, path } = request;
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const query = Object.fromEntries(
    Object.entries(request.query ?? {}).map(([name, value]) => [name, [value ?? ''].flat().join(',')]),
  );
  return {
    service: serviceOf(headers, query, host),
    method,
    host,
    path,
    query,
    headers,
    body: await bytesOf(request.body),
  };
}

/** The request handler of a client: `new DynamoDBClient({ requestHandler: simulated(service) })`. */
export const simulated = (service: Pick<Service, 'handle'>) => ({
  metadata: { handlerProtocol: 'http/1.1' },
  async handle(request: SdkRequest): Promise<{ response: SdkResponse }> {
    const { status, headers, body } = service.handle(await onWire(request));
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    return { response: { statusCode: status, headers: { ...headers }, body: Readable.from([bytes]) } };
  },
  updateHttpClientConfig() {},
  httpHandlerConfigs: () => ({}),
});
