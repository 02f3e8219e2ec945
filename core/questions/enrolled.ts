/** Whether a user has answered as many questions as enrolment asks for. */
import type { User } from '#core/directory/model.ts';

export function isEnrolled(
  user: Pick<User, 'answers'>,
  { securityQuestions }: { readonly securityQuestions: { readonly enrolment: number } },
): boolean {
  return user.answers.length >= securityQuestions.enrolment;
}
