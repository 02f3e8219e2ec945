import { before } from '#test/support/guards.ts';
import { originSecret } from './origin-secret.ts';

const guard = originSecret(async () => ['the former one', 'the present one']);
const given = (secret: string | undefined) => before(guard, { headers: { 'x-landfall-origin': secret } });

test('a request with one of the secrets passes', async () => {
  await expect(given('the present one')).resolves.toBeDefined();
  await expect(given('the former one')).resolves.toBeDefined();
});

test.each([undefined, '', 'the present on', 'the present one ', 'The present one', 'the former one,the present one'])(
  'a request with %j is refused',
  async (secret) => {
    await expect(given(secret)).rejects.toMatchObject({ code: 'request.forbidden', status: 403 });
  },
);

test('where there is no secret every request is refused', async () => {
  const none = originSecret(async () => []);
  await expect(before(none, {})).rejects.toMatchObject({ code: 'request.forbidden' });
});
