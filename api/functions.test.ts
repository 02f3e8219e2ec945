/** The description against the functions themselves: what each makes of a request. */
import type * as z from 'zod';
import { isOperators } from '#lambdas/route/callers.ts';
import { parse } from '#lambdas/route/parse.ts';
import type { Described, Route } from '#lambdas/route/route.ts';
import { serve } from '#lambdas/serve/serve.ts';
import { answerOf, deadPorts, eventFor, guardPorts, type Sent, sessionOf } from '#test/support/edge.ts';
import { aUser, memory } from '#test/support/memory.ts';
import { OPERATIONS } from './routes.ts';

const ROUTES = Object.keys(OPERATIONS);
const described = (key: string): Described => OPERATIONS[key]!;

/** The parameters that a route's query can't be without. */
function needed({ query }: Described): Record<string, string> {
  const shape = Object.entries<z.ZodType>(query?.schema.shape ?? {});
  const sampleOf = (one: z.ZodType): string =>
    ['ada', '1', ...((one as { options?: string[] }).options ?? [])].find((value) => one.safeParse(value).success)!;
  return Object.fromEntries(
    shape.flatMap(([name, one]) => (one.safeParse(undefined).success ? [] : [[name, sampleOf(one)]])),
  );
}

/** As a caller who may: the answer, and the ports that the handler called. Each port fails. */
async function call(key: string, sent: Sent) {
  const store = memory();
  store.users.set('root', aUser({ userId: 'root', role: 'super-admin' }));
  const { calls, deps } = deadPorts<never>();
  const handler = serve([described(key) as Route<never>], deps, guardPorts(store.ports));
  const params = { id: '0f' };
  const { status, body = {} } = await answerOf(
    handler,
    eventFor(key, { params, query: needed(described(key)), session: await sessionOf(store, 'root'), ...sent }),
  );
  return { calls, status, body };
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
test.each(ROUTES)('%s: takes the described request and no other', async (key) => {
  const { body: request } = described(key);
  const taken = await call(key, { body: request?.example });
  expect(taken.body.fields).toBeUndefined();
  for (const body of [{}, { 'no-such-field': 1 }, { ...(request?.example as object), 'no-such-field': 1 }]) {
    const answer = await call(key, { body });
    const wanted = request && fields(request.schema, body);
    expect({ body, fields: answer.body.fields }).toEqual({ body, fields: wanted });
    if (request) expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  }
});

test.each(ROUTES.filter((key) => key.startsWith('GET ')))('%s: takes the described query', async (key) => {
  const schema = described(key).query?.schema;
  const names = ['limit', 'next', 'part', 'from', 'to', 'user', 'action', 'userId', 'email', 'serial', 'no-such-one'];
  for (const query of names.flatMap((one) => ['', 'x', '0', '9'.repeat(2000)].map((value) => ({ [one]: value })))) {
    const answer = await call(key, { query });
    expect({ query, fields: answer.body.fields }).toEqual({ query, fields: schema && fields(schema, query) });
  }
});

test.each(ROUTES.filter((key) => !key.startsWith('GET ')))('%s: the x-landfall header', async (key) => {
  const { body: request } = described(key);
  const { body, calls } = await call(key, { body: request?.example, headers: { 'x-landfall': undefined } });
  if (isOperators(key)) expect(body.code).not.toBe('request.header_missing');
  else expect({ code: body.code, calls }).toEqual({ code: 'request.header_missing', calls: [] });
});
