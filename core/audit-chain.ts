/**
 * The chain of the audit (L5): each entry carries the hash of the one before it, and the last one of every batch is signed. What is
 * changed, removed, put in or reordered afterwards breaks the chain at its place. There are SHARDS chains beside each other, so that
 * entries of many logons a second don't wait for one another.
 */
import { createHash } from 'node:crypto';

/** Chains, and partitions a day. One partition takes some 500 entries of a kilobyte a second. */
export const SHARDS = 8;

/** An entry as it waits for its place, beside the keys `day` and `id`: time, actor, action, object and so on. */
export type Waiting = { readonly day: string; readonly id: string } & Readonly<Record<string, unknown>>;
/** An entry in its place. `pk` and `sk` name chain and number; `signature` (base64) of the last of a batch. */
export type Link = Waiting & {
  readonly pk: string;
  readonly sk: string;
  /** The hash of the link before; of the first link, empty. */
  readonly previous: string;
  readonly hash: string;
  readonly signature?: string;
};
/** The last link of a chain: its number and hash. */
export type Head = { readonly seq: number; readonly hash: string };
export const EMPTY: Head = { seq: 0, hash: '' };

export const chainOf = (shard: number): string => `CHAIN#${shard}`;
/** A number as a sort key: in the order of the numbers. */
export const sortKey = (seq: number): string => String(seq).padStart(12, '0');
export const headOf = ({ sk, hash }: Pick<Link, 'sk' | 'hash'>): Head => ({ seq: Number(sk), hash });

const DAY = /^AUDIT#(\d{4}-\d\d-\d\d)#(\d)$/u;
/** Where an entry of this moment goes: a day has SHARDS partitions. @param random any number */
export function placeOf(time: string, random: number): Pick<Waiting, 'day'> {
  return { day: `AUDIT#${time.slice(0, 10)}#${random % SHARDS}` };
}
/** The shard of an entry; undefined where day and id are not those of an entry. */
export function shardOf({ day, id }: Pick<Waiting, 'day' | 'id'>): number | undefined {
  const [, date, shard] = DAY.exec(day) ?? [];
  const fits = date !== undefined && id.startsWith(date) && /^[\dT:.-]+Z#[\w-]{1,64}$/u.test(id);
  return fits && Number(shard) < SHARDS ? Number(shard) : undefined;
}

/** JSON whose keys are in order, so that one value has one text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const pairs = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(',')}}`;
}

/** The hash that a link must have: over all that it holds but the hash and the signature. */
export function hashOf({ hash: _hash, signature: _signature, ...content }: Partial<Link>): string {
  return createHash('sha256')
    .update(`landfall audit 1\n${canonical(content)}`)
    .digest('hex');
}

/** The entries in their places behind `head`, not signed yet. */
export function linksBehind(head: Head, shard: number, entries: readonly Waiting[]): Link[] {
  let { seq, hash: previous } = head;
  return entries.map((entry) => {
    seq += 1;
    const content = { ...entry, pk: chainOf(shard), sk: sortKey(seq), previous };
    previous = hashOf(content);
    return { ...content, hash: previous };
  });
}

/** What the signature of a link is over: its chain, its number and its hash. */
export const signedText = ({ pk, sk, hash }: Pick<Link, 'pk' | 'sk' | 'hash'>): Buffer =>
  Buffer.from(`landfall audit head 1\n${pk}\n${sk}\n${hash}`, 'utf8');

/** What is wrong at a place of a chain. */
export const DEFECTS = {
  missing: 'a link is missing before this one',
  detached: 'this link does not follow the one before it',
  changed: 'the entry is not the one that was chained',
  forged: 'the signature is not by the key of the audit',
  unsigned: 'the chain ends without a signature',
  replaced: 'this link is another than the one that was noted before',
  'cut-off': 'the chain ends before the link that was noted before',
} as const;
export type Fault = { readonly shard: number; readonly seq: number; readonly defect: keyof typeof DEFECTS };
/** How far a chain has been verified. `signed`: the number of the last signed link. */
export type Verified = Head & { readonly signed: number };
export const NOTHING_VERIFIED: Verified = { ...EMPTY, signed: 0 };

/**
 * Verifies the next links of a chain, in their order. A fault does not end it: what follows is verified from the link as it stands.
 * @param isSigned whether this is the signature of the audit's key over this text
 * @param noted a head that was noted at an earlier verification
 */
export function verifyLinks(
  shard: number,
  from: Verified,
  links: readonly Link[],
  isSigned: (text: Buffer, signature: string) => boolean,
  noted: Head = EMPTY,
): { readonly state: Verified; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  let state = from;
  for (const link of links) {
    const { seq, hash } = headOf(link);
    const found = (defect: Fault['defect']) => void faults.push({ shard, seq, defect });
    if (seq !== state.seq + 1) found('missing');
    else if (link.previous !== state.hash) found('detached');
    if (link.pk !== chainOf(shard) || hashOf(link) !== hash) found('changed');
    if (seq === noted.seq && hash !== noted.hash) found('replaced');
    const signed = link.signature !== undefined;
    if (link.signature !== undefined && !isSigned(signedText(link), link.signature)) found('forged');
    state = { seq, hash, signed: signed ? seq : state.signed };
  }
  return { state, faults };
}

/** What is wrong with the end of a chain, once all its links are verified. */
export function verifyEnd(shard: number, { seq, signed }: Verified, noted: Head = EMPTY): Fault[] {
  if (seq < noted.seq) return [{ shard, seq, defect: 'cut-off' }];
  return signed < seq ? [{ shard, seq, defect: 'unsigned' }] : [];
}
