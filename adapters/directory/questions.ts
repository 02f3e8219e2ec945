/**
 * The catalogue of security questions: an item QUESTIONS#<language>/QUESTIONS a set, and QUESTIONS/INDEX, which holds the
 * languages in their order. All of them change in one transaction.
 */
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { invalid, transient } from '#core/errors.ts';
import type { Catalogue, QuestionSet } from '#core/questions/catalogue.ts';
import { dynamodb } from '../aws/clients.ts';
import { directoryTable, readItem } from '../dynamodb/items.ts';

const INDEX = { pk: 'QUESTIONS', sk: 'INDEX' } as const;
const keyOf = (language: string) => ({ pk: `QUESTIONS#${language}`, sk: 'QUESTIONS' });
const RETRIES = 5;

type Index = { readonly languages: readonly string[]; readonly version: number };

async function readIndex(): Promise<Index> {
  const item = await readItem(directoryTable(), INDEX);
  return { languages: (item?.['languages'] as string[] | undefined) ?? [], version: Number(item?.['version'] ?? 0) };
}

/** The sets in the order in which their languages first came. Consistent. */
export async function readCatalogue(): Promise<Catalogue> {
  const { languages } = await readIndex();
  if (languages.length === 0) return [];
  const found = new Map<string, Catalogue[number]>();
  let keys: Record<string, unknown>[] = languages.map(keyOf);
  for (let attempt = 0; keys.length > 0; attempt++) {
    if (attempt === RETRIES) throw transient('questions.busy');
    const { Responses, UnprocessedKeys } = await dynamodb().send(
      new BatchGetCommand({ RequestItems: { [directoryTable()]: { Keys: keys, ConsistentRead: true } } }),
    );
    for (const item of Responses?.[directoryTable()] ?? []) {
      const set = { language: String(item['language']), questions: item['questions'] as string[] };
      found.set(set.language, { ...set, version: Number(item['version']) });
    }
    keys = UnprocessedKeys?.[directoryTable()]?.Keys ?? [];
  }
  return languages.flatMap((language) => found.get(language) ?? []);
}

/**
 * Replaces or adds these sets, all or none; sets of other languages stay. `seen` is the catalogue that was shown before.
 * @throws LandfallError questions.conflict (409) where someone replaced one since
 */
export async function writeSets(sets: readonly QuestionSet[], seen: Catalogue): Promise<void> {
  const index = await readIndex();
  const added = sets.map(({ language }) => language).filter((language) => !index.languages.includes(language));
  const seenVersion = (language: string) => seen.find((set) => set.language === language)?.version ?? 0;
  const writes = sets.map((set) =>
    put({ ...keyOf(set.language), ...set, version: seenVersion(set.language) + 1 }, seenVersion(set.language)),
  );
  const languages = [...index.languages, ...added];
  writes.push(put({ ...INDEX, languages, version: index.version + 1 }, index.version));
  try {
    await dynamodb().send(new TransactWriteCommand({ TransactItems: writes }));
  } catch (cause) {
    if (!(cause instanceof TransactionCanceledException)) throw cause;
    throw invalid(
      'questions.conflict',
      'Someone else replaced the security questions in the meantime. Look at them again, then repeat the import.',
    );
  }
}

/** A set that replaces the one of its language as it was seen in `seen`. */
export const writeSet = (set: QuestionSet, seen: Catalogue): Promise<void> => writeSets([set], seen);

function put(item: Record<string, unknown>, expected: number) {
  return {
    Put: {
      TableName: directoryTable(),
      Item: item,
      ConditionExpression: expected === 0 ? 'attribute_not_exists(#pk)' : '#version = :expected',
      ExpressionAttributeNames: expected === 0 ? { '#pk': 'pk' } : { '#version': 'version' },
      ...(expected === 0 ? {} : { ExpressionAttributeValues: { ':expected': expected } }),
    },
  };
}
