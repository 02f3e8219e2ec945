/** The audit as it is read: newest first, a page at a time. */
import * as z from 'zod';
import type { AuditEntry } from '#core/audit.ts';
import { invalid } from '#core/errors.ts';
import type { Shape } from '#core/stored.ts';
import { userKey } from '#core/text.ts';
import { type Item, operationsTable } from '../dynamodb/items.ts';
import { type Query, queryPage } from '../dynamodb/queries.ts';
import { readAs } from '../dynamodb/read-as.ts';

/** `action`: one of ACTIONS, or of another version of the product. */
export type AuditLine = Omit<AuditEntry, 'now' | 'action'> & {
  readonly action: string;
  readonly id: string;
  readonly time: string;
};
export type AuditQuery = {
  /** Unix milliseconds, both included. */
  readonly from: number;
  readonly to: number;
  /** As actor or as object: a user ID in any case; a serial or an ARN as it is written. */
  readonly user?: string | undefined;
  readonly action?: string | undefined;
  /** Who did it: a user ID in any case, or an ARN or `system` as it is written. */
  readonly actor?: string | undefined;
  readonly outcome?: AuditEntry['outcome'] | undefined;
  readonly limit: number;
  readonly next?: string | undefined;
};

const DAY_MS = 86_400_000;
/** A question about all time would ask about every day of it. */
const MAX_DAYS = 400;
/** Queries for one page, each of a megabyte at most: a filter that little passes hands back where to go on. */
const QUERIES = 60;
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

const line = z.object({
  time: z.string(),
  actor: z.string(),
  action: z.string(),
  object: z.string(),
  outcome: z.enum(['success', 'failure']),
  source: z.string(),
  before: z.unknown().exactOptional(),
  after: z.unknown().exactOptional(),
  facts: z.record(z.string(), z.unknown()).exactOptional(),
} satisfies Shape<Omit<AuditLine, 'id'>>);
const toLine = (item: Item): AuditLine => ({ ...readAs(line, item), id: String(item['sk']) });

function startOf(next: string | undefined, to: number): { day: string; after: string } {
  if (next === undefined) return { day: dayOf(to), after: `${new Date(to).toISOString()}$` };
  const [day, after] = Buffer.from(next, 'base64url').toString('utf8').split(' ');
  const wrong = () => invalid('audit.next', 'Pass `next` as it was given.');
  if (!/^\d{4}-\d\d-\d\d$/u.test(day ?? '') || !after?.startsWith(day!)) throw wrong();
  // A day that is none, or far off: each day before it would cost a query.
  if (Number.isNaN(Date.parse(day!)) || day! > dayOf(to)) throw wrong();
  return { day: day!, after };
}

type Filter = Pick<Query, 'filter' | 'values'>;

function filterOf({ user, action, actor, outcome }: AuditQuery): Filter {
  const given: readonly (readonly [string, Item] | undefined)[] = [
    user === undefined
      ? undefined
      : ['(#actor IN (:user, :key) OR #object IN (:user, :key))', { ':user': user, ':key': userKey(user) }],
    actor === undefined
      ? undefined
      : ['#actor IN (:actor, :actorKey)', { ':actor': actor, ':actorKey': userKey(actor) }],
    action === undefined ? undefined : ['#action = :action', { ':action': action }],
    outcome === undefined ? undefined : ['#outcome = :outcome', { ':outcome': outcome }],
  ];
  const asked = given.filter((one) => one !== undefined);
  return {
    filter: asked.length === 0 ? undefined : asked.map(([condition]) => condition).join(' AND '),
    values: Object.fromEntries(asked.flatMap(([, bound]) => Object.entries(bound))),
  };
}

function queryDay(day: string, first: string, after: string, { filter, values }: Filter, start: Item | undefined) {
  const query = {
    keys: '#pk = :pk AND #sk BETWEEN :first AND :after',
    filter,
    values: { ':pk': `AUDIT#${day}`, ':first': first, ':after': after, ...values },
    backwards: true,
  };
  return queryPage(operationsTable(), query, start);
}

const nextOf = (day: string, after: string): string => Buffer.from(`${day} ${after}`, 'utf8').toString('base64url');
/** Behind every entry of a day, whose ids begin with its time. */
const endOf = (day: string): string => `${day}~`;

/**
 * Newest first, at most 400 days back from `to`. `next` goes on where this page ended; absent at the end. A page may be empty and
 * have a next one, where a filter passes little.
 */
export async function readAudit(query: AuditQuery): Promise<{ entries: AuditLine[]; next?: string }> {
  const from = Math.max(query.from, query.to - MAX_DAYS * DAY_MS);
  if (from > query.to) return { entries: [] };
  const filter = filterOf(query);
  const entries: AuditLine[] = [];
  let { day, after } = startOf(query.next, query.to);
  const first = new Date(from).toISOString();
  let queries = 0;
  for (; day >= dayOf(from); day = dayOf(Date.parse(day) - DAY_MS), after = endOf(day)) {
    if (after < first) break;
    let start: Item | undefined;
    do {
      if (queries === QUERIES) return { entries, next: nextOf(day, String(start?.['sk'] ?? after)) };
      queries += 1;
      const page = await queryDay(day, first, after, filter, start);
      for (const line of page.items.map(toLine)) {
        if (line.id === after) continue;
        entries.push(line);
        if (entries.length === query.limit) return { entries, next: nextOf(day, line.id) };
      }
      start = page.next;
    } while (start);
  }
  return { entries };
}
