import { aUser } from '#test/support/memory.ts';
import { existing } from './administer.ts';

const keys: string[] = [];
const ports = {
  readUser: async (key: string) => {
    keys.push(key);
    return key === 'anna' ? aUser() : undefined;
  },
};

test('a user is found however the ID is written; an endless one is nobody, and no fault of ours', async () => {
  expect(await existing(ports, 'ANNA')).toMatchObject({ userId: 'anna' });
  const NOT_FOUND = { code: 'user.not_found', status: 404 };
  for (const id of ['bert', '', '\ufdfa'.repeat(255)])
    await expect(existing(ports, id)).rejects.toMatchObject(NOT_FOUND);
  // A key that the table takes.
  expect(Math.max(...keys.map((key) => Buffer.byteLength(key)))).toBeLessThan(1025);
});
