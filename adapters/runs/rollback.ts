/**
 * A group of items as it was before an import, in one transaction: each only as it was seen. ROLLBACK#<run>/<item>: what was done to
 * it, in that same transaction, so that a part which runs twice knows.
 */
import * as z from 'zod';
import type { Token, User } from '#core/directory/model.ts';
import { reportChanges, reportToken } from '#core/migration/report/report-lines.ts';
import { REPORT_CODE_NAMES } from '#core/migration/report-codes.ts';
import type { RollbackMark, RollbackWrites } from '#core/migration/rollback/rollback-plan.ts';
import type { Shape } from '#core/stored.ts';
import { personDeleting, personPutting } from '../directory/persons.ts';
import { tokenItemKey } from '../directory/tokens.ts';
import { userItemKey } from '../directory/users.ts';
import { PATIENCE } from '../dynamodb/backoff.ts';
import { readItems } from '../dynamodb/batch-get.ts';
import { ABSENT, type Condition, directoryTable, type Item, type Key, operationsTable } from '../dynamodb/items.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { deleting, putting, transact, type Write } from '../dynamodb/transactions.ts';
import { noticesMoving } from './notices.ts';

/** As long as before-images are kept at most: until then a rollback can be gone on with. */
const KEPT_SECONDS = 365 * 86_400;

const markKey = (rollback: string, of: string): Key => ({ pk: `ROLLBACK#${rollback}`, sk: of });
const mark: z.ZodType<RollbackMark> = z.object({
  code: z.enum(REPORT_CODE_NAMES),
  changes: reportChanges,
  tokens: z.array(reportToken),
} satisfies Shape<RollbackMark>);

/** By item. @throws LandfallError operations.busy (retryable) */
export async function readMarks(rollback: string, of: readonly string[]): Promise<Map<string, RollbackMark>> {
  const items = await readItems(
    operationsTable(),
    of.map((one) => markKey(rollback, one)),
    PATIENCE.task,
  );
  return new Map(items.map((item) => [String(item['sk']), readAs(mark, item)]));
}

/** What nothing but a person's act or another run changes, and what a guess counts (T2). */
function unchanged(seen: User | Token, fields: readonly string[]): Condition {
  const values: Item = { ...seen };
  const present = fields.filter((field) => values[field] !== undefined);
  return {
    expression: fields
      .map((field) => (values[field] === undefined ? `attribute_not_exists(#${field})` : `#${field} = :${field}`))
      .join(' AND '),
    values: Object.fromEntries(present.map((field) => [`:${field}`, values[field]])),
  };
}
const USER_FACTS = ['version', 'touchedAt', 'firstTokenLogonAt', 'role', 'sessionEpoch', 'failures', 'tokens'];
const TOKEN_FACTS = ['version', 'touchedAt', 'assignee', 'lastInterval', 'offset', 'failures'];

const writeOf = (
  key: Key,
  seen: User | Token | undefined,
  next: User | Token | undefined,
  facts: readonly string[],
): Write => {
  const condition = seen ? unchanged(seen, facts) : ABSENT;
  return next ? putting(directoryTable(), { ...key, ...next }, condition) : deleting(directoryTable(), key, condition);
};

/** @returns false where an item is not as it was seen any more @throws LandfallError directory.busy (retryable) */
export async function takeBack(rollback: string, writes: RollbackWrites): Promise<boolean> {
  const now = Date.now();
  const expiresAt = Math.ceil(now / 1000) + KEPT_SECONDS;
  const notices = await noticesMoving(writes.moves, now);
  const { done } = await transact([
    ...notices,
    ...writes.users.map(({ key, seen, next }) => writeOf(userItemKey(key), seen, next, USER_FACTS)),
    ...writes.tokens.map(({ key, seen, next }) => writeOf(tokenItemKey(key), seen, next, TOKEN_FACTS)),
    ...writes.persons.map(({ source, externalId, userKey }) =>
      userKey === undefined ? personDeleting({ source, externalId }) : personPutting({ source, externalId, userKey }),
    ),
    ...writes.marks.map((one) =>
      putting(operationsTable(), { ...markKey(rollback, one.of), ...one.mark, expiresAt }, ABSENT),
    ),
  ]);
  return done;
}
