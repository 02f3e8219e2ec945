/**
 * The audit: append-only (L3), one item an act under the day it happened. Actors and objects are user keys, serials or
 * ARNs; never a secret, passcode, answer or e-mail address.
 */
import { randomBytes } from 'node:crypto';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditEntry } from '#core/audit.ts';
import { invalid, transient } from '#core/errors.ts';
import { userKey } from '#core/text.ts';
import { dynamodb } from './aws.ts';
import { createItem, type Item, operationsTable } from './items.ts';

export type { AuditEntry };
export type AuditLine = Omit<AuditEntry, 'now'> & { readonly id: string; readonly time: string };
export type AuditQuery = {
  /** Unix milliseconds, both included. */
  readonly from: number;
  readonly to: number;
  /** As actor or as object: a user ID in any case; a serial or an ARN as it is written. */
  readonly user?: string | undefined;
  readonly action?: string | undefined;
  readonly limit: number;
  readonly next?: string | undefined;
};

const DAY_MS = 86_400_000;
/** A question about all time would ask about every day of it. */
const MAX_DAYS = 400;
const MAX_TRIES = 5;
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/** Appends one entry. @throws where it can't: an act that can't be recorded is not done. */
export async function writeAudit(entry: AuditEntry): Promise<void> {
  const { now, ...rest } = entry;
  const time = new Date(now).toISOString();
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const id = `${time}#${randomBytes(9).toString('base64url')}`;
    if (await createItem(operationsTable(), { pk: `AUDIT#${dayOf(now)}`, sk: id, time, ...rest })) return;
  }
  throw transient('audit.busy');
}

function toLine(item: Item): AuditLine {
  const { pk: _pk, sk, ...line } = item;
  return { ...(line as Omit<AuditLine, 'id'>), id: String(sk) };
}

function startOf(next: string | undefined, to: number): { day: string; after: string } {
  if (next === undefined) return { day: dayOf(to), after: `${new Date(to).toISOString()}$` };
  const [day, after] = Buffer.from(next, 'base64url').toString('utf8').split(' ');
  const wrong = () => invalid('audit.next', 'Pass `next` as it was given.');
  if (!/^\d{4}-\d\d-\d\d$/u.test(day ?? '') || !after?.startsWith(day!)) throw wrong();
  // A day that is none, or far off: each day before it would cost a query.
  if (Number.isNaN(Date.parse(day!)) || day! > dayOf(to)) throw wrong();
  return { day: day!, after };
}

/** Newest first, at most 400 days back from `to`. `next` goes on where this page ended; absent at the end. */
export async function readAudit(query: AuditQuery): Promise<{ entries: AuditLine[]; next?: string }> {
  const from = Math.max(query.from, query.to - MAX_DAYS * DAY_MS);
  if (from > query.to) return { entries: [] };
  const filters: string[] = [];
  if (query.user !== undefined) filters.push('(#actor IN (:user, :key) OR #object IN (:user, :key))');
  if (query.action !== undefined) filters.push('#action = :action');
  const entries: AuditLine[] = [];
  let { day, after } = startOf(query.next, query.to);
  const first = new Date(from).toISOString();
  for (; day >= dayOf(from); day = dayOf(Date.parse(day) - DAY_MS), after = '~') {
    if (after < first) break;
    let start: Item | undefined;
    do {
      const page = await dynamodb().send(
        new QueryCommand({
          TableName: operationsTable(),
          ConsistentRead: true,
          ScanIndexForward: false,
          ...(start ? { ExclusiveStartKey: start } : {}),
          KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :first AND :after',
          ...(filters.length > 0 ? { FilterExpression: filters.join(' AND ') } : {}),
          ExpressionAttributeNames: {
            '#pk': 'pk',
            '#sk': 'sk',
            ...(query.user === undefined ? {} : { '#actor': 'actor', '#object': 'object' }),
            ...(query.action === undefined ? {} : { '#action': 'action' }),
          },
          ExpressionAttributeValues: {
            ':pk': `AUDIT#${day}`,
            ':first': first,
            ':after': after,
            ...(query.user === undefined ? {} : { ':user': query.user, ':key': userKey(query.user) }),
            ...(query.action === undefined ? {} : { ':action': query.action }),
          },
        }),
      );
      for (const item of page.Items ?? []) {
        const line = toLine(item);
        if (line.id === after) continue;
        entries.push(line);
        if (entries.length === query.limit)
          return { entries, next: Buffer.from(`${day} ${line.id}`, 'utf8').toString('base64url') };
      }
      start = page.LastEvaluatedKey;
    } while (start);
  }
  return { entries };
}
