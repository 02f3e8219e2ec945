/** The sources whose people there are: those made here, and each source deployment. */
import { MADE_HERE } from '#core/directory/journey.ts';
import { operationsTable } from '../dynamodb/items.ts';
import { queryItems } from '../dynamodb/queries.ts';

export async function peopleSources(): Promise<string[]> {
  const sources = [MADE_HERE];
  for await (const item of queryItems(operationsTable(), { keys: '#pk = :pk', values: { ':pk': 'SOURCES' } }))
    sources.push(String(item['sk']));
  return sources;
}
