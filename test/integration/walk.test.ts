/** All users, and all tokens that no user has, page by page over the index of people, on the real engine. */
import { unassignedTokens } from '#adapters/administration/tokens.ts';
import { findByEmail, findByPrefix, usersWithAnswers } from '#adapters/administration/users.ts';
import { createItem, operationsTable, removeItem } from '#adapters/dynamodb/items.ts';
import { defaultSettings } from '#core/settings/model.ts';
import { findUsers, search } from '#lambdas/admin-users/find.ts';
import { putToken, putUser } from '#test/support/directory-items.ts';
import { FIND_PORTS } from '#test/support/find-ports.ts';
import { createTables, startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { storedToken, storedUser } from '../support/ingest.ts';

let engine: TestDynamoDb;
const NAMES = Array.from({ length: 90 }, (_, index) => `u${String(index).padStart(2, '0')}`);
const SOURCES = ['branch', 'prod', undefined];

beforeAll(async () => {
  engine = await startDynamoDb();
  await createTables();
  for (const name of ['prod', 'branch']) await createItem(operationsTable(), { pk: 'SOURCES', sk: name });
  for (const [index, name] of NAMES.entries()) {
    const source = SOURCES[index % 3];
    const from = source === undefined ? {} : { source };
    const answers = index % 10 === 0 ? [{ language: 'en_US', question: 'Pet?', hash: 'h' }] : [];
    await putUser(name, storedUser(name.toUpperCase(), { ...from, answers, email: `${name}@corp.example` }));
    await putToken({ ...storedToken(`s${name}`, index % 2 === 0 ? name : undefined), ...from });
  }
}, 30_000);
afterAll(() => engine.stop());

const ports = {
  ...FIND_PORTS,
  readTokens: async () => [],
  readSettings: async () => ({ settings: defaultSettings() }),
  writeAudit: async () => undefined,
};
const ASKED = {
  actor: { id: 'ada', role: 'admin', operator: false, fresh: true, methods: [], source: '192.0.2.1' },
  now: 0,
} as const;
const listUsers = (limit: number, next?: string) => findUsers(ports, search.parse({ limit, next }), ASKED);

/** Everything, with the sizes of the pages. */
async function pages<T, P extends { readonly next?: string }>(
  page: (next?: string) => Promise<P>,
  of: (page: P) => readonly T[],
) {
  const [found, sizes]: [T[], number[]] = [[], []];
  let next: string | undefined;
  do {
    const one = await page(next);
    found.push(...of(one));
    sizes.push(of(one).length);
    next = one.next;
  } while (next !== undefined);
  return { found, sizes };
}

test.each([1, 7, 45, 89, 90, 100])(
  'all users are listed once and by user ID, %i a page, from every source and of none',
  async (limit) => {
    const { found, sizes } = await pages(
      (next) => listUsers(limit, next),
      ({ users }) => users,
    );
    expect(found.map(({ user }) => user.userId.toLowerCase())).toEqual(NAMES);
    // Every page but the last is full, and no page is empty.
    expect(sizes).toEqual(
      Array.from({ length: Math.ceil(90 / limit) }, (_, page) => Math.min(limit, 90 - page * limit)),
    );
  },
);

test('users are found by the beginning of their ID in any case, by their address and by having answers', async () => {
  const { found } = await pages(
    (next) => findByPrefix('U1', 4, next),
    ({ users }) => users,
  );
  expect(found.map(({ userId }) => userId).sort()).toEqual(NAMES.slice(10, 20).map((name) => name.toUpperCase()));
  expect((await findByPrefix('x', 4)).users).toEqual([]);
  expect((await findByEmail('U33@corp.example')).users.map(({ userId }) => userId)).toEqual(['U33']);
  expect((await usersWithAnswers()).users).toHaveLength(9);
});

test('tokens that no user has are listed, from every source and of none', async () => {
  const { tokens, ...more } = await unassignedTokens();
  expect(tokens.map(({ serial }) => serial).sort()).toEqual(
    NAMES.filter((_, index) => index % 2 === 1).map((name) => `s${name}`),
  );
  expect(more).toEqual({});
});

test('a `next` that no answer gave is refused', async () => {
  const made = (partition: string, key: string) => Buffer.from(JSON.stringify([partition, key])).toString('base64url');
  for (const next of ['x', 'bnVsbA', made('elsewhere#0', 'u01'), Buffer.from('[1,2]').toString('base64url')])
    await expect(listUsers(5, next)).rejects.toMatchObject({ code: 'request.next', status: 400 });
  await expect(findByPrefix('u1', 5, made('prod#0', 'u01'))).rejects.toMatchObject({ code: 'request.next' });
});

test('a list says that it is not complete until the upgrade has ended', async () => {
  await removeItem(operationsTable(), { pk: 'UPGRADE', sk: 'UPGRADE' });
  expect(await listUsers(5)).toMatchObject({ upgrading: true });
  expect(await unassignedTokens()).toMatchObject({ upgrading: true });
});
