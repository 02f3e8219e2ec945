/**
 * The security questions that a user has chosen and not saved yet, never an answer: they outlive the end of the session and a reload,
 * in this tab and for this user alone.
 */

const KEY = 'landfall:chosen-questions';
type Kept = { readonly userId: string; readonly questions: readonly string[] };

/** An empty text stands for a question that is still to be chosen. */
export function chosenQuestions(userId: string): readonly string[] {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Kept | null;
    return kept?.userId === userId ? kept.questions : [];
  } catch {
    return [];
  }
}

export function keepChosen(userId: string, questions: readonly string[]): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ userId, questions } satisfies Kept));
  } catch {
    // Without storage the user chooses again.
  }
}

/** When the answers are saved, and when the user logs off. */
export function forgetChosen(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Without storage there is nothing to remove.
  }
}
