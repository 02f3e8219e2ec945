/** One table: its items, the copies that follow them, its stream, and what expires. */
import type { Surroundings } from '../service.ts';
import { type Index, type Keys, partsOf, placeIn, placeOf, projected } from './schema.ts';
import { type Place, type Row, Store } from './store.ts';
import { Stream, type ViewType } from './streams.ts';
import { type Item, sameItem, sizeOfItem } from './values.ts';
import { View } from './views.ts';

export type Options = {
  /** How late, in milliseconds, an eventually consistent read or an index may show a write; 0: at once. */
  readonly stalestMs: number;
  /** How late a stream may show a write. */
  readonly streamLatestMs: number;
  readonly streamShards: number;
  /** How long after its end an item may be read, at most; undefined: always, as engines have it that remove nothing in a test's time. */
  readonly expiryLatestMs: number | undefined;
  /** What a page of Query or Scan reads at most; DynamoDB: 1 MB. */
  readonly pageBytes: number;
};

export type Definition = {
  readonly name: string;
  readonly arn: string;
  readonly keys: Keys;
  readonly indexes: readonly Index[];
  readonly viewType?: ViewType | undefined;
  /** Actions that the table's policy denies to everyone, without `dynamodb:`. */
  readonly denied: ReadonlySet<string>;
  /** As the request for the table had it. */
  readonly request: Readonly<Record<string, unknown>>;
};

const idOf = ({ partition, sort }: Place): string => `${partition}\0\0${sort}`;
/** Items that expired longer ago are left. */
const FIVE_YEARS_MS = 5 * 365 * 24 * 60 * 60 * 1000;

export class Table {
  readonly definition: Definition;
  readonly options: Options;
  readonly stream: Stream | undefined;
  readonly createdAt: number;
  /** Of the attribute that holds an item's end, in Unix seconds. */
  #timeToLive: string | undefined;
  readonly #world: Surroundings;
  readonly #store = new Store();
  readonly #replica: View;
  /** Of each index one copy that is near and one that may be far behind: a reader comes to either. */
  readonly #indexes = new Map<string, readonly [View, View]>();
  /** When what goes; sorted by time when it is asked for. */
  #ends: { readonly at: number; readonly item: Item }[] = [];
  #nextEnd = Number.POSITIVE_INFINITY;
  #size = 0;
  #count = 0;

  constructor(definition: Definition, world: Surroundings, options: Options) {
    this.definition = definition;
    this.options = options;
    this.createdAt = world.now();
    this.#world = world;
    const { keys, indexes, viewType } = definition;
    const late = options.stalestMs;
    this.#replica = new View((item) => ({ ...placeOf(item, keys), item }), world, late);
    for (const index of indexes) {
      const follow = (item: Item) => {
        const place = placeIn(item, index.keys, keys);
        return place && { ...place, item: projected(item, index, keys) };
      };
      this.#indexes.set(index.name, [new View(follow, world, Math.min(late, 50)), new View(follow, world, late)]);
    }
    const of = { name: definition.name, arn: definition.arn, keySchema: definition.request['KeySchema'] };
    const reading = { shards: options.streamShards, latestMs: options.streamLatestMs };
    this.stream = viewType && new Stream(of, viewType, world, reading);
  }

  get figures(): { readonly items: number; readonly bytes: number } {
    return { items: this.#count, bytes: this.#size };
  }

  get timeToLive(): string | undefined {
    return this.#timeToLive;
  }

  set timeToLive(attribute: string | undefined) {
    this.#timeToLive = attribute;
    this.#ends = [];
    this.#nextEnd = Number.POSITIVE_INFINITY;
    for (const { item } of this.#store.all()) this.#expect(item);
  }

  index(name: string): Index | undefined {
    return this.definition.indexes.find((one) => one.name === name);
  }

  /** As it is now. @param key an item with the key's attributes */
  get(key: Item): Row | undefined {
    return this.#store.get(placeOf(key, this.definition.keys));
  }

  /** What a reader of the table or of an index comes to. */
  reading(index: string | undefined, consistent: boolean): Store {
    const { stalestMs } = this.options;
    if (index !== undefined) {
      const [near, far] = this.#indexes.get(index)!;
      return (stalestMs > 0 && this.#world.random(4) === 0 ? far : near).store;
    }
    if (consistent || stalestMs === 0 || this.#world.random(2) === 0) return this.#store;
    return this.#replica.store;
  }

  /** @param after what is in the item's place from now on; undefined: nothing @param key of the item */
  write(key: Item, after: Item | undefined, expired = false): void {
    const { keys } = this.definition;
    const place = placeOf(key, keys);
    const row = this.#store.get(place);
    const before = row?.item;
    if (before === after || (before && after && sameItem(before, after))) return;
    const size = after ? sizeOfItem(after) : 0;
    if (after) this.#store.put({ ...place, item: after, size });
    else this.#store.remove(place);
    this.#size += size - (row?.size ?? 0);
    this.#count += (after ? 1 : 0) - (row ? 1 : 0);
    const id = idOf(place);
    if (this.options.stalestMs > 0) this.#replica.write(id, after);
    for (const views of this.#indexes.values()) for (const view of views) view.write(id, after);
    if (this.stream) {
      const Keys = Object.fromEntries(partsOf(keys).map(({ name }) => [name, key[name]!]));
      let shard = 0;
      for (let index = 0; index < id.length; index += 1) shard = (shard * 31 + id.charCodeAt(index)) % 1_000_003;
      this.stream.add(shard, { keys: Keys, before, after, expired });
    }
    if (after) this.#expect(after);
  }

  #endOf(item: Item): number | undefined {
    const value = this.#timeToLive === undefined ? undefined : item[this.#timeToLive];
    return value && 'N' in value ? Number(value.N) * 1000 : undefined;
  }

  #expect(item: Item): void {
    const end = this.#endOf(item);
    const latest = this.options.expiryLatestMs;
    if (latest === undefined || end === undefined || end < this.#world.now() - FIVE_YEARS_MS) return;
    const at = end + (latest > 0 ? this.#world.random(latest) : 0);
    this.#ends.push({ at, item });
    this.#nextEnd = Math.min(this.#nextEnd, at);
  }

  /** Removes what has expired and whose turn has come. */
  expire(): void {
    const now = this.#world.now();
    if (this.#nextEnd > now) return;
    const due = this.#ends.filter(({ at }) => at <= now).sort((one, other) => one.at - other.at);
    this.#ends = this.#ends.filter(({ at }) => at > now);
    this.#nextEnd = this.#ends.reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY);
    for (const { item } of due) if (this.get(item)?.item === item) this.write(item, undefined, true);
  }

  /** Every item, as it is now: for what inspects the world from outside. */
  items(): Item[] {
    return [...this.#store.all()].map(({ item }) => item);
  }
}
