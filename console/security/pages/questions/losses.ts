/** Goes through all users, page by page: counts the answers that an import would remove, or removes them. */
import type { QuestionImport, QuestionsImported } from '../../../shared/http/api-types.ts';

export type Sets = Extract<QuestionsImported, { sets: unknown }>['sets'];
export type Losses = {
  /** Answers to removed questions, and how many users lose some. */
  readonly answers: number;
  readonly users: number;
  /** Users with a role whose answers stay (A7). */
  readonly spared: number;
  /** Pages of users that were read. */
  readonly pages: number;
  /** Where to continue; undefined once all users are done. */
  readonly next?: string | undefined;
};
export type Preview = { readonly sets: Sets; readonly lost: Losses };
export type Send = (body: QuestionImport) => Promise<QuestionsImported>;
/** Called after each page. @returns whether to continue */
export type OnPage<T> = (counts: T) => boolean;

export const NOTHING: Losses = { answers: 0, users: 0, spared: 0, pages: 0 };

const added = (counts: Losses, { answers, users, spared = 0, next }: QuestionsImported['lost']): Losses => ({
  answers: counts.answers + answers,
  users: counts.users + users,
  spared: counts.spared + spared,
  pages: counts.pages + 1,
  next,
});

/** Counts what an import would remove; writes nothing. @throws Refusal, Unreachable */
export async function preview(send: Send, xml: string, onPage: OnPage<Preview>): Promise<void> {
  let lost = NOTHING;
  do {
    const { next } = lost;
    const answer = await send({ xml, dryRun: true, ...(next === undefined ? {} : { next }) });
    lost = added(lost, answer.lost);
    if (!onPage({ sets: 'sets' in answer ? answer.sets : [], lost })) return;
  } while (lost.next !== undefined);
}

/** Removes the answers to removed questions, continuing after `counts`. Answers that are gone already do not matter. */
export async function drop(send: Send, counts: Losses, onPage: OnPage<Losses>): Promise<void> {
  let lost = counts;
  do {
    const { next } = lost;
    const answer = await send({ drop: true, ...(next === undefined ? {} : { next }) });
    lost = added(lost, answer.lost);
    if (!onPage(lost)) return;
  } while (lost.next !== undefined);
}

/** Replaces the sets, then removes the answers to removed questions. @throws Refusal, Unreachable: `drop` then continues */
export async function importAll(send: Send, xml: string, onPage: OnPage<Losses>): Promise<void> {
  const { lost } = await send({ xml });
  const first = added(NOTHING, lost);
  if (onPage(first) && first.next !== undefined) await drop(send, first, onPage);
}
