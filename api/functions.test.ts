/** The description against the functions themselves: who is let in first, and what each makes of a request. */
import { invalid } from '#core/errors.ts';
import { FUNCTIONS } from '#infra/functions.ts';
import type { HttpEvent, HttpResult } from '#lambdas/http.ts';
import { parse } from '#lambdas/parse.ts';
import { startSecrets, type TestSecrets } from '#test/support/secrets.ts';
import type { Operation } from './model.ts';
import { isOperators, OPERATIONS } from './routes.ts';

type Handler = (event: HttpEvent, context: never) => Promise<HttpResult>;
type Call = { readonly body?: unknown; readonly query?: Record<string, string>; readonly headers?: object };
const ROUTES = Object.entries(FUNCTIONS).flatMap(([name, { routes = [] }]) =>
  routes.map((route) => [route, name] as const),
);
const reached = () => invalid('migration.done', 'A dependency was called.');

let secrets: TestSecrets;
beforeAll(async () => {
  Object.assign(process.env, { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' });
  secrets = await startSecrets();
});
afterAll(() => secrets.stop());

/** Dependencies that write down what was called, and stop everything but (if they let in) the two checks of who asks. */
function dependencies(letIn: boolean) {
  const calls: unknown[] = [];
  const check = (describe: (given: unknown) => unknown) => async (_request: unknown, given: unknown) => {
    calls.push(describe(given));
    if (!letIn) throw reached();
    return { id: 'ada', source: '192.0.2.1', operator: false, role: 'super-admin', user: { tokens: [] }, session: {} };
  };
  const known: Record<string, unknown> = {
    requireAdministrator: check((role) => ({ by: 'role', role })),
    requireUser: check((options) => ({ by: 'session', changingPassword: false, ...(options as object) })),
  };
  const deps = new Proxy(known, {
    get: (target, name: string) =>
      target[name] ??
      (() => {
        calls.push(name);
        throw reached();
      }),
  });
  return { calls, deps };
}

async function call(name: string, route: string, { body, query, headers }: Call, letIn = true) {
  const { createHandler } = (await import(`#lambdas/${name}/handler.ts`)) as { createHandler(deps: unknown): Handler };
  const { calls, deps } = dependencies(letIn);
  const [method = '', path = ''] = route.split(' ');
  const event: HttpEvent = {
    routeKey: route,
    rawPath: path,
    headers: {
      'content-type': 'application/json',
      'x-landfall': '1',
      'x-landfall-origin': secrets.origin,
      ...headers,
    },
    pathParameters: { id: 'ada' },
    ...(query ? { queryStringParameters: query } : {}),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    requestContext: {
      requestId: 'r',
      http: { method, sourceIp: '192.0.2.1' },
      ...(isOperators(route) ? { authorizer: { iam: { userArn: 'arn:aws:iam::1:user/operator' } } } : {}),
    },
  };
  const result = await createHandler(deps)(event, {} as never);
  return { calls, status: result.statusCode, body: result.body === '' ? {} : JSON.parse(result.body) };
}

/** What a schema finds wrong, as the API tells it; undefined where nothing is. */
function fields(schema: Parameters<typeof parse>[0], value: unknown): unknown {
  try {
    parse(schema, value);
    return undefined;
  } catch (error) {
    return (error as { facts: { fields: unknown } }).facts.fields;
  }
}
const described = (route: string): Operation => OPERATIONS[route]!;

test.each(ROUTES)('%s: asks first whether the caller may, as described', async (route, name) => {
  const { access, request } = described(route);
  const { calls } = await call(name, route, { body: request?.example }, false);
  if (access.by === 'everybody') expect(calls.filter((one) => typeof one !== 'string')).toEqual([]);
  else expect(calls).toEqual([access]);
});

test.each(ROUTES)('%s: takes the described request and no other', async (route, name) => {
  const { request } = described(route);
  const taken = await call(name, route, { body: request?.example });
  expect(taken.body.fields).toBeUndefined();
  for (const body of [{}, { 'no-such-field': 1 }, { ...(request?.example as object), 'no-such-field': 1 }]) {
    const answer = await call(name, route, { body });
    const wanted = request && fields(request.schema, body);
    expect({ body, fields: answer.body.fields }).toEqual({ body, fields: wanted });
    if (request) expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  }
});

test.each(ROUTES.filter(([route]) => route.startsWith('GET ')))(
  '%s: takes the described query',
  async (route, name) => {
    const schema = described(route).query?.schema;
    const names = ['limit', 'next', 'part', 'from', 'to', 'user', 'action', 'userId', 'email', 'serial', 'no-such-one'];
    for (const query of names.flatMap((one) => ['', 'x', '0', '9'.repeat(2000)].map((value) => ({ [one]: value })))) {
      const answer = await call(name, route, { query });
      expect({ query, fields: answer.body.fields }).toEqual({ query, fields: schema && fields(schema, query) });
    }
  },
);

test.each(ROUTES.filter(([route]) => !route.startsWith('GET ')))('%s: the x-landfall header', async (route, name) => {
  const { request } = described(route);
  const { body, calls } = await call(name, route, { body: request?.example, headers: { 'x-landfall': undefined } });
  if (isOperators(route)) expect(calls.length).toBeGreaterThan(0);
  else expect({ code: body.code, calls }).toEqual({ code: 'request.header_missing', calls: [] });
});
