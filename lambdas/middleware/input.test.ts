import * as z from 'zod';
import { aRequest, before } from '#test/support/guards.ts';
import { input } from './input.ts';

const schema = z.strictObject({ n: z.coerce.number().default(1), a: z.string().optional() });
const query = { schema, means: { n: 'x', a: 'x' } };
const params = { id: { means: 'x', form: 'hex' } } as const;
const body = { name: 'B', schema: z.strictObject({ a: z.string() }), example: { a: 'x' } };

test('path, query and body are parsed as the route describes them', async () => {
  const event = { pathParameters: { id: '0f', other: 'x' }, queryStringParameters: { n: '7', a: undefined } };
  const found = await before(input({ params, query, body }), event, aRequest({ body: { a: 'y' } }));
  expect(found).toMatchObject({ params: { id: '0f' }, query: { n: 7 }, body: { a: 'y' } });
});

test.each([undefined, '', 'a/b', 'x', '0F', '0f?', '0f%2f', '0f\n', '..', '0'.repeat(65)])(
  'a name of the path that is not in its form is refused: %j',
  async (id) => {
    const refused = before(input({ params }), { pathParameters: { id } });
    await expect(refused).rejects.toMatchObject({ code: 'request.invalid', status: 400 });
  },
);

test('a missing query and a missing body are parsed as empty objects', async () => {
  expect(await before(input({ query }), {})).toMatchObject({ params: {}, query: { n: 1 } });
  await expect(before(input({ body }), {})).rejects.toMatchObject({ code: 'request.invalid', status: 400 });
});

test('half of a surrogate pair in a query is refused, as in a body', async () => {
  for (const queryStringParameters of [{ a: '\ud800' }, { a: 'x\udc00y' }, { '\ud83d': 'x' }])
    await expect(before(input({ query }), { queryStringParameters })).rejects.toMatchObject({
      code: 'request.invalid',
    });
  expect(await before(input({ query }), { queryStringParameters: { a: '😀' } })).toMatchObject({ query: { a: '😀' } });
});

test('a query and a body that are not described are not handed on', async () => {
  const found = await before(input({}), { queryStringParameters: { n: '7' } }, aRequest({ body: { a: 'y' } }));
  expect(found).toEqual(aRequest({ params: {}, query: undefined, body: undefined }));
});

test('a field that the schema does not know is refused by its name, never by its value', async () => {
  const refused = before(input({ body }), {}, aRequest({ body: { a: 'x', secret: '4711' } }));
  const error = await refused.catch((caught: Error) => caught);
  expect(error).toMatchObject({ code: 'request.invalid', status: 400 });
  expect(JSON.stringify(error)).not.toContain('4711');
  await expect(before(input({ query }), { queryStringParameters: { m: '1' } })).rejects.toMatchObject({ status: 400 });
});
