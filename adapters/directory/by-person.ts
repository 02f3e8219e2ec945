/**
 * The mark of a write by a person: a user with their token or password, or an administrator. What has it is not changed by an import any
 * more (core/directory/touched.ts). It is set in the very write, so that a correction at the same moment either comes before it or
 * is refused by its condition. test/contract/touched.test.ts lists every write of users and tokens, and which of them have it.
 */
import type { Update } from '../dynamodb/items.ts';

/** @param now Unix ms */
export const byPerson = ({ expression, values, ...update }: Update, now: number): Update => ({
  ...update,
  expression: expression.replace(/^SET /u, 'SET #touchedAt = :touchedAt, '),
  values: { ...values, ':touchedAt': now },
});
