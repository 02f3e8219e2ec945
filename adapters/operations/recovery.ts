/** What recovery remembers of a user, in the operations table: RECOVERY#<user key>/RECOVERY. */
import { type Key, operationsTable, readItem, updateItem } from '../dynamodb/items.ts';

const keyOf = (key: string): Key => ({ pk: `RECOVERY#${key}`, sk: 'RECOVERY' });

export async function readRound(key: string): Promise<number> {
  return Number((await readItem(operationsTable(), keyOf(key)))?.['round'] ?? 0);
}

export async function nextRound(key: string): Promise<void> {
  await updateItem(operationsTable(), keyOf(key), {
    expression: 'SET #round = if_not_exists(#round, :zero) + :one',
    values: { ':zero': 0, ':one': 1 },
  });
}

/** One winner among all links of a user: the first use ends every link issued before it. Unix milliseconds. */
export async function retireLinks(key: string, issuedAt: number, now: number): Promise<boolean> {
  const { done } = await updateItem(operationsTable(), keyOf(key), {
    expression: 'SET #linksUsedAt = :used',
    condition: 'attribute_not_exists(#linksUsedAt) OR #linksUsedAt < :issuedAt',
    values: { ':used': Math.max(now, issuedAt), ':issuedAt': issuedAt },
  });
  return done;
}
