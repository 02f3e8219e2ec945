/** Two releases on one table, on the real engine: what each may read and write of what the other has written. */
import { readUser } from '#adapters/directory/index.ts';
import {
  createItem,
  directoryTable,
  type Item,
  operationsTable,
  putItem,
  readItem,
  updateItem,
} from '#adapters/dynamodb/items.ts';
import { putting, transact, updating } from '#adapters/dynamodb/transactions.ts';
import * as runs from '#adapters/runs/index.ts';
import { putUser } from '#test/support/directory-items.ts';
import { runRecord } from '#test/support/run-record.ts';
import { storedUser } from '#test/support/staging.ts';
import { createTables, startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';

let engine: TestDynamoDb;
beforeAll(async () => {
  engine = await startDynamoDb();
});
beforeEach(() => createTables());
afterAll(() => engine.stop());

const ANA = { pk: 'USER#ana', sk: 'USER' };
const NEWER = expect.objectContaining({ code: 'stored.newer', retryable: true });

/** The user as a later release has written it. */
async function laterUser(): Promise<Item> {
  await putUser('ana', storedUser('ana'));
  const { done } = await updateItem(directoryTable(), ANA, {
    expression: 'SET #v = :later, #pronouns = :any',
    values: { ':later': 2, ':any': 'any' },
  });
  expect(done).toBe(true);
  return (await readItem(directoryTable(), ANA))!;
}

test('an item carries the version that it is written in', async () => {
  await putUser('ana', storedUser('ana'));
  expect(await readItem(directoryTable(), ANA)).toMatchObject({ v: 1 });
});

test('what a later release has written is neither read nor written over, by whichever call', async () => {
  const later = await laterUser();
  await expect(readUser('ana')).rejects.toEqual(NEWER);
  await expect(putItem(directoryTable(), { ...ANA, userId: 'ana' })).rejects.toEqual(NEWER);
  const update = { expression: 'SET #failures = :one', values: { ':one': 1 } };
  await expect(updateItem(directoryTable(), ANA, update)).rejects.toEqual(NEWER);
  expect(await transact([putting(directoryTable(), { ...ANA, userId: 'ana' })])).toEqual({ done: false, refused: [0] });
  expect(await transact([updating(directoryTable(), ANA, update)])).toEqual({ done: false, refused: [0] });
  expect(await createItem(directoryTable(), { ...ANA }).catch((error: unknown) => error)).toEqual(NEWER);
  expect(await readItem(directoryTable(), ANA)).toEqual(later);
});

test('a run that a release before has written is read as today’s, and stays as it is until it is written whole', async () => {
  const key = { pk: 'MIGRATION#m', sk: 'MIGRATION' };
  const { kind: _kind, ...earlier } = runRecord({ status: 'succeeded' });
  await createItem(operationsTable(), { ...key, ...earlier, mode: 'dry-run' });
  await updateItem(operationsTable(), key, { expression: 'REMOVE #v' });
  expect(await runs.readRun('m')).toMatchObject({ kind: 'preview', packageId: 'm' });
  await updateItem(operationsTable(), key, { expression: 'SET #enrolment = :three', values: { ':three': 3 } });
  expect(await readItem(operationsTable(), key)).not.toHaveProperty('v');
  expect(await runs.readRun('m')).toMatchObject({ kind: 'preview', enrolment: 3 });
  await putItem(operationsTable(), { ...key, ...(await runs.readRun('m')) });
  const rewritten = await readItem(operationsTable(), key);
  expect(rewritten).toMatchObject({ v: 2, kind: 'preview' });
  expect(rewritten).not.toHaveProperty('mode');
});
