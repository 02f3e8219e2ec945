/** How many partitions share what would be one: a partition takes 1,000 writes a second. */
import { createHash } from 'node:crypto';

/** A counter is several items, so that writers rarely meet at one. */
export const COUNTER_SHARDS = 8;
/** Of a source's tokens that are in use. */
export const USE_SHARDS = 4;

export const shardOf = (key: string, shards: number): number =>
  createHash('sha256').update(key, 'utf8').digest().readUInt8(0) % shards;
export const useShard = (serial: string): number => shardOf(serial, USE_SHARDS);
