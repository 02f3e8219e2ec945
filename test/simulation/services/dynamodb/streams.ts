/**
 * A table's stream: what was changed, in shards by key. Within a shard records come in the order of the writes, some time after them, and
 * are kept for a day. A reader keeps its own place, and may read the same twice.
 */
import type { Surroundings } from '../service.ts';
import { invalid, malformed, Refusal } from './refusals.ts';
import { type Item, isObject, sizeOfItem } from './values.ts';
import { lag } from './views.ts';

export type ViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';
const VIEW_TYPES: ReadonlySet<string> = new Set(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']);

type Change = {
  readonly keys: Item;
  readonly before?: Item | undefined;
  readonly after?: Item | undefined;
  /** Removed by the service itself, as its time to live was over. */
  readonly expired: boolean;
};
type Entry = { readonly sequence: number; readonly seenAt: number; readonly writtenAt: number; readonly body: object };
/** `from`: the sequence number of the first record to come; `madeAt`: Unix milliseconds. */
type Place = { readonly shard: number; readonly from: number; readonly madeAt: number };

const KEPT_MS = 24 * 60 * 60 * 1000;
const ITERATOR_MS = 15 * 60 * 1000;
const MOST_RECORDS = 1000;
const MOST_BYTES = 1_000_000;
const FIRST_SEQUENCE = 100_000_000_000_000_000_000n;

const sequenceText = (sequence: number): string => String(FIRST_SEQUENCE + BigInt(sequence));

function sequenceOf(text: unknown): number {
  if (typeof text !== 'string' || !/^\d{1,40}$/u.test(text)) throw invalid('Invalid SequenceNumber');
  return Number(BigInt(text) - FIRST_SEQUENCE);
}

const EVENTS = { INSERT: 'INSERT', MODIFY: 'MODIFY', REMOVE: 'REMOVE' } as const;
const eventOf = ({ before, after }: Change) => (before ? (after ? EVENTS.MODIFY : EVENTS.REMOVE) : EVENTS.INSERT);

export class Stream {
  readonly viewType: ViewType;
  readonly arn: string;
  readonly #label: string;
  readonly #table: string;
  readonly #keySchema: unknown;
  readonly #world: Surroundings;
  readonly #latestMs: number;
  readonly #shards: Entry[][];
  #written = 0;

  constructor(
    table: { readonly name: string; readonly arn: string; readonly keySchema: unknown },
    viewType: ViewType,
    world: Surroundings,
    { shards, latestMs }: { readonly shards: number; readonly latestMs: number },
  ) {
    this.viewType = viewType;
    this.#label = new Date(world.now()).toISOString().slice(0, -1);
    this.arn = `${table.arn}/stream/${this.#label}`;
    this.#table = table.name;
    this.#keySchema = table.keySchema;
    this.#world = world;
    this.#latestMs = latestMs;
    this.#shards = Array.from({ length: shards }, () => []);
  }

  get summary(): object {
    return { StreamArn: this.arn, TableName: this.#table, StreamLabel: this.#label };
  }

  #images({ before, after }: Change): object {
    const withNew = this.viewType === 'NEW_IMAGE' || this.viewType === 'NEW_AND_OLD_IMAGES';
    const withOld = this.viewType === 'OLD_IMAGE' || this.viewType === 'NEW_AND_OLD_IMAGES';
    return { ...(withNew && after ? { NewImage: after } : {}), ...(withOld && before ? { OldImage: before } : {}) };
  }

  /** @param place a number that is the same for each write of one item */
  add(place: number, change: Change): void {
    const shard = this.#shards[place % this.#shards.length]!;
    const now = this.#world.now();
    const sequence = this.#written;
    this.#written += 1;
    const images = this.#images(change);
    const size = [change.keys, ...Object.values(images)].reduce((bytes, item: Item) => bytes + sizeOfItem(item), 0);
    const body = {
      eventID: `event-${sequenceText(sequence)}`,
      eventName: eventOf(change),
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-central-1',
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(now / 1000),
        Keys: change.keys,
        ...images,
        SequenceNumber: sequenceText(sequence),
        SizeBytes: size,
        StreamViewType: this.viewType,
      },
      ...(change.expired ? { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } } : {}),
    };
    const seenAt = Math.max(now + lag(this.#world, this.#latestMs), shard.at(-1)?.seenAt ?? 0);
    shard.push({ sequence, seenAt, writtenAt: now, body });
  }

  #trimmed(shard: number): Entry[] {
    const records = this.#shards[shard]!;
    const old = records.findIndex(({ writtenAt }) => writtenAt > this.#world.now() - KEPT_MS);
    records.splice(0, old < 0 ? records.length : old);
    return records;
  }

  #shardId(shard: number): string {
    return `shardId-${String(shard).padStart(20, '0')}-00000000`;
  }

  describe(): object {
    const Shards = this.#shards.map((_records, shard) => ({
      ShardId: this.#shardId(shard),
      SequenceNumberRange: { StartingSequenceNumber: sequenceText(0) },
    }));
    return {
      ...this.summary,
      StreamStatus: 'ENABLED',
      StreamViewType: this.viewType,
      KeySchema: this.#keySchema,
      Shards,
    };
  }

  iterator({ ShardId, ShardIteratorType: type, SequenceNumber }: { [Name in string]?: unknown }): string {
    const shard = this.#shards.findIndex((_records, index) => this.#shardId(index) === ShardId);
    if (shard < 0) throw new Refusal('ResourceNotFoundException', 'Requested resource not found: Shard not found');
    const records = this.#trimmed(shard);
    const from = this.#from(String(type), records, SequenceNumber);
    return this.#text({ shard, from, madeAt: this.#world.now() });
  }

  #from(type: string, records: readonly Entry[], sequence: unknown): number {
    if (type === 'TRIM_HORIZON') return 0;
    const now = this.#world.now();
    if (type === 'LATEST') return (records.findLast(({ seenAt }) => seenAt <= now)?.sequence ?? this.#written - 1) + 1;
    if (type !== 'AT_SEQUENCE_NUMBER' && type !== 'AFTER_SEQUENCE_NUMBER')
      throw invalid(`Value '${type}' at 'shardIteratorType' failed to satisfy constraint`);
    const asked = sequenceOf(sequence);
    if (
      records.length === 0
        ? asked < this.#written - 1
        : asked < records[0]!.sequence && asked >= 0 && records[0]!.sequence > 0
    )
      throw new Refusal('TrimmedDataAccessException', 'The requested sequence number is beyond the trim horizon');
    return type === 'AT_SEQUENCE_NUMBER' ? asked : asked + 1;
  }

  #text(place: Place): string {
    return `${this.arn}|${Buffer.from(JSON.stringify(place)).toString('base64')}`;
  }

  records(iterator: string, limit: unknown): object {
    const { shard, from, madeAt } = JSON.parse(
      Buffer.from(iterator.slice(this.arn.length + 1), 'base64').toString(),
    ) as Place;
    const most = limit === undefined ? MOST_RECORDS : Number(limit);
    if (!Number.isInteger(most) || most < 1 || most > MOST_RECORDS)
      throw invalid(`Value '${most}' at 'limit' is wrong`);
    const now = this.#world.now();
    if (madeAt < now - ITERATOR_MS) throw new Refusal('ExpiredIteratorException', 'The shard iterator has expired');
    const records: Entry[] = [];
    let bytes = 0;
    for (const record of this.#trimmed(shard)) {
      if (record.sequence < from) continue;
      if (record.seenAt > now || records.length === most || bytes > MOST_BYTES) break;
      records.push(record);
      bytes += JSON.stringify(record.body).length;
    }
    const next = records.at(-1);
    return {
      Records: records.map(({ body }) => body),
      NextShardIterator: this.#text({ shard, from: next ? next.sequence + 1 : from, madeAt: now }),
    };
  }
}

/** The stream's ARN that a shard iterator begins with. */
export function arnOfIterator(iterator: unknown): string {
  if (typeof iterator !== 'string') throw malformed('expected a ShardIterator');
  return iterator.slice(0, Math.max(0, iterator.lastIndexOf('|')));
}

export function viewTypeOf(specification: unknown): ViewType | undefined {
  if (!isObject(specification)) return undefined;
  const type = specification['StreamViewType'];
  if (specification['StreamEnabled'] === false) return undefined;
  if (typeof type !== 'string' || !VIEW_TYPES.has(type)) throw invalid('StreamViewType is required');
  return type as ViewType;
}
