/** What a user sees of their own account. */
import type { User } from '#core/directory/model.ts';
import { isEnrolled } from '#core/questions/enrolled.ts';
import type { Settings } from '#core/settings/model.ts';
import { checklist, mustEnrol, nextSteps } from '../next-steps.ts';
import type { Session } from '../session.ts';

const iso = (time: number) => new Date(time).toISOString();

/** A session as its client may know it; `expiresAt` is its overall end (ISO 8601). */
export function describeSession({ console, methods, scope, idleMs, endsAt }: Session) {
  return { console, methods, scope, expiresAt: iso(endsAt), idleMinutes: idleMs / 60_000 };
}

export function describeUser(user: User, session: Session, settings: Settings) {
  const { userId, firstName, middleName, lastName, email, preferredLanguage, role } = user;
  const { enrolment } = settings.securityQuestions;
  return {
    userId,
    ...(firstName === undefined ? {} : { firstName }),
    ...(middleName === undefined ? {} : { middleName }),
    ...(lastName === undefined ? {} : { lastName }),
    ...(email === undefined ? {} : { email }),
    ...(preferredLanguage === undefined ? {} : { preferredLanguage }),
    ...(role === undefined ? {} : { role }),
    hasPassword: user.password !== undefined,
    enrolment: {
      required: enrolment,
      answered: user.answers.length,
      complete: isEnrolled(user, settings),
      forced: mustEnrol(user, settings),
    },
    session: describeSession(session),
    nextSteps: nextSteps(user, settings),
    checklist: checklist(user, settings),
  };
}
