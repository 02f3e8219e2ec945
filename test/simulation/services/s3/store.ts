/** What the buckets of the simulated S3 hold. */
import { createHash } from 'node:crypto';
import type { Rarely } from '../rarely.ts';
import type { Surroundings } from '../service.ts';

const DAY_MS = 86_400_000;

export type StoredObject = {
  readonly body: Buffer;
  /** With its quotes. */
  readonly etag: string;
  /** Unix milliseconds. */
  readonly at: number;
  /** content-type, x-amz-meta-…: what came with it and goes out with it. */
  readonly headers: Readonly<Record<string, string>>;
  /** When the lifecycle rule has removed it, in Unix milliseconds. */
  readonly goneAt: number;
};
export type Upload = {
  readonly bucket: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly goneAt: number;
  readonly parts: Map<number, { readonly body: Buffer; readonly etag: string; readonly at: number }>;
};

/** `kms`: encrypted by a key of KMS. The rules: days after which objects expire and uploads that were not completed are given up. */
export type BucketRules = {
  readonly kms?: boolean;
  readonly expirationDays?: number;
  readonly uploadDays?: number;
};
/** Called for each object that was made, by whatever call: what S3 notifies of. `etag` without quotes. */
export type OnCreated = (bucket: string, key: string, size: number, etag: string) => void;

const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');

export class Store {
  readonly #buckets: ReadonlyMap<string, { rules: BucketRules; objects: Map<string, StoredObject> }>;
  readonly uploads = new Map<string, Upload>();
  readonly #world: Surroundings;
  readonly #onCreated: OnCreated;
  readonly #rarely: Rarely;

  constructor(
    world: Surroundings,
    buckets: Readonly<Record<string, BucketRules>>,
    onCreated: OnCreated,
    rarely: Rarely,
  ) {
    this.#world = world;
    this.#rarely = rarely;
    this.#onCreated = onCreated;
    this.#buckets = new Map(Object.entries(buckets).map(([name, rules]) => [name, { rules, objects: new Map() }]));
  }

  has = (bucket: string): boolean => this.#buckets.has(bucket);

  #bucket(name: string) {
    const found = this.#buckets.get(name);
    if (!found) throw new Error(`The simulation has no bucket ${name}.`);
    return found;
  }

  #hex = (length: number): string => Array.from({ length }, () => this.#world.random(16).toString(16)).join('');

  /** S3 rounds up to the next midnight UTC, and removes what has expired some time after. */
  #goneAt(days: number | undefined): number {
    if (days === undefined) return Number.POSITIVE_INFINITY;
    const due = Math.ceil((this.#world.now() + days * DAY_MS) / DAY_MS) * DAY_MS;
    return this.#rarely() ? due + this.#world.random(DAY_MS / 2) : due;
  }

  /**
   * Of what a bucket encrypts by KMS the ETag is no digest: the same bytes put twice have two ETags (API reference, "Object": ETag).
   * @returns with quotes
   */
  etagOf(bucket: string, bytes: Buffer, parts?: readonly string[]): string {
    const digests = (parts ?? []).map((etag) => Buffer.from(etag.replaceAll('"', ''), 'hex'));
    const digest = this.#bucket(bucket).rules.kms ? this.#hex(32) : md5(parts ? Buffer.concat(digests) : bytes);
    return `"${digest}${parts ? `-${parts.length}` : ''}"`;
  }

  find(bucket: string, key: string): StoredObject | undefined {
    const { objects } = this.#bucket(bucket);
    const found = objects.get(key);
    if (!found || found.goneAt > this.#world.now()) return found;
    objects.delete(key);
    return undefined;
  }

  /** Puts an object as one of another program would, or as a request asks for. @param parts ETags, of a multipart upload */
  put(
    bucket: string,
    key: string,
    body: Buffer,
    headers: Readonly<Record<string, string>> = {},
    parts?: readonly string[],
  ): StoredObject {
    const { objects, rules } = this.#bucket(bucket);
    const etag = this.etagOf(bucket, body, parts);
    const made = { body, etag, at: this.#world.now(), headers, goneAt: this.#goneAt(rules.expirationDays) };
    objects.set(key, made);
    this.#onCreated(bucket, key, body.length, etag.replaceAll('"', ''));
    return made;
  }

  remove(bucket: string, key: string): void {
    this.#bucket(bucket).objects.delete(key);
  }

  /** The keys that are there, in the order of their UTF-8 bytes. */
  keys(bucket: string, prefix = ''): string[] {
    const all = [...this.#bucket(bucket).objects.keys()].filter((key) => key.startsWith(prefix));
    return all.filter((key) => this.find(bucket, key)).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  begin(bucket: string, key: string, headers: Readonly<Record<string, string>>): string {
    const id = this.#hex(32);
    const goneAt = this.#goneAt(this.#bucket(bucket).rules.uploadDays);
    this.uploads.set(id, { bucket, key, headers, goneAt, parts: new Map() });
    return id;
  }

  upload(id: string, bucket: string, key: string): Upload | undefined {
    const found = this.uploads.get(id);
    if (!found || found.bucket !== bucket || found.key !== key) return undefined;
    return found.goneAt > this.#world.now() ? found : undefined;
  }
}
