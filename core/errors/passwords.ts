/** Of security questions, passwords and Forgot Your Password. */
import { type Definitions, fact } from './definition.ts';

export const PASSWORDS = {
  'answers.count': {
    status: 422,
    means: 'Not as many answers as enrolment asks for.',
    facts: { required: fact<number>(), given: fact<number>() },
  },
  'answers.question_repeated': { status: 422, means: 'A question was chosen twice.' },
  'answers.refused': {
    status: 422,
    means: 'An answer is too short, too common, repeated, the user’s own name, or stands in its question.',
    facts: {
      answers: fact<readonly { readonly index: number; readonly code: string; readonly reason: string }[]>(
        'index, code and reason of each',
      ),
    },
  },
  'answers.unknown_question': {
    status: 422,
    means: 'A question is not in the catalogue of its language.',
    facts: { answers: fact<readonly { readonly index: number }[]>('index') },
  },
  'password.first_by_recovery': {
    status: 409,
    means: 'The user has no password: the first one comes through Forgot Your Password or an administrator.',
  },
  'password.current_wrong': { status: 403, means: 'The current password is not right. Counts like a failed logon.' },
  'password.too_short': { status: 422, means: 'The password is too short.', facts: { minLength: fact<number>() } },
  'password.too_long': { status: 422, means: 'The password is too long.', facts: { maxLength: fact<number>() } },
  'password.too_common': { status: 422, means: 'The password is one of the commonest.' },
  'password.weak': {
    status: 422,
    means:
      'The password is easy to guess by an estimate: rows of keys, sequences, dates, common words. See `passwordPolicy.leastStrength`.',
  },
  'password.own_word': {
    status: 422,
    means: 'The password is the user’s or the organisation’s own name, word or address.',
    facts: { kind: fact<'user-id' | 'name' | 'email' | 'organisation'>('user-id, name, email or organisation') },
  },
  'password.characters': { status: 422, means: 'The password holds half a character (an unpaired surrogate).' },
  'password.breached': {
    status: 422,
    means: 'The password is known from a breach. Only where `passwordPolicy.breachedPasswords` is on.',
  },
  'password.used_before': {
    status: 422,
    means: 'The password is one of the user’s last ones.',
    facts: { history: fact<number>() },
  },
  'feature.off': { status: 404, means: 'Forgot Your Password is switched off.' },
  'recovery.failed': { status: 401, means: 'The link, passcode, step or grant is not valid (any more). Begin again.' },
  'recovery.answers_wrong': {
    status: 401,
    means: 'The answers are not right, or the day’s tries are used up. Which one is wrong is not told.',
    facts: { wrongSetsPerDay: fact<number>() },
  },
} as const satisfies Definitions;
