/** A user's record compared with the user of the directory who is the same person. */
import { type BroughtAnswer, storedAnswers } from '#core/directory/items.ts';
import type { Sealed, User } from '#core/directory/model.ts';
import type { UserRecord } from '#core/export/record.ts';
import { userKey } from '#core/text.ts';
import type { Difference, Secrets } from './difference.ts';
import type { RuleName } from './rules.ts';

type TextField = 'userId' | 'firstName' | 'middleName' | 'lastName' | 'preferredLanguage' | 'email' | 'certificateDn';
const TEXTS: Readonly<Record<TextField, RuleName>> = {
  userId: 'name',
  firstName: 'name',
  middleName: 'name',
  lastName: 'name',
  preferredLanguage: 'name',
  email: 'address',
  certificateDn: 'other',
};
const DATES = ['accountStart', 'accountEnd'] as const;

/** What is compared: the record with the answers that the catalogue here has. */
export type Brought = { readonly record: UserRecord; readonly answers: readonly BroughtAnswer[] };

function textDifferences(user: User, record: UserRecord): Difference<User>[] {
  return (Object.keys(TEXTS) as TextField[])
    .filter((field) => user[field] !== record[field])
    .map((field) => ({
      field,
      rule: TEXTS[field],
      from: user[field],
      to: record[field],
      missing: record[field] === undefined,
      fields: () => ({ [field]: record[field] }),
    }));
}

/** As a record writes it: ISO 8601 in UTC, without parts of a second. */
export const iso = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString().replace('.000Z', 'Z');

function stateDifferences(user: User, record: UserRecord): Difference<User>[] {
  const dates = DATES.flatMap((field): Difference<User>[] => {
    const text = record[field];
    const to = text === undefined ? undefined : Date.parse(text);
    if (to === user[field]) return [];
    return [
      {
        field,
        rule: 'account',
        from: iso(user[field]),
        to: iso(to),
        missing: to === undefined,
        fields: () => ({ [field]: to }),
      },
    ];
  });
  const flag = (field: 'enabled' | 'lockedOut', rule: RuleName): Difference<User>[] => {
    const [from, to] = [user[field], record[field]];
    return from === to ? [] : [{ field, rule, from, to, missing: false, fields: () => ({ [field]: to }) }];
  };
  return [...flag('enabled', 'account'), ...flag('lockedOut', 'other'), ...dates];
}

function sameAnswers(user: User, answers: readonly BroughtAnswer[], owner: Sealed, secrets: Secrets): boolean {
  if (user.answers.length !== answers.length) return false;
  return answers.every(({ language, question, phc }) =>
    user.answers.some(
      (held) =>
        held.language === language && held.question === question && secrets.samePhc(held.hash, phc, 'answer', owner),
    ),
  );
}

function secretDifferences(user: User, brought: Brought, secrets: Secrets): Difference<User>[] {
  const { record, answers } = brought;
  const { password: phc } = record;
  // By the user ID that the item has: of a user who has moved, or will, the item before has the seal of the one before.
  const owner = { key: userKey(user.userId), sealId: user.sealId };
  const samePassword =
    phc === undefined || user.password === undefined
      ? phc === undefined && user.password === undefined
      : secrets.samePhc(user.password.hash, phc, 'password', owner);
  const common = { rule: 'secret' as const };
  const password: Difference<User> = {
    ...common,
    field: 'password',
    missing: phc === undefined,
    fields: (sealer) => ({
      password:
        phc === undefined
          ? undefined
          : {
              hash: sealer.phc(phc, 'password', owner),
              changedAt: user.createdAt,
              mustChange: false,
              history: [],
            },
    }),
  };
  const others: Difference<User> = {
    ...common,
    field: 'answers',
    missing: answers.length === 0,
    fields: (sealer) => ({ answers: storedAnswers(answers, owner, sealer) }),
  };
  return [...(samePassword ? [] : [password]), ...(sameAnswers(user, answers, owner, secrets) ? [] : [others])];
}

export function userDifferences(user: User, brought: Brought, secrets: Secrets): Difference<User>[] {
  return [
    ...textDifferences(user, brought.record),
    ...stateDifferences(user, brought.record),
    ...secretDifferences(user, brought, secrets),
  ];
}
