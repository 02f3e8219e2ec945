/** The AWS JSON protocol: `X-Amz-Target: Service.Action`, JSON in, JSON out, errors as `__type`. */
import fastify, { type FastifyInstance } from 'fastify';
import { NamedError, REGION, type Sent } from './aws/names.ts';

/** A function's error as Step Functions hands it to a Catch: the cause is Lambda's whole report (AWS: Handling errors in Step Functions workflows). */
export const asStateError = ({ name, message }: Error): NamedError =>
  new NamedError(name, JSON.stringify({ errorType: name, errorMessage: message }));

/** First half of X-Amz-Target -> the service that a signature names. */
const SERVICES: Readonly<Record<string, string>> = {
  AWSEvents: 'events',
  AWSStepFunctions: 'states',
  TrentService: 'kms',
  secretsmanager: 'secretsmanager',
};
const serviceOf = (target: string): string | undefined => SERVICES[target.split('.')[0]!];

/** Several services share a port here: a request signed for another one, or for another region, is refused as on AWS. @throws NamedError */
export function checkScope(target: string, authorization = ''): void {
  const wanted = serviceOf(target);
  if (wanted === undefined) return;
  const [, region, service] = /Credential=[^/]+\/\d{8}\/([^/]+)\/([^/]+)\//u.exec(authorization) ?? [];
  if (region === undefined) throw new NamedError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  if (region !== REGION || service !== wanted)
    throw new NamedError('InvalidSignatureException', `Credential should be scoped to ${wanted} in ${REGION}.`);
}

export type Actions = Readonly<Record<string, (input: never) => object>>;

/**
 * Serves these actions on 127.0.0.1; a NamedError that one throws is answered with status 400, any other error with 500. `permit` throws where
 * a request may not be sent.
 */
export async function serveActions(
  port: number,
  actions: Actions,
  permit: (sent: Sent) => void,
): Promise<FastifyInstance> {
  const server = fastify({ forceCloseConnections: true });
  const parse = (_request: unknown, body: string) =>
    Promise.resolve({ text: body, input: JSON.parse(body) as unknown });
  server.addContentTypeParser(/^application\/x-amz-json/u, { parseAs: 'string' }, parse);
  server.setErrorHandler<Error>((error, _request, reply) => {
    const { name, message } = error;
    void reply.code(error instanceof NamedError ? 400 : 500).send({ __type: name, message });
  });
  server.post('/', async ({ headers, body }) => {
    const target = String(headers['x-amz-target']);
    checkScope(target, headers.authorization);
    const name = target.split('.').at(-1)!;
    const action = actions[name];
    if (!action) throw new NamedError('UnknownOperationException', `The embedded deployment has no ${name}.`);
    const { text, input } = body as { text: string; input: unknown };
    permit({ headers, body: text, service: serviceOf(target) ?? '', action: name, input });
    return action(input as never);
  });
  await server.listen({ port, host: '127.0.0.1' });
  return server;
}

/** The engines accept any signature, but require one. */
const HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20260101T000000Z',
  authorization: `AWS4-HMAC-SHA256 Credential=landfall/20260101/${REGION}/any/aws4_request, SignedHeaders=host, Signature=0`,
};

/** Calls an action ("AmazonSQS.DeleteMessage") of another engine. @throws NamedError under the engine's own error name. */
export async function callAction<T>(url: string, target: string, input: object, signal?: AbortSignal): Promise<T> {
  const request = { method: 'POST', headers: { ...HEADERS, 'x-amz-target': target }, body: JSON.stringify(input) };
  const answer = await fetch(url, { ...request, signal: signal ?? null });
  const output = (await answer.json()) as T & { __type?: string };
  if (answer.ok) return output;
  throw new NamedError(output.__type?.split('#').at(-1) ?? String(answer.status), `${target} failed.`);
}
