/** The compiler's part: what a route leaves out, or answers otherwise than it describes, does not compile. */
import * as z from 'zod';
import { administrator, administratorByRank, everybody, operator, user } from './callers.ts';
import { keysOf, route } from './route.ts';

const described = { id: 'a', method: 'POST', path: '/x', summary: 'A', credentials: 'kept', errors: [] } as const;
const text = z.strictObject({ a: z.string() });
const answer = {
  status: 200,
  means: 'x',
  body: { name: 'A', schema: z.strictObject({ list: z.array(z.string()), n: z.number().optional() }) },
} as const;
const empty = { status: 204, means: 'x' } as const;
const list: readonly string[] = ['a'];
const lists = async () => ({ body: { list } });
const nothing = async () => ({});

test('the caller decides under which prefixes a route stands', () => {
  const at = { ...described, answer: empty, handle: nothing };
  expect(keysOf(route({ ...at, caller: everybody }))).toEqual(['POST /api/x']);
  expect(keysOf(route({ ...at, caller: user }))).toEqual(['POST /api/x']);
  const both = ['POST /api/admin/x', 'POST /api/operator/x'];
  expect(keysOf(route({ ...at, caller: administrator('admin') }))).toEqual(both);
  const byRank = [...both, 'POST /api/operator/administer/x'];
  expect(keysOf(route({ ...at, caller: administratorByRank('admin') }))).toEqual(byRank);
  expect(keysOf(route({ ...at, caller: operator }))).toEqual(['POST /api/operator/x']);
});

test('what a handler gets follows from its route', () => {
  route({
    ...described,
    path: '/x/{serial}/y/{id}',
    params: { serial: { means: 'x', form: 'hex' }, id: { means: 'y', form: 'hex' } },
    caller: administrator('admin'),
    query: { schema: z.strictObject({ limit: z.coerce.number() }), means: { limit: 'x' } },
    body: { name: 'B', schema: z.strictObject({ a: z.string().transform(Number) }), example: { a: '1' } },
    answer,
    handle: async (deps: { readonly n: number }, { params, query, body, actor, now }) => {
      const numbers: number[] = [query.limit, body.a, now, deps.n];
      const texts: string[] = [params.serial, params.id, actor.role, String(numbers)];
      // @ts-expect-error a name that is not in the path
      void params.other;
      return { body: { list: texts } };
    },
  });
  const base = { ...described, answer };
  type Any = object;
  route({ ...base, caller: user, handle: async (_: Any, { actor }) => ({ body: { list: [actor.user.userId] } }) });
  // @ts-expect-error for everybody there is no actor
  route({ ...base, caller: everybody, handle: async (_: Any, { actor }) => ({ body: { list: [actor.id] } }) });
  // @ts-expect-error no body is described
  route({ ...base, caller: user, handle: async (_: Any, { body }) => ({ body: { list: [body] } }) });
  expect(list).toHaveLength(1);
});

test('a route that leaves something out does not compile', () => {
  const base = { ...described, answer, handle: lists };
  // @ts-expect-error no caller
  route(base);
  // @ts-expect-error a name of the path that is not described
  route({ ...base, caller: user, path: '/x/{id}' });
  // @ts-expect-error free text in the path: a name there has a form
  route({ ...base, caller: user, path: '/x/{id}', params: { id: 'User ID' } });
  // @ts-expect-error a query parameter that is not described
  route({ ...base, caller: user, query: { schema: text, means: {} } });
  // @ts-expect-error an example that the schema does not take
  route({ ...base, caller: user, body: { name: 'B', schema: text, example: { a: 1 } } });
  // @ts-expect-error a code that the catalogue does not have
  route({ ...base, caller: user, errors: ['no.such'] });
  expect(list).toHaveLength(1);
});

test('a route that writes for a caller who has logged on and says nothing of credentials does not compile (A7)', () => {
  const { credentials: _said, ...silent } = { ...described, answer, handle: lists };
  // @ts-expect-error a user's
  route({ ...silent, caller: user });
  // @ts-expect-error an administrator's
  route({ ...silent, caller: administrator('help-desk') });
  // @ts-expect-error whatever the method, but for one that only reads
  route({ ...silent, method: 'DELETE', caller: administrator('super-admin') });
  // @ts-expect-error a route that reads changes nothing
  route({ ...silent, method: 'GET', caller: user, credentials: 'changed' });
  // @ts-expect-error by a field that the body does not have
  route({ ...silent, caller: user, body: { name: 'B', schema: text, example: { a: 'x' } }, credentials: ({ b }) => b });
  route({ ...silent, method: 'GET', caller: user });
  route({ ...silent, caller: everybody });
  route({ ...silent, caller: operator });
  expect(list).toHaveLength(1);
});

test('a route that answers otherwise than it describes does not compile', () => {
  const sets = { ...empty, cookie: 'sets' } as const;
  route({ ...described, caller: everybody, answer: sets, handle: async () => ({ cookie: 'x' }) });
  // @ts-expect-error another body
  route({ ...described, caller: user, answer, handle: async () => ({ body: { list: [1] } }) });
  // @ts-expect-error a body where none is described
  route({ ...described, caller: user, answer: empty, handle: lists });
  // @ts-expect-error a cookie where none is described
  route({ ...described, caller: user, answer: empty, handle: async () => ({ cookie: 'x' }) });
  // @ts-expect-error no cookie where one is described
  route({ ...described, caller: user, answer: sets, handle: nothing });
  expect(list).toHaveLength(1);
});
