/**
 * MIGRATION#<id>/MIGRATION, and MIGRATIONS/<first seen>#<id> for the list. An attempt belongs to whoever replaced the record
 * that was seen.
 */
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { MigrationRecord } from '#core/migration/record.ts';
import { dynamodb } from '../aws/clients.ts';
import { readItems } from '../dynamodb/batch-get.ts';
import { createItem, type Item, type Key, operationsTable, updateItem } from '../dynamodb/items.ts';
import { returnedKey, toReturned } from './returned.ts';

export const migrationKey = (id: string) => ({ pk: `MIGRATION#${id}`, sk: 'MIGRATION' });
const listKey = ({ id, firstSeenAt }: MigrationRecord) => ({
  pk: 'MIGRATIONS',
  sk: `${new Date(firstSeenAt).toISOString()}#${id}`,
});

function toRecord(item: Item): MigrationRecord {
  const { pk: _pk, sk: _sk, ...record } = item;
  return record as unknown as MigrationRecord;
}

export async function readMigration(id: string): Promise<MigrationRecord | undefined> {
  return (await readAll([id]))[0];
}

/** Replaces the record that was seen, or creates the first; false where another has come between. */
export async function claim(record: MigrationRecord, seen: MigrationRecord | undefined): Promise<boolean> {
  await createItem(operationsTable(), { ...listKey(seen ?? record), id: record.id });
  try {
    await dynamodb().send(
      new PutCommand({
        TableName: operationsTable(),
        Item: { ...migrationKey(record.id), ...record },
        ...(seen
          ? {
              ConditionExpression: '#attempt = :attempt AND #status = :status',
              ExpressionAttributeNames: { '#attempt': 'attempt', '#status': 'status' },
              ExpressionAttributeValues: { ':attempt': seen.attempt, ':status': seen.status },
            }
          : { ConditionExpression: 'attribute_not_exists(#pk)', ExpressionAttributeNames: { '#pk': 'pk' } }),
      }),
    );
    return true;
  } catch (error) {
    if ((error as Error).name !== 'ConditionalCheckFailedException') throw error;
    return false;
  }
}

/** A failed migration for an upload that can't be read; nothing where there is one. */
export async function recordUnreadable(record: MigrationRecord): Promise<void> {
  if (await createItem(operationsTable(), { ...migrationKey(record.id), ...record }))
    await createItem(operationsTable(), { ...listKey(record), id: record.id });
}

/** The execution has been asked for. A record that its first state has moved on already stays as it is. */
export async function markStarted(id: string, attempt: number): Promise<void> {
  await updateItem(operationsTable(), migrationKey(id), {
    expression: 'SET #status = :running',
    condition: '#attempt = :attempt AND #status = :starting',
    values: { ':running': 'running', ':starting': 'starting', ':attempt': attempt },
  });
}

/** Those that there are, each with what came back of its mails. */
async function readAll(ids: readonly string[]): Promise<MigrationRecord[]> {
  const keys = ids.flatMap((id) => [migrationKey(id), returnedKey(id)]);
  const items = await readItems(operationsTable(), keys);
  const find = ({ pk, sk }: Key) => items.find((item) => item['pk'] === pk && item['sk'] === sk);
  return ids.flatMap((id) => {
    const [item, returned] = [find(migrationKey(id)), find(returnedKey(id))];
    return item ? [{ ...toRecord(item), ...(returned ? { returned: toReturned(returned) } : {}) }] : [];
  });
}

/** Newest first. `next` goes on where this page ended. @param limit at most 100 */
export async function listMigrations(
  limit: number,
  next?: string,
): Promise<{ records: MigrationRecord[]; next?: string }> {
  const page = await dynamodb().send(
    new QueryCommand({
      TableName: operationsTable(),
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: limit,
      KeyConditionExpression: next === undefined ? '#pk = :pk' : '#pk = :pk AND #sk < :next',
      ExpressionAttributeNames: { '#pk': 'pk', ...(next === undefined ? {} : { '#sk': 'sk' }) },
      ExpressionAttributeValues: { ':pk': 'MIGRATIONS', ...(next === undefined ? {} : { ':next': next }) },
    }),
  );
  const items = page.Items ?? [];
  const records = items.length > 0 ? await readAll(items.map((item) => String(item['id']))) : [];
  const last = items.at(-1);
  return { records, ...(page.LastEvaluatedKey && last ? { next: String(last['sk']) } : {}) };
}
