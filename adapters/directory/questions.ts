/**
 * The catalogue of security questions: an item QUESTIONS#<language>/QUESTIONS a set, and QUESTIONS/INDEX, which holds the
 * languages in their order. All of them change in one transaction.
 */
import * as z from 'zod';
import type { Entries } from '#core/audit.ts';
import { invalid } from '#core/errors.ts';
import type { Catalogue, QuestionSet } from '#core/questions/catalogue.ts';
import type { Shape } from '#core/stored.ts';
import { transactRecorded } from '../audit/outbox.ts';
import { PATIENCE } from '../dynamodb/backoff.ts';
import { readItems } from '../dynamodb/batch-get.ts';
import { directoryTable, type Item, readItem, versionIs } from '../dynamodb/items.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { putting } from '../dynamodb/transactions.ts';

const INDEX = { pk: 'QUESTIONS', sk: 'INDEX' } as const;
const keyOf = (language: string) => ({ pk: `QUESTIONS#${language}`, sk: 'QUESTIONS' });

const set: z.ZodType<Catalogue[number]> = z.object({
  language: z.string(),
  questions: z.array(z.string()),
  version: z.number(),
} satisfies Shape<Catalogue[number]>);
const toSet = (item: Item): Catalogue[number] => readAs(set, item);

const index = z.object({ languages: z.array(z.string()), version: z.number() });

async function readIndex(): Promise<z.infer<typeof index>> {
  const item = await readItem(directoryTable(), INDEX);
  return item ? readAs(index, item) : { languages: [], version: 0 };
}

/** The languages that the catalogue has a set for, in the order in which they first came. Consistent. */
export const readLanguages = async (): Promise<readonly string[]> => (await readIndex()).languages;

/** The sets in the order in which their languages first came. Consistent. */
export async function readCatalogue(): Promise<Catalogue> {
  const languages = await readLanguages();
  if (languages.length === 0) return [];
  const items = await readItems(directoryTable(), languages.map(keyOf), PATIENCE.request);
  const found = new Map(items.map(toSet).map((set) => [set.language, set]));
  return languages.flatMap((language) => found.get(language) ?? []);
}

/**
 * Replaces or adds these sets, all or none; sets of other languages stay. `seen` is the catalogue that was shown before.
 * @throws LandfallError questions.conflict (409) where someone replaced one since
 */
export async function writeSets(sets: readonly QuestionSet[], seen: Catalogue, entries: Entries): Promise<void> {
  const { languages, version: seenIndex } = await readIndex();
  const added = sets.map(({ language }) => language).filter((language) => !languages.includes(language));
  const seenVersion = (language: string) => seen.find((set) => set.language === language)?.version ?? 0;
  const writes = sets.map((set) => {
    const version = seenVersion(set.language);
    return putting(directoryTable(), { ...keyOf(set.language), ...set, version: version + 1 }, versionIs(version));
  });
  const next = { ...INDEX, languages: [...languages, ...added], version: seenIndex + 1 };
  const { done } = await transactRecorded([...writes, putting(directoryTable(), next, versionIs(seenIndex))], entries);
  if (!done)
    throw invalid(
      'questions.conflict',
      'Someone else replaced the security questions in the meantime. Look at them again, then repeat the import.',
    );
}
