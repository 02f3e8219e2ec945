/**
 * What calls functions by itself: queues, streams, schedules and the rule on executions, each at least once, late, and in an order of its own where
 * AWS promises none.
 */

import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { functionIn, nameIn } from '#local/aws/names.ts';
import { matches } from '#local/event-pattern.ts';
import { rateOf } from '#local/schedules.ts';
import type { Faults } from './faults.ts';
import type { Lambda } from './lambda.ts';
import type { Execution } from './machines.ts';
import type { Scheduler } from './scheduler.ts';

type Mapping = { BatchSize: number; EventSourceArn: string; FunctionName: string; ParallelizationFactor?: number };
type Rule = {
  EventBusName?: string;
  EventPattern?: object;
  ScheduleExpression?: string;
  Targets: { Arn: string }[];
  State: string;
};
type Message = { MessageId: string; ReceiptHandle: string; Body: string; Attributes?: Record<string, string> };
/** Calls an action of a service by its JSON protocol, as AWS itself does: without the network's faults. */
export type CallAction = <T>(service: string, target: string, input: object) => T;
type Change = { dynamodb: { SequenceNumber: string } };

const FIRST_PAUSE_MS = 500;
const LAST_PAUSE_MS = 20_000;
/** A schedule comes at its rate at first, and then more rarely: what it finds to do is the same, and most rounds find nothing. */
const ROUNDS_AT_RATE = 3;
const STRETCH = 5;
/** Of one message: where all were lost, nothing could keep it from the dead letters. */
const LOST_DELETIONS = 1;

/** `strike`: false where no fault is to come any more. `done` says that nothing waits in a queue or a stream. */
export function startSources(
  assembly: Assembly,
  scheduler: Scheduler,
  lambda: Lambda,
  call: CallAction,
  faults: () => Faults,
) {
  const { after, chance, random, sleep } = scheduler;
  const busy = new Set<string>();

  async function pollQueue({ BatchSize, EventSourceArn, FunctionName }: Mapping): Promise<void> {
    const name = nameIn(EventSourceArn);
    const QueueUrl = `https://sqs.eu-central-1.amazonaws.com/${EventSourceArn.split(':')[4]}/${name}`;
    let pause = FIRST_PAUSE_MS;
    const lost = new Map<string, number>();
    /** A deletion may be lost: the message comes again. */
    const loses = (id: string): boolean => {
      const before = lost.get(id) ?? 0;
      if (before >= LOST_DELETIONS || !chance(faults().deliveries / 4)) return false;
      lost.set(id, before + 1);
      return true;
    };
    for (;;) {
      await sleep(pause + random(200));
      const { Messages = [] } = call<{ Messages?: Message[] }>('sqs', 'AmazonSQS.ReceiveMessage', {
        QueueUrl,
        MaxNumberOfMessages: Math.min(10, BatchSize),
        MessageSystemAttributeNames: ['All'],
      });
      pause = Messages.length > 0 ? FIRST_PAUSE_MS : Math.min(LAST_PAUSE_MS, pause * 2);
      if (Messages.length === 0) continue;
      busy.add(name);
      const Records = Messages.map(({ MessageId: messageId, ReceiptHandle: receiptHandle, Body, Attributes }) => ({
        messageId,
        receiptHandle,
        body: Body,
        attributes: Attributes,
        eventSource: 'aws:sqs',
        eventSourceARN: EventSourceArn,
      }));
      const give = () => lambda.invoke(functionIn(FunctionName), { Records });
      if (chance(faults().copies)) after(random(4_000), () => void give().catch(() => undefined));
      try {
        const answer = (await give()) as { batchItemFailures?: { itemIdentifier: string }[] } | null;
        const failed = answer?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier) ?? [];
        for (const { MessageId, ReceiptHandle } of Messages)
          if (!failed.includes(MessageId) && !loses(MessageId))
            call('sqs', 'AmazonSQS.DeleteMessage', { QueueUrl, ReceiptHandle });
      } catch {
        // They come again when they are visible.
      }
      busy.delete(name);
    }
  }

  async function readStream({ BatchSize, EventSourceArn, FunctionName }: Mapping): Promise<void> {
    const table = EventSourceArn.split('/')[1]!;
    const streams = <T>(action: string, input: object) =>
      call<T>('dynamodb', `DynamoDBStreams_20120810.${action}`, input);
    const { Streams } = streams<{ Streams: { StreamArn: string }[] }>('ListStreams', { TableName: table });
    const StreamArn = Streams[0]!.StreamArn;
    const { StreamDescription } = streams<{ StreamDescription: { Shards: { ShardId: string }[] } }>('DescribeStream', {
      StreamArn,
    });
    const readShard = async (ShardId: string): Promise<void> => {
      const iterator = (from: object) =>
        streams<{ ShardIterator: string }>('GetShardIterator', { StreamArn, ShardId, ...from }).ShardIterator;
      let ShardIterator = iterator({ ShardIteratorType: 'TRIM_HORIZON' });
      let pause = FIRST_PAUSE_MS;
      for (;;) {
        await sleep(pause + random(200));
        const { Records, NextShardIterator } = streams<{ Records: Change[]; NextShardIterator?: string }>(
          'GetRecords',
          {
            ShardIterator,
            Limit: Math.min(BatchSize, chance(faults().deliveries * 2) ? 1 + random(5) : BatchSize),
          },
        );
        pause = Records.length > 0 ? FIRST_PAUSE_MS : Math.min(LAST_PAUSE_MS, pause * 2);
        if (Records.length > 0) {
          busy.add(StreamArn);
          const give = () => lambda.invoke(functionIn(FunctionName), { Records });
          for (let done = false; !done; ) {
            if (chance(faults().copies)) after(random(2_000), () => void give().catch(() => undefined));
            done = await give().then(
              () => true,
              () => false,
            );
            if (!done) await sleep(200 + random(2_000));
          }
          busy.delete(StreamArn);
        }
        if (NextShardIterator === undefined) return;
        // One that is older than a quarter of an hour is refused: a batch may have failed for longer.
        const SequenceNumber = Records.at(-1)?.dynamodb.SequenceNumber;
        ShardIterator =
          SequenceNumber === undefined
            ? NextShardIterator
            : iterator({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber });
      }
    };
    for (const { ShardId } of StreamDescription.Shards) void readShard(ShardId);
  }

  async function schedule(name: string, { ScheduleExpression, Targets }: Rule): Promise<void> {
    const event = { source: 'aws.events', 'detail-type': 'Scheduled Event', resources: [name], detail: {} };
    const rate = rateOf(ScheduleExpression!);
    for (let round = 0; ; round++) {
      await sleep(rate * (round < ROUNDS_AT_RATE ? 1 : STRETCH + random(2 * STRETCH)) + random(500));
      for (const { Arn } of Targets) {
        const give = () => lambda.invoke(functionIn(Arn), event).catch(() => undefined);
        if (chance(faults().copies)) after(random(5_000), () => void give());
        void give();
      }
    }
  }

  const rules = assembly.of<Rule>('AWS::Events::Rule').filter(({ properties }) => properties.State === 'ENABLED');
  for (const { name, properties } of rules) if (properties.ScheduleExpression) void schedule(name, properties);
  for (const { properties } of assembly.of<Mapping>('AWS::Lambda::EventSourceMapping'))
    if (properties.EventSourceArn.startsWith('arn:aws:sqs:')) void pollQueue(properties);
    else void readStream(properties);

  /** The rule on an execution's status: tried again for a day where the function fails. */
  async function announce(execution: Execution): Promise<void> {
    const { executionArn, ...detail } = execution;
    const event = {
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      resources: [executionArn],
      detail: { executionArn, ...detail },
    };
    for (const { properties } of rules) {
      const { EventBusName, EventPattern, Targets } = properties;
      if (EventBusName !== undefined || !EventPattern || !matches(EventPattern, event)) continue;
      for (const { Arn } of Targets) {
        const give = () =>
          lambda.invoke(functionIn(Arn), event).then(
            () => true,
            () => false,
          );
        busy.add(executionArn);
        await sleep(random(chance(faults().deliveries) ? 60_000 : 1_000));
        if (chance(faults().copies)) after(random(5_000), () => void give());
        for (let tries = 0; tries < 185 && !(await give()); tries++) await sleep(1_000 * 2 ** Math.min(tries, 6));
        busy.delete(executionArn);
      }
    }
  }

  return { announce, idle: () => busy.size === 0 };
}
