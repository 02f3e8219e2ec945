/**
 * Part of `npm run bench`: finding people on the embedded engine, beside a bare Query of the same items in the same run. LANDFALL_BENCH_PEOPLE says
 * how many people (default 100,000; 1,000,000 take some 20 minutes to write). They are put into the tables by the adapters' own writers.
 */
import { performance } from 'node:perf_hooks';
import { readTokens } from '#adapters/directory/index.ts';
import { userItemKey } from '#adapters/directory/users.ts';
import { putItems } from '#adapters/dynamodb/batch-put.ts';
import { createItem, directoryTable, journeysTable, operationsTable, searchTable } from '#adapters/dynamodb/items.ts';
import { queryPage } from '#adapters/dynamodb/queries.ts';
import { toItem } from '#adapters/journeys/items.ts';
import { placeOf } from '#core/directory/journey.ts';
import type { User } from '#core/directory/model.ts';
import { findPartition, searchItemsOf } from '#core/journey/finds.ts';
import { journeyOf } from '#core/journey/journey.ts';
import { personOf } from '#core/journey/person.ts';
import { defaultSettings } from '#core/settings/model.ts';
import { userKey } from '#core/text.ts';
import { findUsers, search, viewsOf } from '#lambdas/admin-users/find.ts';
import { FIND_PORTS } from '#test/support/find-ports.ts';
import { createTables, startDynamoDb } from '../support/dynamodb.ts';
import { storedUser } from '../support/ingest.ts';

const PEOPLE = Number(process.env['LANDFALL_BENCH_PEOPLE'] ?? 100_000);
const BATCH = 2_000;
const ROUNDS = 20;

const SYLLABLES = [
  'an',
  'ber',
  'chu',
  'dor',
  'el',
  'fri',
  'gar',
  'hol',
  'is',
  'jan',
  'ko',
  'lin',
  'mo',
  'ny',
  'ov',
  'pet',
];
const FIRSTS = ['Anna', 'Börje', 'Chiara', 'Dmitri', 'Élodie', 'Fatima', 'Günter', 'Hye-jin', 'Ivan', 'José'];
const name = (at: number): string =>
  [at, at >> 4, at >> 8].map((digit) => SYLLABLES[digit % SYLLABLES.length]!).join('');

/** User IDs and serials that all begin alike, a fifth of the people with one last name, some without address, token or account. */
function userOf(at: number): User {
  const userId = `u${String(at).padStart(7, '0')}`;
  const last = at % 5 === 0 ? 'kim' : name(at * 7);
  return storedUser(userId, {
    firstName: FIRSTS[at % FIRSTS.length]!,
    lastName: last.charAt(0).toUpperCase() + last.slice(1),
    source: 'old',
    enabled: at % 20 !== 0,
    tokens: at % 30 === 0 ? [] : [`00018${String(at).padStart(7, '0')}`],
    ...(at % 15 === 0 ? {} : { email: `${userId}@corp.example` }),
  });
}

const settings = defaultSettings();
const engine = await startDynamoDb();
await createTables();
await createItem(operationsTable(), { pk: 'SOURCES', sk: 'old' });

let items = 0;
let said = 0;
const began = performance.now();
for (let from = 0; from < PEOPLE; from += BATCH) {
  const users = Array.from({ length: Math.min(BATCH, PEOPLE - from) }, (_, at) => userOf(from + at));
  const people = users.map((user) => {
    const facts = { user, tokens: [] };
    return personOf(facts, journeyOf(facts, settings, Date.now()));
  });
  const finds = people.flatMap(searchItemsOf);
  items += finds.length;
  await Promise.all([
    putItems(
      directoryTable(),
      users.map((user) => {
        const key = userKey(user.userId);
        return { ...userItemKey(key), ...placeOf('old', 'user', key), ...user };
      }),
    ),
    putItems(journeysTable(), people.map(toItem)),
    putItems(
      searchTable(),
      finds.map(({ pk, sk, userKey: of }) => ({ pk, sk, userKey: of })),
    ),
  ]);
  const tenths = Math.floor((10 * (from + BATCH)) / PEOPLE);
  if (tenths > said) console.log(`${tenths * 10} % are written`);
  said = tenths;
}
const seconds = (performance.now() - began) / 1000;
console.log(
  `${PEOPLE} people, ${(items / PEOPLE).toFixed(2)} items a person in the table search, written in ${seconds.toFixed(0)} s`,
);

const ports = {
  ...FIND_PORTS,
  readTokens,
  readSettings: async () => ({ settings }),
  writeAudit: async () => undefined,
};
const asked = {
  actor: { id: 'bench', role: 'admin', operator: false, fresh: true, methods: [], source: '192.0.2.1' },
  now: Date.now(),
} as const;

/** One request, as the route makes its answer. */
async function request(query: Readonly<Record<string, string | number | undefined>>) {
  const page = await findUsers(ports, search.parse(query), asked);
  await viewsOf(
    ports,
    page.users.map(({ user }) => user),
    asked.now,
  );
  return page;
}

/** Median and longest of some rounds, in milliseconds. */
async function timed(work: () => Promise<unknown>): Promise<readonly [number, number]> {
  const times: number[] = [];
  await work();
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  const sorted = times.toSorted((one, other) => one - other);
  return [sorted[ROUNDS >> 1]!, sorted.at(-1)!];
}

const query = { ':pk': findPartition('word', 'u0', 0), ':beginning': 'u0' };
const bare = () =>
  queryPage(searchTable(), { keys: '#pk = :pk AND begins_with(#sk, :beginning)', values: query, limit: 50 });
const [reference] = await timed(bare);
console.log(`\nreference: a bare Query of 50 such items: ${reference.toFixed(1)} ms`);
console.log('(median and longest of 20, as a multiple of the reference)');

async function measure(what: string, given: Readonly<Record<string, string | number | undefined>>, pages = 0) {
  let next: string | undefined;
  for (let page = 0; page < pages; page++) next = (await request({ ...given, next })).next;
  const { users } = await request({ ...given, next });
  const [median, longest] = await timed(() => request({ ...given, next }));
  const row = [what.padEnd(46), `${users.length} rows`.padStart(9)];
  console.log(
    ...row,
    `${median.toFixed(1)} ms`.padStart(10),
    `${longest.toFixed(1)} ms`.padStart(10),
    `${(median / reference).toFixed(1)} x`.padStart(8),
  );
}

const middle = userOf(PEOPLE >> 1).userId;
await measure('whole user ID', { text: middle });
await measure('user ID, 2 letters that all have', { text: 'u0' });
await measure('the same, page 100', { text: 'u0' }, 100);
await measure('user ID, all but 2 letters', { text: middle.slice(0, -2) });
await measure('address', { text: `${middle}@corp` });
await measure('serial, without its zeros', { text: `18${middle.slice(1, -1)}` });
await measure('last name of a fifth', { text: 'kim' });
await measure('last name, 3 letters', { text: 'ber' });
await measure('last and first name', { text: 'kim, an' });
await measure('first and last name', { text: 'anna ki' });
await measure('no such text', { text: 'zzzz' });
await measure('last name of a fifth, disabled', { text: 'kim', disabled: 'true' });
await measure('user ID, without address and disabled', { text: 'u0', disabled: 'true', noAddress: 'true' });
await measure('all, by user ID', {});
await measure('all, by user ID, page 100', {}, 100);
await measure('all, by user ID, 1,000 a page (CSV)', { limit: 1000 });
await measure('disabled, by user ID', { disabled: 'true' });
await measure('stuck, by name', { stage: 'stuck' });
await measure('stuck, by name, page 20', { stage: 'stuck' }, 20);
await measure('without address, by user ID', { noAddress: 'true' });
await engine.stop();
