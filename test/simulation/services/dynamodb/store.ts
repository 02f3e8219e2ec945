/** Items in partitions, sorted within each: a table's own, or those of an index or of a replica. */
import type { Item } from './values.ts';

/** Where an item stands: its partition, and text that sorts as it does within it. */
export type Place = { readonly partition: string; readonly sort: string };
export type Row = Place & { readonly item: Item; readonly size: number };
type Partition = { readonly id: string; readonly hash: number; rows: Row[] };

/** Scans go through partitions in the order of this, and segments divide it: from 0 to below 2^32. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** The first index that `behind` holds for; of a list in which it holds for all from one on. */
function firstIndex<T>(list: readonly T[], behind: (one: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (behind(list[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const from = (rows: readonly Row[], sort: string): number => firstIndex(rows, (row) => row.sort >= sort);

const byHash = (one: Partition, other: Partition): number =>
  one.hash - other.hash || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);

export class Store {
  readonly #partitions = new Map<string, Partition>();
  /** In the order of their hashes, as the last scan left them: some may be empty since. */
  #ordered: Partition[] = [];
  /** Made since the last scan. */
  #fresh: Partition[] = [];
  #emptied = false;

  /** Brought up to date only when it is asked for: scans are rare. */
  #inOrder(): readonly Partition[] {
    if (this.#fresh.length > 0 || this.#emptied) {
      this.#ordered = [...this.#ordered, ...this.#fresh].filter(({ rows }) => rows.length > 0).sort(byHash);
      this.#fresh = [];
      this.#emptied = false;
    }
    return this.#ordered;
  }

  get({ partition, sort }: Place): Row | undefined {
    const rows = this.#partitions.get(partition)?.rows;
    if (!rows) return undefined;
    const row = rows[from(rows, sort)];
    return row?.sort === sort ? row : undefined;
  }

  put(row: Row): void {
    const { partition: id, sort } = row;
    let partition = this.#partitions.get(id);
    if (!partition) {
      partition = { id, hash: hashOf(id), rows: [] };
      this.#partitions.set(id, partition);
      this.#fresh.push(partition);
    }
    const { rows } = partition;
    const index = from(rows, sort);
    if (rows[index]?.sort === sort) rows[index] = row;
    else rows.splice(index, 0, row);
  }

  remove({ partition: id, sort }: Place): void {
    const partition = this.#partitions.get(id);
    if (!partition) return;
    const { rows } = partition;
    const index = from(rows, sort);
    if (rows[index]?.sort !== sort) return;
    rows.splice(index, 1);
    if (rows.length > 0) return;
    this.#partitions.delete(id);
    this.#emptied = true;
  }

  /** The rows of one partition, in their order. */
  rows(partition: string): readonly Row[] {
    return this.#partitions.get(partition)?.rows ?? [];
  }

  /** All rows of a segment, in the order of a scan, behind `start`. */
  *scan(start: Place | undefined, segment: number, segments: number): Generator<Row> {
    const low = Math.ceil((segment * 2 ** 32) / segments);
    const high = Math.ceil(((segment + 1) * 2 ** 32) / segments);
    const hash = start ? hashOf(start.partition) : low;
    const ordered = this.#inOrder();
    const id = start?.partition ?? '';
    let index = firstIndex(ordered, (one) => one.hash > hash || (one.hash === hash && one.id >= id));
    for (; index < ordered.length; index += 1) {
      const partition = ordered[index]!;
      if (partition.hash >= high) return;
      const first = partition.id === start?.partition ? behind(partition.rows, start.sort) : 0;
      for (let row = first; row < partition.rows.length; row += 1) yield partition.rows[row]!;
    }
  }

  /** Every row there is. */
  all(): Generator<Row> {
    return this.scan(undefined, 0, 1);
  }
}

/** The index of the first row that does not stand before this; `behind`: and not at it. */
export const notBefore = from;
export const behind = (rows: readonly Row[], sort: string): number => firstIndex(rows, (row) => row.sort > sort);
