/** What can be told of a user from what the API shows. */
import type { User } from '../../../shared/http/api-types.ts';

export const nameOf = ({ firstName, middleName, lastName }: User): string =>
  [firstName, middleName, lastName].filter(Boolean).join(' ');

/** What keeps a user out at `now` (Unix milliseconds), if anything does; of several the one to be mended first. */
export function standingOf(user: User, now: number): 'disabled' | 'locked' | 'not-started' | 'ended' | 'enabled' {
  if (!user.enabled) return 'disabled';
  if (user.lockedOut) return 'locked';
  if (user.accountStart !== undefined && now < Date.parse(user.accountStart)) return 'not-started';
  if (user.accountEnd !== undefined && now >= Date.parse(user.accountEnd)) return 'ended';
  return 'enabled';
}

export type ProcedureStep = { readonly step: 'token' | 'questions' | 'password'; readonly done: boolean };

/**
 * What is left of the procedure, as far as it shows from outside (core/access/next-steps.ts knows it from inside).
 * @param enrolment how many questions it takes, where the settings may be read; else one counts as begun
 */
export function procedureOf(user: User, enrolment: number | undefined): ProcedureStep[] {
  return [
    { step: 'token', done: user.hasPassword || user.firstTokenLogonAt !== undefined },
    { step: 'questions', done: user.questionsAnswered >= (enrolment ?? 1) },
    { step: 'password', done: user.hasPassword },
  ];
}
