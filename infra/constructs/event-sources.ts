/**
 * What Lambda reads for a function: queues and streams, for its alias. Each mapping stands in the function's scope, where it was before there were
 * aliases: its logical id is the same, so that CloudFormation changes the mapping that is there, and a stream is read on from its place.
 */
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { EventSourceMapping, type EventSourceMappingOptions, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Names } from 'aws-cdk-lib/core';
import type { Functions } from './functions.ts';

type Options = Partial<EventSourceMappingOptions>;

/** Calls the function with messages of the queue; those that it names as failed come again. */
export function readQueue(functions: Functions, name: string, queue: Queue, options: Options = {}): void {
  const reader = functions.get(name);
  new EventSourceMapping(reader, `SqsEventSource:${Names.nodeUniqueId(queue.node)}`, {
    target: functions.live(name),
    eventSourceArn: queue.queueArn,
    batchSize: 10,
    reportBatchItemFailures: true,
    ...options,
  });
  queue.grantConsumeMessages(reader);
}

/** Calls the function with each change of the table, in order and until it is done. */
export function readStream(
  functions: Functions,
  name: string,
  id: string,
  { table, dataKey, ...options }: Options & { readonly table: ITable; readonly dataKey: IKey },
): void {
  const reader = functions.get(name);
  const stream = table.tableStreamArn!;
  const read = ['DescribeStream', 'GetRecords', 'GetShardIterator'].map((action) => `dynamodb:${action}`);
  reader.addToRolePolicy(new PolicyStatement({ actions: read, resources: [stream] }));
  // It names no stream.
  reader.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }));
  reader.addToRolePolicy(new PolicyStatement({ actions: ['kms:Decrypt'], resources: [dataKey.keyArn] }));
  new EventSourceMapping(reader, id, {
    target: functions.live(name),
    eventSourceArn: stream,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 100,
    ...options,
  });
}
