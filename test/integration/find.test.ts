/** People found by what is typed, on the real engine: as follow-people keeps them, beside a search through all of them. */
import * as fc from 'fast-check';
import { dynamodb } from '#adapters/aws/clients.ts';
import { createItem, operationsTable } from '#adapters/dynamodb/items.ts';
import { readFacts, readKept, replace } from '#adapters/journeys/follow.ts';
import type { AuditEntry } from '#core/audit.ts';
import type { User } from '#core/directory/model.ts';
import { folded } from '#core/journey/fold.ts';
import { followPeople } from '#core/journey/follow.ts';
import { defaultSettings } from '#core/settings/model.ts';
import { userKey } from '#core/text.ts';
import { findUsers, search } from '#lambdas/admin-users/find.ts';
import { putUser } from '#test/support/directory-items.ts';
import { createTables, startDynamoDb, type TestDynamoDb } from '#test/support/dynamodb.ts';
import { FIND_PORTS } from '#test/support/find-ports.ts';
import { storedUser } from '#test/support/ingest.ts';

let engine: TestDynamoDb;
let queries = 0;
const audit: AuditEntry[] = [];
const ports = {
  ...FIND_PORTS,
  readTokens: async () => [],
  readSettings: async () => ({ settings: defaultSettings() }),
  writeAudit: async (entry: AuditEntry) => void audit.push(entry),
};
const follow = {
  noteUses: async () => undefined,
  tell: async () => undefined,
  readKept,
  readFacts,
  leaveOut: () => undefined,
  replace,
  readSettings: async () => defaultSettings(),
  now: Date.now,
};
const asked = (role: 'admin' | 'help-desk' = 'admin') => ({
  actor: { id: 'helen', role, operator: false, fresh: true, methods: [], source: '192.0.2.1' },
  now: 1,
});
type Asked = Readonly<Record<string, string | number | undefined>>;
const page = (query: Asked, role?: 'help-desk') => findUsers(ports, search.parse(query), asked(role));

/** All pages. */
async function find(query: Asked): Promise<string[]> {
  const found: string[] = [];
  let next: string | undefined;
  do {
    const one = await page({ ...query, next });
    found.push(...one.users.map(({ user }) => user.userId));
    next = one.next;
  } while (next !== undefined);
  return found;
}

async function keep(...users: User[]): Promise<void> {
  for (const user of users) await putUser(userKey(user.userId), user);
  await followPeople(
    follow,
    users.map(({ userId }) => userKey(userId)),
  );
}

const LASTS = [
  'Müller',
  'Mueller',
  'Muller-Schmidt',
  'O’Brien',
  'Obrist',
  '김',
  '金',
  'Ангелов',
  'Ångström',
  'van der Berg',
];
const FIRSTS = ['Anna', 'Elena Maria', '민준', 'Łukasz', 'Борис', undefined];
const people: User[] = Array.from({ length: 180 }, (_, at) => {
  const userId = at % 3 === 0 ? `U${String(at).padStart(7, '0')}` : `mu.${at}`;
  const firstName = FIRSTS[at % FIRSTS.length];
  return storedUser(userId, {
    lastName: LASTS[at % LASTS.length]!,
    ...(firstName === undefined ? {} : { firstName }),
    ...(at % 4 === 0 ? { source: 'old' } : {}),
    ...(at % 7 === 0 ? { enabled: false } : {}),
    ...(at % 5 === 0 ? { lockedOut: true } : {}),
    tokens: at % 6 === 0 ? [] : [`00018561${String(at).padStart(4, '0')}`],
    ...(at % 11 === 0 ? {} : { email: `${userId.toLowerCase()}@corp.example` }),
  });
});

beforeAll(async () => {
  engine = await startDynamoDb();
  await createTables();
  await createItem(operationsTable(), { pk: 'SOURCES', sk: 'old' });
  dynamodb().middlewareStack.add(
    (next, context) => (args) => {
      if (context.commandName === 'QueryCommand') queries += 1;
      return next(args);
    },
    { step: 'initialize' },
  );
  await keep(...people);
}, 60_000);
afterAll(() => engine.stop());

const squeezed = (text: string) => folded(text).replace(/[\s’'.,-]+/gu, '');
/** A search through all people, written otherwise. */
function isMeant({ userId, firstName = '', lastName = '', email = '', tokens }: User, text: string): boolean {
  const typed = squeezed(text).replace(/^0+/u, '');
  const spelled = [lastName, lastName.replaceAll('ü', 'ue'), lastName.replaceAll('ue', 'u')];
  const whole = squeezed(firstName);
  const given = [whole, folded(firstName).split(' ')[0]!];
  const names = spelled.flatMap((name) => {
    const words = folded(name).split(/[\s’-]+/u);
    const lasts = words.map((_word, at) => words.slice(at).join(''));
    return [words[0]! + whole, ...lasts.flatMap((last) => [last, last + whole, ...given.map((first) => first + last)])];
  });
  const fields = [userId, email, ...tokens].map((field) => squeezed(field).replace(/^0+/u, ''));
  return [...fields, ...names].some((field) => field.startsWith(typed));
}

test('what is typed finds the same people as a search through all of them, each once, on pages of any size', async () => {
  const sources = people.flatMap((user) => [user.userId, user.lastName!, user.email ?? '', ...user.tokens]);
  const whole = people.flatMap(({ firstName = '', lastName = '' }) => [
    `${firstName} ${lastName}`,
    `${lastName}, ${firstName}`,
  ]);
  const typed = fc
    .tuple(fc.constantFrom(...sources, ...whole), fc.integer({ min: 2, max: 12 }), fc.boolean())
    .map(([text, length, small]) => (small ? text.toLowerCase() : text).slice(0, length).trim())
    .filter((text) => squeezed(text).replace(/^0+/u, '').length >= 2);
  await fc.assert(
    fc.asyncProperty(typed, fc.integer({ min: 1, max: 100 }), async (text, limit) => {
      const found = await find({ text, limit });
      expect(new Set(found).size).toBe(found.length);
      const meant = people.filter((user) => isMeant(user, text)).map(({ userId }) => userId);
      expect(found.toSorted()).toEqual(meant.toSorted());
    }),
    { numRuns: 60 },
  );
}, 120_000);

test('a search takes at most five queries, and a list of one source or flag not more', async () => {
  const users = people.length;
  for (const query of [
    { text: 'mu' },
    { text: 'mueller anna' },
    { text: '김', disabled: 'true' },
    { text: 'u0000', stuck: 'disabled' },
    { text: '18561', limit: 1 },
    { disabled: 'true', noToken: 'true' },
  ]) {
    queries = 0;
    const { users: found } = await page(query);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(users);
    expect(queries).toBeLessThanOrEqual(5);
  }
});

test('A11: help desk is given at most 50 without a next page, however it looks, and each look-up is recorded', async () => {
  const whole = people.find(({ email, tokens }) => email !== undefined && tokens.length > 0)!;
  const { userId, email } = whole;
  const before = audit.length;
  const ways: Asked[] = [
    { text: 'mu' },
    {},
    { sort: 'name' },
    { source: '' },
    { startsWith: 'mu.', limit: 1000 },
    { userId },
    { email: email!.toUpperCase() },
  ];
  for (const query of ways) {
    const found = await page(query, 'help-desk');
    expect(found).not.toHaveProperty('next');
    expect(found.users.length).toBeGreaterThan(0);
    expect(found.users.length).toBeLessThanOrEqual(50);
    await expect(page({ ...query, next: 'x' }, 'help-desk')).rejects.toMatchObject({ code: 'role.required' });
  }
  expect(audit.slice(before).map(({ action }) => action)).toEqual(ways.map(() => 'people.found'));
  expect((await page({ email }, 'help-desk')).users.map(({ user }) => user.userId)).toEqual([userId]);
  expect((await page({ startsWith: 'mu.' }, 'help-desk')).more).toBe(true);
  const paged = await page({ startsWith: 'mu.', limit: 20 });
  expect(paged.next).toBeDefined();
});
