/** Going through all users, page by page: what an import would cost, and the answers that it drops. */
import type { QuestionImport, QuestionsImported } from '../../../shared/http/api-types.ts';

export type Sets = Extract<QuestionsImported, { sets: unknown }>['sets'];
export type Losses = {
  /** Answers to questions that go, and whose they are. */
  readonly answers: number;
  readonly users: number;
  /** Pages looked at. */
  readonly pages: number;
  /** Where to go on; undefined once all users are done. */
  readonly next?: string | undefined;
};
export type Preview = { readonly sets: Sets; readonly lost: Losses };
export type Send = (body: QuestionImport) => Promise<QuestionsImported>;
/** Called after each page. @returns whether to go on */
export type OnPage<T> = (so: T) => boolean;

export const NOTHING: Losses = { answers: 0, users: 0, pages: 0 };

const added = (so: Losses, { answers, users, next }: QuestionsImported['lost']): Losses => ({
  answers: so.answers + answers,
  users: so.users + users,
  pages: so.pages + 1,
  next,
});

/** What an import would do; nothing is written. @throws Refusal, Unreachable */
export async function preview(send: Send, xml: string, onPage: OnPage<Preview>): Promise<void> {
  let lost = NOTHING;
  do {
    const { next } = lost;
    const answer = await send({ xml, dryRun: true, ...(next === undefined ? {} : { next }) });
    lost = added(lost, answer.lost);
    if (!onPage({ sets: 'sets' in answer ? answer.sets : [], lost })) return;
  } while (lost.next !== undefined);
}

/** Drops answers to questions that are gone, from where `so` stopped. What was dropped before, the API finds done. */
export async function drop(send: Send, so: Losses, onPage: OnPage<Losses>): Promise<void> {
  let lost = so;
  do {
    const { next } = lost;
    const answer = await send({ drop: true, ...(next === undefined ? {} : { next }) });
    lost = added(lost, answer.lost);
    if (!onPage(lost)) return;
  } while (lost.next !== undefined);
}

/** Replaces the sets, then drops what that costs. @throws Refusal, Unreachable: then `drop` goes on */
export async function importAll(send: Send, xml: string, onPage: OnPage<Losses>): Promise<void> {
  const { lost } = await send({ xml });
  const first = added(NOTHING, lost);
  if (onPage(first) && first.next !== undefined) await drop(send, first, onPage);
}
