/** What follows from the data of a user that the API gives. */
import { isHindering } from '#core/administration/users/account-state.ts';
import type { User } from '../../../shared/http/api-types.ts';
import { dateTime } from '../../../shared/i18n/language.ts';
import { t } from '../../texts/index.ts';

export const nameOf = ({ firstName, middleName, lastName }: User): string =>
  [firstName, middleName, lastName].filter(Boolean).join(' ');

type Fact = User['state'][number];

/** In a few words, for a badge. */
export const nameOfFact = ({ fact }: Fact): string => t(`users.state.${fact}`);

/** In a sentence, with the time where the fact has one. */
export const sayFact = ({ fact, at }: Fact): string =>
  at === undefined ? t(`users.fact.${fact}`) : t(`users.fact.${fact}`, { time: dateTime(at) });

/** Whether nothing keeps the user from logging on. */
export const mayLogOn = ({ state }: Pick<User, 'state'>): boolean => !state.some(({ fact }) => isHindering(fact));

export type ProcedureStep = { readonly step: 'token' | 'questions' | 'password' | 'change'; readonly done: boolean };

/**
 * The steps of the procedure, as far as the user's data shows them (core/access/next-steps.ts has the rule). A password that an
 * administrator gave out is no end of it: the user must choose one.
 */
export function procedureOf(user: User): ProcedureStep[] {
  return [
    { step: 'token', done: user.hasPassword || user.firstTokenLogonAt !== undefined },
    { step: 'questions', done: user.questionsAnswered >= user.questionsRequired },
    { step: user.mustChangePassword ? 'change' : 'password', done: user.hasPassword && !user.mustChangePassword },
  ];
}
