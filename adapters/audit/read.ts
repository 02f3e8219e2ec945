/**
 * The audit as it is read: newest first, a page at a time. An entry is in the outbox at once and in the audit a moment later, so both are
 * asked; what was written before there were two tables stands in the operations table.
 */
import * as z from 'zod';
import type { AuditEntry } from '#core/audit.ts';
import { chainOf, SHARDS } from '#core/audit-chain.ts';
import { invalid } from '#core/errors.ts';
import type { Shape } from '#core/stored.ts';
import { userKey } from '#core/text.ts';
import { auditTable, type Item, operationsTable, outboxTable } from '../dynamodb/items.ts';
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
  /** A user key: as actor, as object, or whose token it was. */
  readonly about?: string | undefined;
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
/** Rounds of queries for one page, each of a megabyte at most: a filter that little passes hands back where to go on. */
const ROUNDS = 60;
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
const toLine = (id: string, item: Item): AuditLine => ({ ...readAs(line, item), id });

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

function filterOf({ user, about, action, actor, outcome }: AuditQuery): Filter {
  const given: readonly (readonly [string, Item] | undefined)[] = [
    user === undefined
      ? undefined
      : ['(#actor IN (:user, :key) OR #object IN (:user, :key))', { ':user': user, ':key': userKey(user) }],
    about === undefined
      ? undefined
      : ['(#actor = :about OR #object = :about OR #facts.#user = :about)', { ':about': about }],
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

/** A partition of a day in one of the tables, and the names of its keys there. `chain`: where its entries stand; another item is none. */
type Source = {
  readonly table: string;
  readonly index?: string;
  readonly partition: string;
  readonly id: 'id' | 'sk';
  readonly chain?: string;
};

/** Later ones are preferred: what the audit holds, before what waits to be entered. */
function sourcesOf(day: string): Source[] {
  const partitions = Array.from({ length: SHARDS }, (_, shard) => `AUDIT#${day}#${shard}`);
  return [
    { table: operationsTable(), partition: `AUDIT#${day}`, id: 'sk' },
    ...partitions.map((partition) => ({ table: outboxTable(), partition, id: 'sk' }) as const),
    ...partitions.map(
      (partition, shard) =>
        ({ table: auditTable(), index: 'byDay', partition, id: 'id', chain: chainOf(shard) }) as const,
    ),
  ];
}

type Range = { readonly first: string; readonly after: string; readonly limit: number };

/** The newest lines of a day before `after`. `horizon`: what is older may be missing; undefined where the day is complete. */
async function readDay(day: string, { first, after, limit }: Range, { filter, values }: Filter) {
  const pages = await Promise.all(
    sourcesOf(day).map(async ({ table, index, partition, id, chain }) => {
      const [pk, sk] = id === 'id' ? ['#day', '#id'] : ['#pk', '#sk'];
      const { items, next } = await queryPage(table, {
        ...(index === undefined ? {} : { index }),
        keys: `${pk} = :pk AND ${sk} BETWEEN :first AND :after`,
        filter,
        values: { ':pk': partition, ':first': first, ':after': after, ...values },
        backwards: true,
        // One more: `after` itself is found again.
        ...(filter === undefined ? { limit: limit + 1 } : {}),
      });
      // What stands in no chain is in no verification either: it is not the audit's.
      const entries = items.filter(({ pk }) => chain === undefined || pk === chain);
      return { lines: entries.map((item) => toLine(String(item[id]), item)), end: next && String(next[id]) };
    }),
  );
  const horizon = pages
    .flatMap(({ end }) => end ?? [])
    .sort()
    .at(-1);
  const lines = new Map(pages.flatMap((page) => page.lines.map((one) => [one.id, one] as const)));
  const known = [...lines.values()].filter(({ id }) => id !== after && (horizon === undefined || id >= horizon));
  return { lines: known.sort((a, b) => (a.id < b.id ? 1 : -1)), horizon };
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
  let rounds = 0;
  while (day >= dayOf(from) && after >= first) {
    if (rounds === ROUNDS) return { entries, next: nextOf(day, after) };
    rounds += 1;
    const { lines, horizon } = await readDay(day, { first, after, limit: query.limit }, filter);
    entries.push(...lines.slice(0, query.limit - entries.length));
    if (entries.length === query.limit) return { entries, next: nextOf(day, entries.at(-1)!.id) };
    if (horizon === undefined) day = dayOf(Date.parse(day) - DAY_MS);
    after = horizon ?? endOf(day);
  }
  return { entries };
}
