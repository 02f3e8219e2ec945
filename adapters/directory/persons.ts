/**
 * Who is who in a source: PERSON#<source>#<external id> / PERSON in the table `search`, with the user key that the person has here. Only the
 * writing run of the source puts them (one at a time), so that they need no condition.
 */
import * as z from 'zod';
import { PATIENCE } from '../dynamodb/backoff.ts';
import { readItems } from '../dynamodb/batch-get.ts';
import { putItems } from '../dynamodb/batch-put.ts';
import { type Key, searchTable } from '../dynamodb/items.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { deleting, putting, type Write } from '../dynamodb/transactions.ts';

/** `externalId`: the person's immutable id in the directory of the source. */
export type Person = { readonly source: string; readonly externalId: string; readonly userKey: string };

/** A source's name is encoded where it holds a `#`: else another source could have the same key. */
const keyOf = (source: string, externalId: string): Key => ({
  pk: `PERSON#${source.replaceAll('%', '%25').replaceAll('#', '%23')}#${externalId}`,
  sk: 'PERSON',
});
const itemOf = ({ source, externalId, userKey }: Person) => ({ ...keyOf(source, externalId), externalId, userKey });
const stored = z.object({ externalId: z.string(), userKey: z.string() });

/** External id -> user key of those that are known here. Consistent. @throws LandfallError directory.busy (retryable) */
export async function readPersons(source: string, externalIds: readonly string[]): Promise<Map<string, string>> {
  const keys = externalIds.map((externalId) => keyOf(source, externalId));
  const items = await readItems(searchTable(), keys, PATIENCE.task);
  return new Map(
    items.map((item) => {
      const { externalId, userKey } = readAs(stored, item);
      return [externalId, userKey];
    }),
  );
}

/** @throws LandfallError directory.busy (retryable) */
export const putPersons = (persons: readonly Person[]): Promise<void> => putItems(searchTable(), persons.map(itemOf));

/** The same as a write of a transaction. */
export const personPutting = (person: Person): Write => putting(searchTable(), itemOf(person));
export const personDeleting = ({ source, externalId }: Omit<Person, 'userKey'>): Write =>
  deleting(searchTable(), keyOf(source, externalId));
