/** The sources that old records name: SOURCE#<name>/SOURCE, and SOURCES/<name> for the list. */
import type { FoundSource } from '#core/upgrade/upgrade.ts';
import { operationsTable, updateItem } from '../dynamodb/items.ts';

/** What an import of today's release has put there is newer, and stays; that there was an earlier run is added. */
export async function putSource({ name, kind, firstRun, newestRun, newestPackedAt }: FoundSource): Promise<void> {
  const fields = { name, kind, firstRun, newestRun, newestPackedAt };
  const absent = Object.keys(fields).map((field) => `#${field} = if_not_exists(#${field}, :${field})`);
  await updateItem(
    operationsTable(),
    { pk: `SOURCE#${name}`, sk: 'SOURCE' },
    {
      expression: `SET ${absent.join(', ')}`,
      values: Object.fromEntries(Object.entries(fields).map(([field, value]) => [`:${field}`, value])),
    },
  );
  await updateItem(
    operationsTable(),
    { pk: 'SOURCES', sk: name },
    { expression: 'SET #name = :name', values: { ':name': name } },
  );
}
