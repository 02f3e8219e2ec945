/**
 * What every API function is wrapped in: one request shape in, problem+json out (RFC 9457), the same headers on every
 * answer. A function names its routes as infra/functions.ts does, so a route that no function serves can't be deployed.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import middy from '@middy/core';
import { originSecrets } from '#adapters/aws/keys.ts';
import { invalid, isLandfallError, LandfallError } from '#core/errors.ts';
import { readCookies } from './cookies.ts';
import { log } from './log.ts';

/** The parts of an API Gateway HTTP API event (payload format 2.0) that are read. */
export type HttpEvent = {
  readonly routeKey: string;
  readonly rawPath: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly cookies?: readonly string[];
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>>;
  readonly pathParameters?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly requestContext: {
    readonly requestId: string;
    readonly http: { readonly method: string; readonly sourceIp: string };
    readonly authorizer?: { readonly iam?: { readonly userArn?: string } };
  };
};

export type Request = {
  /** As the template writes it: "POST /api/logon". */
  readonly route: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Parsed JSON, or undefined where there is none. Parse it with a schema before use. */
  readonly body: unknown;
  readonly cookies: Readonly<Record<string, string>>;
  /** The viewer's address, the only source address there is. */
  readonly source: string;
  /** The caller's ARN on /api/operator/* (AWS_IAM has verified it); absent elsewhere. */
  readonly operator?: string;
  readonly languages: readonly string[];
  /** Unix milliseconds, read once a request. */
  readonly now: number;
  readonly requestId: string;
};

export type Reply = {
  readonly status: number;
  readonly body?: unknown;
  readonly cookies?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
};
export type Route = (request: Request) => Promise<Reply>;
export type HttpResult = { statusCode: number; headers: Record<string, string>; cookies?: string[]; body: string };

const MAX_BODY_BYTES = 256 * 1024;

/** S4: nothing that the API answers may be stored, framed or sniffed. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};

function sameSecret(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

function parseBody(event: HttpEvent): unknown {
  if (!event.body) return undefined;
  const text = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString('utf8') : event.body;
  if (Buffer.byteLength(text) > MAX_BODY_BYTES)
    throw invalid('request.too_large', 'The request is larger than 256 KiB.');
  if (!/^application\/json\b/iu.test(event.headers?.['content-type'] ?? '')) {
    throw invalid('request.content_type', 'Send the request body as application/json.');
  }
  try {
    return JSON.parse(text, wellFormed);
  } catch {
    throw invalid('request.not_json', 'The request body is not valid JSON.');
  }
}

/** Half a surrogate pair is no text: no engine stores it, and every one of them would hash alike as a password. */
function wellFormed(key: string, value: unknown): unknown {
  if (!key.isWellFormed() || (typeof value === 'string' && !value.isWellFormed())) throw new SyntaxError('not text');
  return value;
}

const defined = (record: Readonly<Record<string, string | undefined>> = {}) =>
  Object.fromEntries(Object.entries(record).filter((entry): entry is [string, string] => entry[1] !== undefined));

function toRequest(event: HttpEvent): Request {
  const headers = event.headers ?? {};
  const operator = event.rawPath.startsWith('/api/operator/')
    ? event.requestContext.authorizer?.iam?.userArn
    : undefined;
  return {
    route: event.routeKey,
    params: defined(event.pathParameters),
    query: defined(event.queryStringParameters),
    body: parseBody(event),
    cookies: readCookies(event.cookies),
    source: operator === undefined ? (headers['x-landfall-viewer'] ?? 'unknown') : event.requestContext.http.sourceIp,
    ...(operator === undefined ? {} : { operator }),
    languages: (headers['accept-language'] ?? '')
      .split(',')
      .map((part) => part.split(';')[0]!.trim())
      .filter(Boolean)
      .slice(0, 10),
    now: Date.now(),
    requestId: event.requestContext.requestId,
  };
}

/**
 * S6: what did not come through the distribution is refused; operators come straight to the API, where AWS_IAM has verified
 * their signature. S3: a browser can't add the x-landfall header across origins.
 */
async function guard(event: HttpEvent): Promise<void> {
  const headers = event.headers ?? {};
  if (event.rawPath.startsWith('/api/operator/')) {
    if (!event.requestContext.authorizer?.iam?.userArn) throw invalid('request.forbidden', 'Forbidden.');
    return;
  }
  const given = headers['x-landfall-origin'] ?? '';
  if (!(await originSecrets()).some((secret) => sameSecret(given, secret)))
    throw invalid('request.forbidden', 'Forbidden.');
  if (event.requestContext.http.method !== 'GET' && headers['x-landfall'] === undefined) {
    throw invalid('request.header_missing', 'Add the header "x-landfall: 1" to every request that changes something.');
  }
}

function problem(error: unknown, requestId: string): Reply {
  const known = isLandfallError(error) ? error : new LandfallError('internal', { cause: error, facts: { requestId } });
  if (!known.expose) log.error('api.failed', { code: known.code, requestId }, error);
  const body = known.expose
    ? {
        type: `urn:landfall:${known.code}`,
        title: known.message,
        status: known.status,
        code: known.code,
        ...known.facts,
      }
    : {
        type: 'urn:landfall:internal',
        title: 'Something went wrong on our side. Try again in a minute.',
        status: known.status,
        code: 'internal',
        requestId,
      };
  return { status: known.status, body, headers: { 'content-type': 'application/problem+json' } };
}

function toResult(reply: Reply): HttpResult {
  return {
    statusCode: reply.status,
    headers: { ...HEADERS, 'content-type': 'application/json', ...reply.headers },
    ...(reply.cookies ? { cookies: [...reply.cookies] } : {}),
    body: reply.body === undefined ? '' : JSON.stringify(reply.body),
  };
}

/** The handler of a function that serves these routes. */
export function api(routes: Readonly<Record<string, Route>>): middy.MiddyfiedHandler<HttpEvent, HttpResult> {
  return middy<HttpEvent, HttpResult>()
    .before(({ event }) => guard(event))
    .onError((request) => {
      request.response = toResult(problem(request.error, request.event.requestContext.requestId));
    })
    .handler(async (event) => {
      const route = routes[event.routeKey];
      if (!route) throw invalid('request.not_found', 'There is no such route.');
      return toResult(await route(toRequest(event)));
    });
}
