/**
 * Event source mappings of DynamoDB's streams: reads each stream for its function, as Lambda's pollers do. A batch that failed is given to
 * the function again until it is done. The place is kept on disk; where it is lost, a start begins at the oldest change that the engine still
 * knows: the function finds what it has seen before.
 */
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { readState, writeState } from '#cli/sample/state-file.ts';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { ACCOUNT, REGION } from './aws/names.ts';
import { callAction } from './aws-json.ts';
import type { Invoke } from './functions.ts';
import type { Permits } from './iam/permits.ts';

const PAUSE_MS = 250;

type Mapping = { BatchSize: number; EventSourceArn: string; FunctionName: string };
type Shard = { ShardId: string };
type Change = { dynamodb: { SequenceNumber: string } };

/** How often the place is written. */
const KEEP_MS = 1000;
/** By table, the sequence number of the last change that was done. */
const placesSchema = z.record(z.string(), z.string());

const tableOf = ({ EventSourceArn }: Pick<Mapping, 'EventSourceArn'>): string => EventSourceArn.split('/')[1]!;

/** The ARN by which the template names the stream of a table; the engine has another. */
export const streamArn = (table: string): string => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${table}/stream/0`;

/** `endpoint`: of DynamoDB. `file`: keeps the places. */
type Options = {
  readonly endpoint: string;
  readonly file: string;
  readonly permits: Pick<Permits, 'stream'>;
  readonly say: (line: string) => void;
};

/** Starts a reader for each mapping of the template; the result stops them. */
export function readStreams(assembly: Assembly, invoke: Invoke, { endpoint, file, permits, say }: Options): () => void {
  const stopped = new AbortController();
  const places: Record<string, string> = { ...readState(file, placesSchema, say) };
  let keptAt = Number.NEGATIVE_INFINITY;
  const keep = (TableName: string, place: string) => {
    places[TableName] = place;
    if (performance.now() - keptAt < KEEP_MS) return;
    keptAt = performance.now();
    writeState(file, JSON.stringify(places));
  };
  const caller =
    ({ FunctionName, EventSourceArn }: Mapping) =>
    async <T>(action: string, input: object) => {
      permits.stream(FunctionName, action, EventSourceArn);
      return callAction<T>(endpoint, `DynamoDBStreams_20120810.${action}`, input, stopped.signal);
    };
  /** Gives the changes behind this place to the function. @returns the place behind them */
  const readOn = async (mapping: Mapping, ShardIterator: string): Promise<string> => {
    const read = { ShardIterator, Limit: mapping.BatchSize };
    const { Records, NextShardIterator } = await caller(mapping)<{ Records: Change[]; NextShardIterator: string }>(
      'GetRecords',
      read,
    );
    const last = Records.at(-1);
    if (last) {
      await invoke(mapping.FunctionName, { Records });
      keep(tableOf(mapping), last.dynamodb.SequenceNumber);
    } else await setTimeout(PAUSE_MS);
    return NextShardIterator;
  };
  const begin = async (mapping: Mapping, StreamArn: string): Promise<string> => {
    const call = caller(mapping);
    const TableName = tableOf(mapping);
    const { StreamDescription } = await call<{ StreamDescription: { Shards: Shard[] } }>('DescribeStream', {
      StreamArn,
    });
    // The engines keep a table's changes in one shard.
    const ShardId = StreamDescription.Shards[0]!.ShardId;
    const iterator = async (from: object) =>
      (await call<{ ShardIterator: string }>('GetShardIterator', { StreamArn, ShardId, ...from })).ShardIterator;
    const SequenceNumber = places[TableName];
    const first = () => iterator({ ShardIteratorType: 'TRIM_HORIZON' });
    if (SequenceNumber === undefined) return first();
    return iterator({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber }).catch(first);
  };
  const readAll = async (mapping: Mapping): Promise<void> => {
    const TableName = tableOf(mapping);
    let place: string | undefined;
    while (!stopped.signal.aborted) {
      try {
        const { Streams } = await (place === undefined
          ? caller(mapping)<{ Streams: { StreamArn: string }[] }>('ListStreams', { TableName })
          : { Streams: [] });
        place = await readOn(mapping, place ?? (await begin(mapping, Streams[0]!.StreamArn)));
      } catch {
        // The function's own log says why a call failed; the batch is given to it again.
        if (!stopped.signal.aborted) await setTimeout(PAUSE_MS);
      }
    }
  };
  for (const { properties } of assembly.of<Mapping>('AWS::Lambda::EventSourceMapping'))
    if (properties.EventSourceArn.startsWith('arn:aws:dynamodb:')) void readAll(properties);
  return () => stopped.abort();
}
