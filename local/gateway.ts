/**
 * API Gateway and CloudFront: one HTTP server. Routes, their functions, the distribution's headers and functions, and the origin's
 * secret come from the template; AWS_IAM routes demand a valid SigV4 signature by the operator's key; everything else is the
 * consoles' files.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import serveFiles from '@fastify/static';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { routesOf, throttlesOf } from '#infra/cloud-assembly/description.ts';
import { behaviorsOf, filesOf, originHeadersOf } from '#infra/cloud-assembly/distribution.ts';
import { ACCOUNT } from './aws/names.ts';
import { viewerRequestFunction } from './edge.ts';
import type { Invoke } from './functions.ts';
import type { BoundOperator } from './iam/operators.ts';
import type { Permits } from './iam/permits.ts';
import { routeArn } from './iam/policies.ts';
import { REQUEST_BYTES, withinIntegration } from './quotas.ts';
import { decodedPath, normalizedPath, targetOf } from './request-path.ts';
import { accessKeyOf, type Operator, signedByOperator } from './signature.ts';
import { throttle } from './throttle.ts';

/** `secret`: a secret's text by ARN. */
type Options = {
  port: number;
  operator: Operator;
  secret: (arn: string) => string;
  permits: Pick<Permits, 'invoke'>;
  /** Operators beside `operator`, the owner, by access key. */
  others: (accessKeyId: string) => BoundOperator | undefined;
  readonly opened?: Promise<void>;
};
type Answer = {
  statusCode: number;
  headers?: Record<string, string>;
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
};

/** A parameter that comes twice has both values with a comma between. */
const joined = (query: URLSearchParams) =>
  Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name).join(',')]));

const MESSAGES: Readonly<Record<number, string>> = {
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

/** The answer on the connection itself, for bytes that no HTTP request can be parsed from. */
function badRequest(headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ ...headers, connection: 'close', 'content-length': '0' });
  return `HTTP/1.1 400 Bad Request\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

export async function startGateway(assembly: Assembly, invoke: Invoke, options: Options): Promise<FastifyInstance> {
  const { port, operator, secret, permits, others, opened } = options;
  const added = originHeadersOf(assembly, secret);
  const { api: apiBehavior, pages } = behaviorsOf(assembly);
  const { headers: api } = apiBehavior;
  const [beforeApi, beforePages] = [
    viewerRequestFunction(apiBehavior.viewerRequest),
    viewerRequestFunction(pages.viewerRequest),
  ];
  /** What came by the distribution's behaviour for the API, whose function has run. No route serves anything else. */
  const arrived = new WeakSet<IncomingMessage>();
  const isApi = (request: IncomingMessage) => arrived.has(request);
  /** The path to look a route up by. One that can't be decoded is left as it is: the router refuses it. */
  function rewrite(request: IncomingMessage): string {
    const { path, query } = targetOf(request.url);
    request.url = `${path}${query}`;
    if (!normalizedPath(path).startsWith('/api/')) return beforePages(request);
    arrived.add(request);
    const passed = targetOf(beforeApi(request));
    try {
      return decodedPath(passed.path).split('/').map(encodeURIComponent).join('/') + passed.query;
    } catch {
      return `${passed.path}${passed.query}`;
    }
  }
  const server = fastify({
    bodyLimit: REQUEST_BYTES,
    routerOptions: { maxParamLength: 4096 },
    genReqId: () => randomUUID(),
    rewriteUrl: rewrite,
    forceCloseConnections: true,
    // API Gateway serves a method only where a route names it.
    exposeHeadRoutes: false,
    // A path that can't be decoded: no hook and no handler is called.
    frameworkErrors: (_error, _request, reply: FastifyReply) =>
      void reply.code(400).headers(api).send({ message: 'Bad Request' }),
    clientErrorHandler: (_error, socket) => void (socket.writable && socket.end(badRequest(api))),
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.addHook('onRequest', async ({ url }) => {
    if (!url.startsWith('/api/operator/')) await opened;
  });
  server.addHook('onRequest', async ({ raw }, reply) => void reply.headers(isApi(raw) ? api : pages.headers));
  // Where a function did not answer, API Gateway sends a 500 of its own, with nothing of the error in it.
  server.setErrorHandler<{ statusCode?: number }>(({ statusCode = 500 }, _request, reply) => {
    const otherwise = statusCode < 500 ? 'Bad Request' : 'Internal Server Error';
    void reply.code(statusCode).send({ message: MESSAGES[statusCode] ?? otherwise });
  });
  server.setNotFoundHandler((_request, reply) => void reply.code(404).send({ message: 'Not Found' }));
  for (const { folder: root, prefix, headers } of filesOf(assembly)) {
    await server.register(async (scope) => {
      scope.addHook('onSend', async (_request, reply) => void (reply.statusCode < 400 && reply.headers(headers)));
      await scope.register(serveFiles, { root, prefix, cacheControl: false });
    });
  }

  const throttleOf = throttlesOf(assembly);
  for (const { routeKey, method, path: template, functionArn, apiId, signed } of routesOf(assembly)) {
    const mayPass = throttle(throttleOf(routeKey));
    server.route({
      method,
      url: template.replace(/\{(\w+)\}/gu, ':$1'),
      handler: async (request, reply) => {
        if (!isApi(request.raw)) return reply.callNotFound();
        if (!mayPass()) return reply.code(429).send({ message: MESSAGES[429] });
        const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
        const other = signed ? others(accessKeyOf(request)) : undefined;
        const signer = signed && (await signedByOperator(request, body, other ?? operator));
        if (signed && !signer) return reply.code(403).send({ message: 'Forbidden' });
        permits.invoke('apigateway.amazonaws.com', functionArn, routeArn(apiId, method, template));
        const { searchParams, search } = new URL(request.url, `http://127.0.0.1:${port}`);
        const path = decodeURIComponent(targetOf(request.url).path);
        if (other && !other.mayInvoke(routeArn(apiId, method, path)))
          return reply.code(403).send({ message: 'Forbidden' });
        const { cookie, ...headers } = request.headers;
        const call = invoke(functionArn, {
          version: '2.0',
          routeKey,
          rawPath: path,
          rawQueryString: search.slice(1),
          headers: { ...headers, ...added },
          cookies: cookie?.split(/;\s*/u),
          queryStringParameters: joined(searchParams),
          pathParameters: request.params,
          requestContext: {
            requestId: request.id,
            http: { method, path, sourceIp: request.ip },
            authorizer: signed
              ? { iam: { userArn: other?.arn ?? `arn:aws:iam::${ACCOUNT}:user/operator` } }
              : undefined,
          },
          body: body.length > 0 ? body.toString('utf8') : undefined,
          isBase64Encoded: false,
        });
        const answer = (await withinIntegration(call)) as Answer;
        if (answer.cookies) void reply.header('set-cookie', answer.cookies);
        const { statusCode, headers: answered = {}, body: text = '', isBase64Encoded } = answer;
        return reply
          .code(statusCode)
          .headers(answered)
          .send(isBase64Encoded ? Buffer.from(text, 'base64') : text);
      },
    });
  }
  await server.listen({ port, host: '127.0.0.1' });
  return server;
}
