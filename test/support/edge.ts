/** Requests as API Gateway hands them to a function, and what the guards need, in memory. */
import { beginSession, type Session } from '#core/access/session.ts';
import { isOperators } from '#lambdas/route/callers.ts';
import type { HttpEvent } from '#lambdas/route/http.ts';
import type { GuardPorts, Handler } from '#lambdas/serve/serve.ts';
import type { Memory } from './memory.ts';

const ORIGIN_SECRET = 'the secret of the origin';
export const OPERATOR = 'arn:aws:iam::123456789012:role/operator';

export type Sent = {
  readonly body?: unknown;
  /** In place of `body`, as it stands. */
  readonly text?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, string>>;
  /** Beside the usual ones; undefined takes one away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** The token of a session. */
  readonly session?: string | undefined;
};

/** A request for a route by its key that comes the right way: through the distribution, or from an operator. */
export function eventFor(key: string, { body, text, query, params, headers, session }: Sent = {}): HttpEvent {
  const [method = '', path = ''] = key.split(' ');
  const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
  return {
    routeKey: key,
    rawPath: path,
    headers: {
      'content-type': 'application/json',
      'x-landfall': '1',
      'x-landfall-origin': ORIGIN_SECRET,
      'x-landfall-viewer': '192.0.2.1',
      ...headers,
    },
    ...(session === undefined ? {} : { cookies: [`__Host-landfall=${session}`] }),
    ...(params ? { pathParameters: params } : {}),
    ...(query ? { queryStringParameters: query } : {}),
    ...(sent === undefined ? {} : { body: sent }),
    requestContext: {
      requestId: 'r1',
      http: { method, sourceIp: '198.51.100.1' },
      ...(isOperators(key) ? { authorizer: { iam: { userArn: OPERATOR } } } : {}),
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: what a client reads from JSON
export type Answered = { status: number; body: any; headers: Record<string, string>; cookies: readonly string[] };

export async function answerOf(handler: Handler, event: HttpEvent): Promise<Answered> {
  const { statusCode, headers, cookies = [], body } = await handler(event, { awsRequestId: 'r1' } as never);
  return { status: statusCode, body: body === '' ? undefined : JSON.parse(body), headers, cookies };
}

export const guardPorts = (ports: Memory['ports']): GuardPorts => ({
  ...ports,
  originSecrets: async () => ['an older one', ORIGIN_SECRET],
});

/** The token of a new session of that user, at the Security Console where nothing else is said. */
export async function sessionOf(store: Memory, user: string, more: Partial<Session> = {}): Promise<string> {
  const begun = { user, console: 'security', methods: ['SecurID_Native'], scope: 'full', epoch: 0, ...more } as const;
  return (await beginSession(store.ports, store.settings.sessions, begun, Date.now())).token;
}

/** Ports of a handler that were called, by name, in order; each call fails. */
export function deadPorts<Deps>(): { calls: string[]; deps: Deps } {
  const calls: string[] = [];
  const deps = new Proxy({} as Record<string, unknown>, {
    get: (_target, name: string) => () => {
      calls.push(name);
      throw Object.assign(new Error('reached'), { code: 'test.reached', status: 418, expose: true, facts: {} });
    },
  });
  return { calls, deps: deps as Deps };
}
