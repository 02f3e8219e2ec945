/**
 * The four steps from an imported user's first logon to a password, as a checklist derived from the user's state alone: it is
 * not stored, so it can't differ from that state.
 */
import type { User } from '#core/directory/model.ts';
import { isEnrolled } from '#core/questions/enrolled.ts';
import type { Settings } from '#core/settings/model.ts';

export const STEPS = ['log-on-with-token', 'set-security-questions', 'log-off', 'forgot-password'] as const;
export type Step = (typeof STEPS)[number];
export type ChecklistItem = { readonly step: Step; readonly done: boolean };

/**
 * The first logon: an imported user who has no password and too few answers is led to the questions, because Forgot Your Password
 * asks them. Until they are complete the session serves nothing else.
 */
export function mustEnrol(
  user: Pick<User, 'answers' | 'imported' | 'password'>,
  settings: Pick<Settings, 'recovery' | 'securityQuestions'>,
): boolean {
  const asked = settings.recovery.mode !== 'email-link+token';
  return asked && user.imported && user.password === undefined && !isEnrolled(user, settings);
}

/** All steps in order. For a user with a password of their own only the questions can be left; one that an administrator gave out is not done. */
export function checklist(user: User, settings: Pick<Settings, 'securityQuestions'>): ChecklistItem[] {
  const hasPassword = user.password?.mustChange === false;
  const done: Record<Step, boolean> = {
    'log-on-with-token': hasPassword || user.firstTokenLogonAt !== undefined,
    'set-security-questions': isEnrolled(user, settings),
    'log-off': hasPassword,
    'forgot-password': hasPassword,
  };
  return STEPS.map((step) => ({ step, done: done[step] }));
}

/** What is left to do, in order. */
export function nextSteps(user: User, settings: Pick<Settings, 'securityQuestions'>): Step[] {
  return checklist(user, settings).flatMap(({ step, done }) => (done ? [] : [step]));
}
