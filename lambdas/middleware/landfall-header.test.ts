import { before } from '#test/support/guards.ts';
import { ownHeader } from './landfall-header.ts';

test('a request that carries x-landfall passes, whatever its value', async () => {
  for (const value of ['1', ''])
    await expect(before(ownHeader(), { headers: { 'x-landfall': value } })).resolves.toBeDefined();
});

test('a request without x-landfall is refused', async () => {
  const refused = { code: 'request.header_missing', status: 403 };
  for (const event of [{}, { headers: {} }, { headers: { 'x-landfall-origin': '1' } }])
    await expect(before(ownHeader(), event)).rejects.toMatchObject(refused);
});
