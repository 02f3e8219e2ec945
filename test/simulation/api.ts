/** API Gateway behind CloudFront: a call of a route, as the function gets it and as the caller sees the answer. */
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { routesOf } from '#infra/cloud-assembly/description.ts';
import { originHeadersOf } from '#infra/cloud-assembly/distribution.ts';
import { functionIn } from '#local/aws/names.ts';
import type { Lambda } from './lambda.ts';
import type { Scheduler } from './scheduler.ts';

export type ApiCall = {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** The viewer's address. */
  readonly from?: string;
};
export type ApiAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly text: string;
  /** The body, where it is JSON. */
  readonly body: unknown;
};
type Answer = {
  statusCode: number;
  headers?: Record<string, string>;
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
};

const INTEGRATION_MS = 30_000;
const broken = (status: number): ApiAnswer => ({ status, headers: {}, cookies: [], text: '', body: undefined });
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** @param secret a secret's text by ARN */
export function createApi(assembly: Assembly, scheduler: Scheduler, lambda: Lambda, secret: (arn: string) => string) {
  const added = originHeadersOf(assembly, secret);
  const routes = routesOf(assembly).map((route) => ({
    ...route,
    pattern: new RegExp(`^${route.path.replaceAll(/\{(\w+)\}/gu, '(?<$1>[^/]+)')}$`, 'u'),
  }));
  let requests = 0;

  /** `path` with the parameters filled in: "/api/operator/runs/{id}". 500 and 503 as API Gateway answers them. */
  return async (method: string, path: string, call: ApiCall = {}): Promise<ApiAnswer> => {
    const route = routes.find((one) => one.method === method && one.pattern.test(path));
    if (!route) throw new Error(`There is no route ${method} ${path}.`);
    const { body, query = {}, cookies, headers = {}, from = '203.0.113.7' } = call;
    const parameters = Object.entries(route.pattern.exec(path)?.groups ?? {});
    requests += 1;
    const event = {
      version: '2.0',
      routeKey: route.routeKey,
      rawPath: path,
      rawQueryString: new URLSearchParams(query).toString(),
      headers: {
        'content-type': 'application/json',
        'x-landfall': '1',
        'x-landfall-viewer': from,
        ...headers,
        ...added,
      },
      cookies,
      queryStringParameters: query,
      pathParameters: Object.fromEntries(parameters.map(([name, value]) => [name, decodeURIComponent(value)])),
      requestContext: {
        requestId: `request-${requests}`,
        http: { method, path, sourceIp: from },
        ...(route.signed ? { authorizer: { iam: { userArn: 'arn:aws:iam::000000000000:user/operator' } } } : {}),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      isBase64Encoded: false,
    };
    const answered = lambda.invoke(functionIn(route.functionArn), event).then(
      (answer): ApiAnswer => {
        const {
          statusCode,
          headers: sent = {},
          cookies: set = [],
          body: text = '',
          isBase64Encoded,
        } = answer as Answer;
        const plain = isBase64Encoded ? Buffer.from(text, 'base64').toString('utf8') : text;
        return { status: statusCode, headers: sent, cookies: set, text: plain, body: parsed(plain) };
      },
      () => broken(500),
    );
    // The function goes on.
    const late = scheduler.sleep(INTEGRATION_MS).then(() => broken(503));
    return Promise.race([answered, late]);
  };
}
