/**
 * Importing a catalogue: first how many answers would be lost, then the sets, then the answers to questions that are gone.
 * Users are gone through page by page; each call returns what it did and where to go on.
 */
import type { Entries } from '#core/audit.ts';
import type { StoredAnswer, User } from '#core/directory/model.ts';
import type { Catalogue, QuestionSet } from './catalogue.ts';
import { parseCatalogue } from './read-catalogue.ts';
import { keptAnswers, planReplacement, type SetReplacement } from './replace.ts';

export type ImportPorts = {
  readCatalogue(): Promise<Catalogue>;
  /** All or none. @throws LandfallError questions.conflict */
  writeSets(sets: readonly QuestionSet[], seen: Catalogue, entries: Entries): Promise<void>;
  usersWithAnswers(next?: string): Promise<{ readonly users: readonly User[]; readonly next?: string }>;
  /** False where the user's answers have changed since `seen`. */
  keepAnswers(seen: User, kept: readonly StoredAnswer[], now: number, entries: Entries): Promise<boolean>;
  /** False for a user whose answers this administrator may not drop (A7): they stay, and are counted. */
  mayDrop(user: User): boolean;
  /** Tells a user that answers were dropped (N1). */
  tellOfDropped(user: User): Promise<void>;
};
/** What the audit records of an import: of the sets, and of each user who loses answers. */
export type ImportRecord = {
  imported(sets: readonly SetReplacement[], seen: Catalogue): Entries;
  dropped(user: User, kept: readonly StoredAnswer[]): Entries;
};
/** How many answers are (or would be) dropped on the users looked at, how many users keep theirs (A7); `next` while there are more users. */
export type Losses = {
  readonly answers: number;
  readonly users: number;
  readonly spared?: number;
  readonly next?: string;
};
/** Of one user. */
type Loss = number | 'spared';
export type Imported = { readonly sets: readonly SetReplacement[]; readonly lost: Losses };

const NOTHING: Losses = { answers: 0, users: 0 };
/** Users changed at the same time: a page then takes seconds. */
const AT_ONCE = 20;

const goesAway = (sets: readonly SetReplacement[]) => sets.some(({ removed }) => removed.length > 0);

/** What an import would do; nothing is written. @throws LandfallError questions.unreadable */
export async function previewImport(
  ports: Pick<ImportPorts, 'readCatalogue' | 'usersWithAnswers' | 'mayDrop'>,
  xml: string,
  next?: string,
): Promise<Imported> {
  const sets = parseCatalogue(xml);
  const plan = planReplacement(await ports.readCatalogue(), sets);
  if (!goesAway(plan)) return { sets: plan, lost: NOTHING };
  const page = await ports.usersWithAnswers(next);
  const lost = page.users.map((user): Loss => {
    const answers = user.answers.length - keptAnswers(user.answers, sets).length;
    return answers > 0 && !ports.mayDrop(user) ? 'spared' : answers;
  });
  return { sets: plan, lost: count(lost, page.next) };
}

/** Replaces the sets and drops the first page of answers; go on with dropAnswers while `lost.next` is there. */
export async function importCatalogue(
  ports: ImportPorts,
  xml: string,
  now: number,
  record: ImportRecord,
): Promise<Imported> {
  const sets = parseCatalogue(xml);
  const catalogue = await ports.readCatalogue();
  const plan = planReplacement(catalogue, sets);
  await ports.writeSets(sets, catalogue, record.imported(plan, catalogue));
  return { sets: plan, lost: goesAway(plan) ? await dropAnswers(ports, record.dropped, now) : NOTHING };
}

/** Drops answers to questions that the catalogue no longer holds; a repeated call finds them dropped. */
export async function dropAnswers(
  ports: ImportPorts,
  dropped: ImportRecord['dropped'],
  now: number,
  next?: string,
): Promise<Losses> {
  const catalogue = await ports.readCatalogue();
  const page = await ports.usersWithAnswers(next);
  const lost: Loss[] = [];
  for (let at = 0; at < page.users.length; at += AT_ONCE) {
    const some = page.users.slice(at, at + AT_ONCE).map(async (user): Promise<Loss> => {
      const kept = keptAnswers(user.answers, catalogue);
      if (kept.length === user.answers.length) return 0;
      if (!ports.mayDrop(user)) return 'spared';
      // Answers that changed meanwhile were chosen from the new catalogue.
      if (!(await ports.keepAnswers(user, kept, now, dropped(user, kept)))) return 0;
      await ports.tellOfDropped(user);
      return user.answers.length - kept.length;
    });
    lost.push(...(await Promise.all(some)));
  }
  return count(lost, page.next);
}

function count(losses: readonly Loss[], next: string | undefined): Losses {
  const lost = losses.filter((one) => one !== 'spared');
  const spared = losses.length - lost.length;
  return {
    answers: lost.reduce((sum, one) => sum + one, 0),
    users: lost.filter((one) => one > 0).length,
    ...(spared === 0 ? {} : { spared }),
    ...(next === undefined ? {} : { next }),
  };
}
