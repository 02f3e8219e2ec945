/**
 * Appending to the audit (L5): entries wait in an outbox, where every function may put them; its stream, which no function can change,
 * brings them here in order. Whatever else happened to an item of the outbox than that it was put there, or expired, is entered
 * as an entry of its own. Each change may come twice.
 */
import {
  EMPTY,
  type Head,
  headOf,
  type Link,
  linksBehind,
  SHARDS,
  shardOf,
  signedText,
  type Waiting,
} from './audit-chain.ts';
import { transient } from './errors.ts';

type Item = Readonly<Record<string, unknown>>;
/** A change of the outbox, as its stream tells it. `at`: Unix milliseconds. `id`: names this change and no other. */
export type Change = { readonly id: string; readonly at: number; readonly before?: Item; readonly after?: Item };

export type AppendPorts = {
  /** The last links of a chain, or the last before number `before`, newest first, `limit` at most. Consistent. */
  lastLinks(shard: number, limit: number, before?: number): Promise<Link[]>;
  /** All or none; false where one of these places is taken. */
  insertLinks(links: readonly Link[]): Promise<boolean>;
  /** By the key of the audit; base64. */
  sign(text: Buffer): Promise<string>;
  /** For the alarm: something else was done to the outbox than adding to it. */
  noteTampering(what: Tampering): void;
};

export type Tampering = 'overwritten' | 'removed' | 'foreign' | 'other-time';

/** A batch of the stream has 100 changes at most; twice as many links at once are looked through for those that came before. */
const LOOK_BACK = 200;
/** DynamoDB's limits of a transaction are 100 items and 4 MB. */
const MAX_LINKS = 50;
const MAX_BYTES = 2_000_000;
const MAX_TRIES = 10;
/** An entry says the time of its act, and is put into the outbox with it. */
const MAX_LATE_MS = 3_600_000;

const bytes = (one: unknown): number => Buffer.byteLength(JSON.stringify(one));

/** An item of the outbox as an entry; its keys are those of the list by day. */
function waiting({ pk, sk, expiresAt: _expires, ...entry }: Item): Waiting {
  return { ...entry, day: String(pk), id: String(sk) };
}

function tampering({ id, at }: Change, item: Item, change: Tampering): Waiting {
  const time = new Date(at).toISOString();
  const shard = shardOf(waiting(item)) ?? 0;
  const object = String(item['sk']).slice(0, 200);
  const entry = { time, actor: 'system', action: 'audit.tampered', object, outcome: 'failure', source: 'audit' };
  const name = id.replaceAll(/[^\w-]/gu, '_').slice(0, 64);
  return { ...entry, facts: { change }, day: `AUDIT#${time.slice(0, 10)}#${shard}`, id: `${time}#${name}` };
}

/** The entries that a change of the outbox comes to: the one that was put there, and what should not have happened. */
export function entriesOfChange(change: Change): { readonly entries: Waiting[]; readonly tampered?: Tampering } {
  const { before, after, at } = change;
  const entered = (tampered: Tampering, item: Item, ...entries: Waiting[]) => ({
    entries: [...entries, tampering(change, item, tampered)],
    tampered,
  });
  if (before && after) return entered('overwritten', before);
  // An item that has expired is removed by DynamoDB. None can be made to expire without an overwrite, which is entered.
  if (before) return Number(before['expiresAt']) * 1000 <= at ? { entries: [] } : entered('removed', before);
  if (!after) return { entries: [] };
  const entry = waiting(after);
  if (shardOf(entry) === undefined) return entered('foreign', after);
  const late = Math.abs(Date.parse(entry.id.slice(0, entry.id.indexOf('#'))) - at);
  return late <= MAX_LATE_MS ? { entries: [entry] } : entered('other-time', after, entry);
}

/** Of these, as many as one transaction takes. */
function firstOf(entries: readonly Waiting[]): Waiting[] {
  const taken: Waiting[] = [];
  let size = 0;
  for (const entry of entries) {
    size += bytes(entry);
    if (taken.length === MAX_LINKS || (taken.length > 0 && size > MAX_BYTES)) break;
    taken.push(entry);
  }
  return taken;
}

const timeOf = ({ id }: Link): number => Date.parse(id.slice(0, id.indexOf('#')));

/**
 * The end of a chain, newest first: as far back as these entries may be, which came at `since` or later. A stream that is read from its beginning
 * again, as by a deployment that adopts the outbox, brings a whole day once more.
 */
async function endOf(ports: AppendPorts, shard: number, entries: readonly Waiting[], since: number): Promise<Link[]> {
  const links: Link[] = [];
  const sought = new Set(entries.map(({ id }) => id));
  for (let before: number | undefined; ; ) {
    const page = await ports.lastLinks(shard, LOOK_BACK, before);
    links.push(...page);
    for (const { id } of page) sought.delete(id);
    const oldest = page.at(-1);
    if (oldest === undefined || sought.size === 0 || !page.some((link) => timeOf(link) >= since)) return links;
    before = headOf(oldest).seq;
  }
}

async function appendTo(ports: AppendPorts, shard: number, entries: readonly Waiting[], since: number): Promise<void> {
  let left = entries;
  for (let tries = 0; tries < MAX_TRIES; ) {
    const last = await endOf(ports, shard, left, since);
    const known = new Set(last.map(({ id }) => id));
    left = left.filter(({ id }) => !known.has(id));
    if (left.length === 0) return;
    const head: Head = last[0] ? headOf(last[0]) : EMPTY;
    const links = linksBehind(head, shard, firstOf(left));
    const end = links.at(-1)!;
    const signed = [...links.slice(0, -1), { ...end, signature: await ports.sign(signedText(end)) }];
    // Another process was at the chain: its links are read, and these come behind them.
    if (!(await ports.insertLinks(signed))) tries += 1;
  }
  throw transient('audit.busy');
}

/** @throws LandfallError audit.busy (retryable) where other processes keep taking the places */
export async function appendChanges(ports: AppendPorts, changes: readonly Change[]): Promise<void> {
  const byShard = Array.from({ length: SHARDS }, (): Waiting[] => []);
  for (const change of changes) {
    const { entries, tampered } = entriesOfChange(change);
    for (const entry of entries) byShard[shardOf(entry)!]!.push(entry);
    if (tampered) ports.noteTampering(tampered);
  }
  const since = Math.min(...changes.map(({ at }) => at));
  await Promise.all(
    byShard.flatMap((entries, shard) => (entries.length > 0 ? [appendTo(ports, shard, entries, since)] : [])),
  );
}
