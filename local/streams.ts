/**
 * Event source mappings of DynamoDB's streams: reads each stream for its function, as Lambda's pollers do. A batch that failed is given to
 * the function again until it is done. A start begins at the oldest change that the engine still knows: the function finds what it has
 * seen before.
 */
import { setTimeout } from 'node:timers/promises';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { ACCOUNT, callAction, REGION } from './aws-json.ts';
import type { Invoke } from './functions.ts';

const PAUSE_MS = 250;

type Mapping = { BatchSize: number; EventSourceArn: string; FunctionName: string };
type Shard = { ShardId: string };

/** The ARN by which the template names the stream of a table; the engine has another. */
export const streamArn = (table: string): string => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${table}/stream/0`;

/** Starts a reader for each mapping of the template; the result stops them. `endpoint`: of DynamoDB. */
export function readStreams(assembly: Assembly, invoke: Invoke, endpoint: string): () => void {
  const stopped = new AbortController();
  const call = <T>(action: string, input: object) =>
    callAction<T>(endpoint, `DynamoDBStreams_20120810.${action}`, input, stopped.signal);
  /** Gives the changes behind this place to the function. @returns the place behind them */
  const readOn = async ({ BatchSize, FunctionName }: Mapping, ShardIterator: string): Promise<string> => {
    const read = { ShardIterator, Limit: BatchSize };
    const { Records, NextShardIterator } = await call<{ Records: object[]; NextShardIterator: string }>(
      'GetRecords',
      read,
    );
    if (Records.length > 0) await invoke(FunctionName, { Records });
    else await setTimeout(PAUSE_MS);
    return NextShardIterator;
  };
  const begin = async (StreamArn: string): Promise<string> => {
    const { StreamDescription } = await call<{ StreamDescription: { Shards: Shard[] } }>('DescribeStream', {
      StreamArn,
    });
    // The engines keep a table's changes in one shard.
    const ShardId = StreamDescription.Shards[0]!.ShardId;
    const from = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    return (await call<{ ShardIterator: string }>('GetShardIterator', from)).ShardIterator;
  };
  const readAll = async (mapping: Mapping): Promise<void> => {
    const TableName = mapping.EventSourceArn.split('/')[1]!;
    let place: string | undefined;
    while (!stopped.signal.aborted) {
      try {
        const { Streams } = await (place === undefined
          ? call<{ Streams: { StreamArn: string }[] }>('ListStreams', { TableName })
          : { Streams: [] });
        place = await readOn(mapping, place ?? (await begin(Streams[0]!.StreamArn)));
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
