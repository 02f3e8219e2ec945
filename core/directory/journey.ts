/**
 * Where a person, or an unassigned token, of a source stands in the index `journey` of the directory: by it the people of a source are
 * walked without a scan.
 */
import { createHash } from 'node:crypto';
import type { User } from './model.ts';

/** What stands in the place of a source's name where no package has brought a user or a token. No source is named so. */
export const MADE_HERE = '';
/** Partitions of a source: one partition takes 1,000 writes a second. */
export const SHARDS = 4;
/** DynamoDB's limit of a sort key, in bytes of UTF-8. */
const SORT_KEY_BYTES = 1024;
const HASH_DIGITS = 32;

/** The attributes that the index is made of. */
export type Place = Required<Pick<User, 'peopleOf' | 'journey'>>;
export type PlaceKind = 'user' | 'token';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const partitionOf = (source: string, shard: number): string => `${source}#${shard}`;

/** The partitions of a source in the index. */
export const shardsOf = (source: string): string[] =>
  Array.from({ length: SHARDS }, (_, shard) => partitionOf(source, shard));

/** A key that is too long for the index is cut, and its hash keeps it apart from others. Only compatibility characters make one. */
function sortKey(kind: PlaceKind, key: string): string {
  const whole = `${kind}#${key}`;
  if (Buffer.byteLength(whole, 'utf8') <= SORT_KEY_BYTES) return whole;
  const kept = Buffer.from(whole, 'utf8').subarray(0, SORT_KEY_BYTES - HASH_DIGITS - 1 - 3);
  return `${kept.toString('utf8').replace(/\ufffd$/u, '')}#${sha256(key).slice(0, HASH_DIGITS)}`;
}

/**
 * @param source name of the source deployment
 * @param key user key, or serial of an unassigned token
 */
export function placeOf(source: string, kind: PlaceKind, key: string): Place {
  const shard = Number.parseInt(sha256(key).charAt(0), 16) % SHARDS;
  return { peopleOf: partitionOf(source, shard), journey: sortKey(kind, key) };
}
