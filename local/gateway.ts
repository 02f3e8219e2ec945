/**
 * API Gateway and CloudFront: one HTTP server. Routes, their functions and the origin's secret header come from the template;
 * AWS_IAM routes demand a valid SigV4 signature by the operator's key; everything else is the consoles' files.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { existsSync } from 'node:fs';
import { Sha256 } from '@aws-crypto/sha256-js';
import serveFiles from '@fastify/static';
import { SignatureV4 } from '@smithy/signature-v4';
import type { HttpRequest } from '@smithy/types';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Functions } from './functions.ts';
import { ACCOUNT, type Assembly, REGION } from './template.ts';

export type Operator = { readonly accessKeyId: string; readonly secretAccessKey: string };
type Answer = { statusCode: number; headers?: Record<string, string>; cookies?: string[]; body?: string };
type Origins = { Origins: { OriginCustomHeaders?: { HeaderName: string; HeaderValue: string }[] }[] };

const MAX_BODY_BYTES = 10 * 1024 * 1024;
const MAX_SKEW_MS = 300_000;
const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' http://127.0.0.1:*; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** What the distribution adds on the way to the API; a secret stands there as {{resolve:secretsmanager:<ARN>:SecretString:<key>::}}. */
function originHeaders(assembly: Assembly, secret: (arn: string) => string): Record<string, string> {
  const origins = assembly
    .of('AWS::CloudFront::Distribution')
    .flatMap(({ properties }) => (properties['DistributionConfig'] as Origins).Origins);
  const resolve = (value: string) =>
    value.replace(
      /\{\{resolve:secretsmanager:(.+?):SecretString:(\w+).*?\}\}/gu,
      (_match, arn: string, key: string) => JSON.parse(secret(arn))[key],
    );
  const headers = origins.flatMap((origin) => origin.OriginCustomHeaders ?? []);
  return Object.fromEntries(headers.map(({ HeaderName, HeaderValue }) => [HeaderName, resolve(HeaderValue)]));
}

/** True where the request is signed by the operator's key for this service, within five minutes. */
async function signedByOperator(request: FastifyRequest, body: Buffer, credentials: Operator): Promise<boolean> {
  const given = request.headers.authorization ?? '';
  const names = /SignedHeaders=([^,\s]+)/u.exec(given)?.[1]?.split(';') ?? [];
  const headers = Object.fromEntries(names.map((name) => [name, String(request.headers[name] ?? '')]));
  const [year, month, day, hour, minute, second] =
    (headers['x-amz-date'] ?? '').match(/^\d{4}|\d\d/gu)?.map(Number) ?? [];
  const signingDate = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second));
  if (!names.includes('host') || Math.abs(Date.now() - signingDate.getTime()) > MAX_SKEW_MS) return false;
  // The signature must be over the body that came, whatever hash of it the caller states.
  const hash = createHash('sha256').update(body).digest('hex');
  if ((headers['x-amz-content-sha256'] ?? hash) !== hash) return false;
  const url = new URL(request.url, `http://${request.headers.host}`);
  const query = Object.fromEntries(url.searchParams.entries());
  const message: HttpRequest = {
    method: request.method,
    protocol: 'http:',
    hostname: url.hostname,
    path: url.pathname,
    query,
    headers,
    body,
  };
  const applyChecksum = 'x-amz-content-sha256' in headers;
  const signer = new SignatureV4({
    service: 'execute-api',
    region: REGION,
    credentials,
    sha256: Sha256,
    applyChecksum,
  });
  const wanted = (await signer.sign(message, { signingDate })).headers['authorization'] ?? '';
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(wanted), digest(given));
}

/** `pages`: the consoles' files. `secret`: a secret's text by ARN. */
export async function startGateway(
  assembly: Assembly,
  functions: Functions,
  options: { port: number; operator: Operator; pages: string; secret: (arn: string) => string },
): Promise<FastifyInstance> {
  const { port, operator, pages, secret } = options;
  const added = originHeaders(assembly, secret);
  const integrations = new Map(
    assembly
      .of('AWS::ApiGatewayV2::Integration')
      .map(({ name, properties }) => [name, String(properties['IntegrationUri'])]),
  );
  const server = fastify({
    bodyLimit: MAX_BODY_BYTES,
    genReqId: () => crypto.randomUUID(),
    forceCloseConnections: true,
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  // A function that did not answer is API Gateway's own 500, with nothing of the inside in it.
  server.setErrorHandler(({ statusCode = 500 }: { statusCode?: number }, _request, reply) => {
    void reply.code(statusCode).send({ message: statusCode < 500 ? 'Bad Request' : 'Internal Server Error' });
  });
  server.setNotFoundHandler(
    (_request, reply) => void reply.code(404).headers(PAGE_HEADERS).send({ message: 'Not Found' }),
  );
  if (existsSync(pages)) {
    const setHeaders = (reply: { setHeader(name: string, value: string): void }) => {
      for (const [name, value] of Object.entries(PAGE_HEADERS)) reply.setHeader(name, value);
    };
    await server.register(serveFiles, { root: pages, cacheControl: false, setHeaders });
  }

  for (const { properties } of assembly.of('AWS::ApiGatewayV2::Route')) {
    const {
      RouteKey: routeKey,
      Target,
      AuthorizationType,
    } = properties as { RouteKey: string; Target: string; AuthorizationType: string };
    const [method, path] = routeKey.split(' ') as [string, string];
    const functionArn = integrations.get(Target.split('/').at(-1)!)!;
    server.route({
      method,
      url: path.replace(/\{(\w+)\}/gu, ':$1'),
      handler: async (request, reply) => {
        const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
        const iam = AuthorizationType === 'AWS_IAM';
        if (iam && !(await signedByOperator(request, body, operator)))
          return reply.code(403).send({ message: 'Forbidden' });
        const { pathname, searchParams, search } = new URL(request.url, `http://127.0.0.1:${port}`);
        const { cookie, ...headers } = request.headers;
        const event = {
          version: '2.0',
          routeKey,
          rawPath: pathname,
          rawQueryString: search.slice(1),
          headers: { ...headers, ...added, 'x-landfall-viewer': request.ip },
          cookies: cookie?.split(/;\s*/u),
          queryStringParameters: Object.fromEntries(searchParams.entries()),
          pathParameters: request.params,
          requestContext: {
            requestId: request.id,
            http: { method, path: pathname, sourceIp: request.ip },
            authorizer: iam ? { iam: { userArn: `arn:aws:iam::${ACCOUNT}:user/operator` } } : undefined,
          },
          body: body.length > 0 ? body.toString('utf8') : undefined,
          isBase64Encoded: false,
        };
        const answer = (await functions.invoke(functionArn, event)) as Answer;
        if (answer.cookies) void reply.header('set-cookie', answer.cookies);
        return reply
          .code(answer.statusCode)
          .headers(answer.headers ?? {})
          .send(answer.body ?? '');
      },
    });
  }
  await server.listen({ port, host: '127.0.0.1' });
  return server;
}
