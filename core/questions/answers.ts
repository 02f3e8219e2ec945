/**
 * What may be an answer to a security question (Q4). Enrolment refuses a set as a whole and says why at each answer;
 * packing drops single answers for the same reasons.
 */
import { invalid } from '#core/errors.ts';
import { codePoints, comparable } from '#core/text.ts';

export type AnswerGiven = { readonly question: string; readonly answer: string };
/** The user whose answers they are: the own name and address are no secrets. */
export type AnswerOwner = { readonly userId: string; readonly email?: string | undefined };
export type AnswerProblem = {
  readonly code: `answer.${'length' | 'in_question' | 'own_name' | 'too_common' | 'repeated'}`;
  readonly reason: string;
};

export const REPEATED: AnswerProblem = {
  code: 'answer.repeated',
  reason: 'Two questions may not have the same answer.',
};

const MIN_ANSWER = 3;
const MAX_ANSWER = 255;
const MAX_ANSWERS = 20;
const WORTHLESS = new Set(['123456', 'password']);

/** What is wrong with one answer on its own, or undefined. Codes: answer.length, .in_question, .own_name, .too_common */
export function answerProblem(given: AnswerGiven, owner: AnswerOwner): AnswerProblem | undefined {
  const answer = comparable(given.answer);
  const length = codePoints(answer);
  if (length < MIN_ANSWER || length > MAX_ANSWER)
    return { code: 'answer.length', reason: `An answer has ${MIN_ANSWER} to ${MAX_ANSWER} characters.` };
  if (comparable(given.question).includes(answer))
    return { code: 'answer.in_question', reason: 'The answer stands in its own question. Choose another.' };
  const { userId, email = '' } = owner;
  const own = [userId, email, ...email.split('@', 1)].map(comparable);
  if (own.includes(answer))
    return { code: 'answer.own_name', reason: 'The answer is your user name or e-mail address. Choose another.' };
  if (WORTHLESS.has(answer))
    return { code: 'answer.too_common', reason: 'This answer is one of the first that anybody would try.' };
  return undefined;
}

/** The problem of each answer in a set, in order: its own, or `answer.repeated` where an earlier one is the same. */
export function answerProblems(given: readonly AnswerGiven[], owner: AnswerOwner): (AnswerProblem | undefined)[] {
  const seen = new Set<string>();
  return given.map((one) => {
    const problem = answerProblem(one, owner);
    if (problem) return problem;
    const answer = comparable(one.answer);
    if (seen.has(answer)) return REPEATED;
    seen.add(answer);
    return undefined;
  });
}

/** An answer of an enrolment; without a text the one that is stored for this question stays. */
export type AnswerChosen = Omit<AnswerGiven, 'answer'> & { readonly answer?: string | undefined };

/**
 * A whole enrolment: at least `required` questions (the enrolment count), each once, each new answer good.
 * @throws LandfallError answers.count, answers.question_repeated or answers.refused, whose facts name the answers by index
 */
export function checkAnswers(given: readonly AnswerChosen[], owner: AnswerOwner, required: number): void {
  if (given.length < required || given.length > Math.max(required, MAX_ANSWERS))
    throw invalid('answers.count', `Answer at least ${required} questions.`, { required, given: given.length });
  if (new Set(given.map(({ question }) => comparable(question))).size !== given.length)
    throw invalid('answers.question_repeated', 'Choose a different question each time.');
  const fresh = given.flatMap(({ question, answer }, index) =>
    answer === undefined ? [] : [{ question, answer, index }],
  );
  refuseAnswers(
    answerProblems(fresh, owner).flatMap((problem, at) => (problem ? [{ index: fresh[at]!.index, ...problem }] : [])),
  );
}

/** @throws LandfallError answers.refused (422) where there is one */
export function refuseAnswers(answers: readonly (AnswerProblem & { readonly index: number })[]): void {
  if (answers.length > 0) throw invalid('answers.refused', answers[0]!.reason, { answers });
}
