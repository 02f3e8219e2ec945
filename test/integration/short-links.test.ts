/** The short link of the migration mail over a real table: kept in batches, followed, expired, of a person who is gone, erased. */

import { dynamodb } from '#adapters/aws/clients.ts';
import { readUser } from '#adapters/directory/index.ts';
import { userItemKey } from '#adapters/directory/users.ts';
import { directoryTable, operationsTable, updateItem } from '#adapters/dynamodb/items.ts';
import { queryItems } from '#adapters/dynamodb/queries.ts';
import { readLink, removeLinks, storeLinks } from '#adapters/mail/links.ts';
import { issueLinks } from '#core/mail/short-link.ts';
import { addUser, advance, call, configure } from '#test/support/access.ts';
import { prepareAccess } from '#test/support/access-steps.ts';
import { aUser } from '#test/support/memory.ts';

prepareAccess();
const DAY = 86_400_000;
const follow = (reference: string, source = '198.51.100.9') =>
  call('POST /api/arrival', { source, body: { reference } });

async function mailed(userId: string, days = 30) {
  const user = (await readUser(userId))!;
  const { links, urls } = issueLinks([user], { origin: 'https://logon.example.com', days, now: Date.now() });
  await storeLinks(links);
  return { reference: urls.get(userId)!.slice(-12), hash: links[0]!.hash };
}

test('a link fills in the user ID, however it is typed, and as often as it is followed', async () => {
  await addUser('anna');
  const { reference } = await mailed('anna');
  for (const typed of [reference, reference.toLowerCase(), `${reference.slice(0, 6)} ${reference.slice(6)}`])
    expect(await follow(typed)).toMatchObject({ status: 200, body: { userId: 'anna' } });
});

test('F9: wrong, unknown and expired references, and those of users who are gone, look like no prefill', async () => {
  await addUser('anna');
  const { reference } = await mailed('anna', 1);
  advance(DAY + 1000);
  const answers = await Promise.all(
    [reference, '000000000000', '', '<b>', 'x'.repeat(64)].map((typed) => follow(typed)),
  );
  for (const { status, body } of answers) expect({ status, body }).toEqual({ status: 200, body: {} });
  const become = (id: string) =>
    updateItem(directoryTable(), userItemKey('anna'), { expression: 'SET #externalId = :id', values: { ':id': id } });
  await become('one');
  const { reference: ofOne } = await mailed('anna');
  expect((await follow(ofOne)).body).toEqual({ userId: 'anna' });
  await become('another');
  expect((await follow(ofOne)).body).toEqual({});
});

test('F9: references are tried a limited number of times by a source', async () => {
  await addUser('anna');
  const { reference } = await mailed('anna');
  await configure(({ throttles }) => ({ throttles: { ...throttles, logonsPerSourcePerMinute: 3 } }));
  for (let time = 0; time < 3; time++) expect((await follow('wrong')).status).toBe(200);
  expect(await follow(reference)).toMatchObject({ status: 429, body: { code: 'throttle.source' } });
  expect((await follow(reference, '198.51.100.10')).body).toEqual({ userId: 'anna' });
});

test('the links of a thousand mails are kept in at most a hundred calls, and read back', async () => {
  const users = Array.from({ length: 1000 }, (_, index) => aUser({ userId: `u${index}`, externalId: `id ${index}` }));
  const { links } = issueLinks(users, { origin: 'https://logon.example.com', days: 30, now: Date.now() });
  let calls = 0;
  dynamodb().middlewareStack.add(
    (next) => async (args) => {
      calls += 1;
      return next(args);
    },
    { step: 'initialize', name: 'countsCalls', override: true },
  );
  await storeLinks(links);
  dynamodb().middlewareStack.remove('countsCalls');
  expect(calls).toBeLessThanOrEqual(100);
  expect(await readLink(links[999]!.hash)).toEqual(links[999]!.link);
});

test('an erasure removes every link that was mailed to a user', async () => {
  await addUser('anna');
  const [one, two] = [await mailed('anna'), await mailed('anna')];
  await removeLinks('anna');
  expect(await Promise.all([one, two].map(({ hash }) => readLink(hash)))).toEqual([undefined, undefined]);
  const left = queryItems(operationsTable(), { keys: '#pk = :pk', values: { ':pk': 'LINKS#anna' } });
  for await (const { sk } of left) throw new Error(`${String(sk)} is left`);
  expect((await follow(one.reference)).body).toEqual({});
});
