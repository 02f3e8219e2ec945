import { eventFor, OPERATOR } from '#test/support/edge.ts';
import { before } from '#test/support/guards.ts';
import { arrival } from './arrival.ts';
import { foundIn } from './guard.ts';

test('the time, the cookies and the viewer’s address are read of each request', async () => {
  const earliest = Date.now();
  const found = await before(arrival(), eventFor('GET /api/me', { session: 'x.y.z' }));
  expect(found).toEqual({
    now: expect.any(Number),
    cookies: { '__Host-landfall': 'x.y.z' },
    source: '192.0.2.1',
  });
  expect(found!.browser).toBeUndefined();
  const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0' };
  expect((await before(arrival(), eventFor('GET /api/me', { headers })))!.browser).toBe('Firefox, Linux');
  expect(found!.now).toBeGreaterThanOrEqual(earliest);
});

test('a request says that its page repeats it by itself; any other value says nothing', async () => {
  const repeated = async (value: string) =>
    (await before(arrival(), eventFor('GET /api/me', { headers: { 'x-landfall': value } })))!.repeated;
  expect(await repeated('repeated')).toBe(true);
  expect(await repeated('1')).toBeUndefined();
});

test('an operator’s ARN and address come from the gateway, and count on operators’ routes alone', async () => {
  const event = eventFor('GET /api/operator/audit');
  const operator = { arn: OPERATOR, role: 'admin' };
  expect(await before(arrival('admin'), event)).toMatchObject({ operator, source: '198.51.100.1' });
  expect(await before(arrival(), event)).not.toHaveProperty('operator');
});

test('a guard that needs what `arrival` reads fails where it runs first', () => {
  expect(() => foundIn({} as never)).toThrow('not arrived');
});
