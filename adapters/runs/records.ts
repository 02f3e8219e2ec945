/**
 * MIGRATION#<id>/MIGRATION, and MIGRATIONS/<first seen>#<id> for the list. The caller that
 * replaces the record that it saw has the next attempt.
 */
import type { Entries } from '#core/audit.ts';
import type { RunRecord } from '#core/migration/record.ts';
import { transactRecorded } from '../audit/outbox.ts';
import { PATIENCE } from '../dynamodb/backoff.ts';
import { readItems } from '../dynamodb/batch-get.ts';
import { ABSENT, createItem, type Item, type Key, operationsTable, updateItem } from '../dynamodb/items.ts';
import { queryPage } from '../dynamodb/queries.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { putting } from '../dynamodb/transactions.ts';
import { returnedKey, toReturned } from './returned.ts';
import { runRecord } from './schemas.ts';

export const runKey = (id: string) => ({ pk: `MIGRATION#${id}`, sk: 'MIGRATION' });
const listKey = ({ id, firstSeenAt }: RunRecord) => ({
  pk: 'MIGRATIONS',
  sk: `${new Date(firstSeenAt).toISOString()}#${id}`,
});

const toRecord = (item: Item): RunRecord => readAs(runRecord, item);

export async function readRun(id: string): Promise<RunRecord | undefined> {
  return (await readAll([id]))[0];
}

/** Replaces the record that was seen, or creates the first; false where another has come between. */
export async function claim(record: RunRecord, seen: RunRecord | undefined, entries: Entries): Promise<boolean> {
  await createItem(operationsTable(), { ...listKey(seen ?? record), id: record.id });
  const unchanged = seen && {
    expression: '#attempt = :attempt AND #status = :status',
    values: { ':attempt': seen.attempt, ':status': seen.status },
  };
  const claiming = putting(operationsTable(), { ...runKey(record.id), ...record }, unchanged ?? ABSENT);
  return (await transactRecorded([claiming], entries)).done;
}

/** A failed migration for an upload that can't be read; nothing where there is one. */
export async function recordUnreadable(record: RunRecord): Promise<void> {
  if (await createItem(operationsTable(), { ...runKey(record.id), ...record }))
    await createItem(operationsTable(), { ...listKey(record), id: record.id });
}

/** The execution has been asked for. A record that its first state has moved on already stays as it is. */
export async function markStarted(id: string, attempt: number): Promise<void> {
  await updateItem(operationsTable(), runKey(id), {
    expression: 'SET #status = :running',
    condition: '#attempt = :attempt AND #status = :starting',
    values: { ':running': 'running', ':starting': 'starting', ':attempt': attempt },
  });
}

/** Those that there are, each with what came back of its mails. */
async function readAll(ids: readonly string[]): Promise<RunRecord[]> {
  const keys = ids.flatMap((id) => [runKey(id), returnedKey(id)]);
  const items = await readItems(operationsTable(), keys, PATIENCE.request);
  const find = ({ pk, sk }: Key) => items.find((item) => item['pk'] === pk && item['sk'] === sk);
  return ids.flatMap((id) => {
    const [item, returned] = [find(runKey(id)), find(returnedKey(id))];
    return item ? [{ ...toRecord(item), ...(returned ? { returned: toReturned(returned) } : {}) }] : [];
  });
}

/** Newest first. `next` goes on where this page ended. @param limit at most 100 */
export async function listRuns(limit: number, next?: string): Promise<{ records: RunRecord[]; next?: string }> {
  const page = await queryPage(operationsTable(), {
    keys: next === undefined ? '#pk = :pk' : '#pk = :pk AND #sk < :next',
    values: { ':pk': 'MIGRATIONS', ...(next === undefined ? {} : { ':next': next }) },
    backwards: true,
    limit,
  });
  const records = page.items.length > 0 ? await readAll(page.items.map((item) => String(item['id']))) : [];
  const last = page.items.at(-1);
  return { records, ...(page.next && last ? { next: String(last['sk']) } : {}) };
}
