/** What follows from the data of a user that the API gives. */
import type { User } from '../../../shared/http/api-types.ts';

export const nameOf = ({ firstName, middleName, lastName }: User): string =>
  [firstName, middleName, lastName].filter(Boolean).join(' ');

/** The state of a user's account at `now` (Unix milliseconds); of several reasons that prevent a logon, the one to remove first. */
export function accountStateOf(user: User, now: number): 'disabled' | 'locked' | 'not-started' | 'ended' | 'enabled' {
  if (!user.enabled) return 'disabled';
  if (user.lockedOut) return 'locked';
  if (user.accountStart !== undefined && now < Date.parse(user.accountStart)) return 'not-started';
  if (user.accountEnd !== undefined && now >= Date.parse(user.accountEnd)) return 'ended';
  return 'enabled';
}

export type ProcedureStep = { readonly step: 'token' | 'questions' | 'password'; readonly done: boolean };

/**
 * The steps of the procedure, as far as the user's data shows them (core/access/next-steps.ts has the rule).
 * @param enrolment how many questions are required; undefined where the role may not read the settings: one answer then counts
 */
export function procedureOf(user: User, enrolment: number | undefined): ProcedureStep[] {
  return [
    { step: 'token', done: user.hasPassword || user.firstTokenLogonAt !== undefined },
    { step: 'questions', done: user.questionsAnswered >= (enrolment ?? 1) },
    { step: 'password', done: user.hasPassword },
  ];
}
