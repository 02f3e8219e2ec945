/** A write that took effect and whose answer was lost is sent again by the SDK: it counts once, and its sender is told so. */
import { dynamodb } from '#adapters/aws/clients.ts';
import { createItem, operationsTable, putItem, readItem, updateItem, versionIs } from '#adapters/dynamodb/items.ts';
import { claimMail, releaseMail } from '#adapters/mail/claims.ts';
import { createChallenge, readChallenge, takeChallenge } from '#adapters/operations/challenges.ts';
import { hit, unhit } from '#adapters/operations/throttles.ts';
import type { Challenge } from '#core/access/challenge.ts';
import { createTables, startDynamoDb, type TestDynamoDb } from '#test/support/dynamodb.ts';

let engine: TestDynamoDb;
/** How many answers are lost from now on, each after the engine has done what was asked. A refusal always arrives. */
let losing = 0;

beforeAll(async () => {
  engine = await startDynamoDb();
  await createTables();
  dynamodb().middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      if (losing === 0) return answer;
      losing--;
      throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
    },
    { step: 'finalizeRequest', priority: 'low', name: 'losesAnswers' },
  );
}, 30_000);
afterAll(() => engine?.stop());

const lose = (count = 1) => {
  losing = count;
};
const key = (name: string) => ({ pk: `LOST#${name}`, sk: 'LOST' });
const NOW = Date.UTC(2026, 10, 30);

test('an item is created once, and a second one is refused', async () => {
  lose();
  expect(await createItem(operationsTable(), { ...key('created'), by: 'first' })).toBe(true);
  expect(losing).toBe(0);
  expect(await createItem(operationsTable(), { ...key('created'), by: 'second' })).toBe(false);
  expect(await readItem(operationsTable(), key('created'))).toMatchObject({ by: 'first' });
});

test('an item is replaced under its version', async () => {
  const item = (version: number) => ({ ...key('versioned'), version });
  await putItem(operationsTable(), item(1), versionIs(0));
  lose();
  expect(await putItem(operationsTable(), item(2), versionIs(1))).toBe(true);
  expect(losing).toBe(0);
  expect(await putItem(operationsTable(), item(2), versionIs(1))).toBe(false);
});

test('an update takes effect once, whether or not it has a condition of its own', async () => {
  const adding = { expression: 'SET #n = if_not_exists(#n, :zero) + :one', values: { ':zero': 0, ':one': 1 } };
  lose();
  expect(await updateItem(operationsTable(), key('added'), adding)).toMatchObject({ done: true, item: { n: 1 } });
  lose();
  const once = { ...adding, condition: '#n < :two', values: { ...adding.values, ':two': 2 } };
  expect(await updateItem(operationsTable(), key('added'), once)).toMatchObject({ done: true, item: { n: 2 } });
  expect(losing).toBe(0);
  expect(await updateItem(operationsTable(), key('added'), once)).toMatchObject({ done: false, item: { n: 2 } });
});

test('an update that removes or adds names its writer as well', async () => {
  await updateItem(operationsTable(), key('removed'), { expression: 'SET #a = :a', values: { ':a': 1 } });
  lose();
  const removed = await updateItem(operationsTable(), key('removed'), {
    expression: 'REMOVE #a',
    condition: 'attribute_exists(#a)',
  });
  expect(removed).toMatchObject({ done: true });
  expect(await readItem(operationsTable(), key('removed'))).not.toHaveProperty('a');
});

test('a try counts once', async () => {
  lose();
  expect(await hit('lost', 'ana', 5, 60_000, NOW)).toBe(1);
  lose();
  expect(await hit('lost', 'ana', 5, 60_000, NOW)).toBe(2);
  lose();
  await unhit('lost', 'ana', 60_000, NOW);
  expect(await hit('lost', 'ana', 5, 60_000, NOW)).toBe(2);
});

test('a late release of a mail leaves the claim of the process that has it since', async () => {
  const late = await claimMail('mail', NOW);
  const next = await claimMail('mail', NOW + 60_000);
  if (typeof late === 'string' || typeof next === 'string') throw new Error('The mail was not claimed.');
  await releaseMail('mail', late);
  expect(await claimMail('mail', NOW + 60_001)).toBe('busy');
  await releaseMail('mail', next);
  expect(await claimMail('mail', NOW + 60_002)).toMatchObject({ by: expect.any(String) as string });
});

test('a write that no attempt was answered of, and that did not take effect, is an error that passes', async () => {
  dynamodb().middlewareStack.add(
    () => async () => {
      throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
    },
    { step: 'finalizeRequest', priority: 'low', name: 'arrivesNowhere' },
  );
  try {
    await expect(createItem(operationsTable(), key('nowhere'))).rejects.toMatchObject({ code: 'operations.busy' });
  } finally {
    dynamodb().middlewareStack.remove('arrivesNowhere');
  }
  expect(await readItem(operationsTable(), key('nowhere'))).toBeUndefined();
}, 20_000);

const challenge: Challenge = { kind: 'recovery-questions', user: 'ana', epoch: 0, issuedAt: NOW, endsAt: NOW + 1000 };

test('a challenge goes to whose write took it, and to one of eight that ask at once', async () => {
  lose();
  await createChallenge('lost', challenge);
  lose();
  expect(await takeChallenge('lost', 'recovery-questions', NOW)).toEqual(challenge);
  expect(await takeChallenge('lost', 'recovery-questions', NOW)).toBeUndefined();
  expect(await readChallenge('lost')).toBeUndefined();

  await createChallenge('wanted', challenge);
  lose(8);
  const taken = await Promise.all(Array.from({ length: 8 }, () => takeChallenge('wanted', 'recovery-questions', NOW)));
  expect(taken.filter((one) => one !== undefined)).toEqual([challenge]);
});

test('a challenge of another kind, or past its end, stays untaken', async () => {
  await createChallenge('kept', challenge);
  expect(await takeChallenge('kept', 'recovery-grant', NOW)).toBeUndefined();
  expect(await takeChallenge('kept', 'recovery-questions', challenge.endsAt)).toBeUndefined();
  expect(await takeChallenge('kept', 'recovery-questions', NOW)).toEqual(challenge);
});
