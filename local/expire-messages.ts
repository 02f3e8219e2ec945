/** SQS's retention of messages, which the engine lacks: removes those that have waited too long, such as in a dead-letter queue. */
import type { FauxqsServer } from 'fauxqs';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { QUEUE_SECONDS } from '#infra/retention.ts';
import { ACCOUNT } from './aws/names.ts';
import { callAction } from './aws-json.ts';

type Queue = { readonly MessageRetentionPeriod?: number };
type Message = { readonly ReceiptHandle: string; readonly Attributes?: { readonly SentTimestamp?: string } };
const MANY = 10;
/** So long is what stays out of sight of its function. */
const HIDDEN_SECONDS = 5;

/** The engine, which shows the messages of a queue without receiving them. */
export type Inspected = Pick<FauxqsServer, 'inspectQueue'>;

/** Whether a message of the queue was sent before this, Unix ms. */
function hasOlder(engine: Inspected, queue: string, before: number): boolean {
  const { ready = [], delayed = [], inflight = [] } = engine.inspectQueue(queue)?.messages ?? {};
  return [...ready, ...delayed, ...inflight.map(({ message }) => message)].some((one) => one.sentTimestamp < before);
}

/** @param endpoint of SQS @param now Unix ms @returns how many were removed */
export async function expireMessages(
  assembly: Assembly,
  endpoint: string,
  engine: Inspected,
  now: number,
): Promise<number> {
  let removed = 0;
  for (const { name, properties } of assembly.of<Queue>('AWS::SQS::Queue')) {
    const before = now - (properties.MessageRetentionPeriod ?? QUEUE_SECONDS) * 1000;
    if (!hasOlder(engine, name, before)) continue;
    const QueueUrl = `${endpoint}/${ACCOUNT}/${name}`;
    const call = <T>(action: string, input: object) =>
      callAction<T>(endpoint, `AmazonSQS.${action}`, { QueueUrl, ...input });
    const wanted = { MaxNumberOfMessages: MANY, VisibilityTimeout: HIDDEN_SECONDS, AttributeNames: ['SentTimestamp'] };
    for (let more = true; more; ) {
      const { Messages = [] } = await call<{ Messages?: Message[] }>('ReceiveMessage', wanted);
      const over = Messages.filter(({ Attributes }) => Number(Attributes?.SentTimestamp ?? now) < before);
      for (const { ReceiptHandle } of over) await call('DeleteMessage', { ReceiptHandle });
      removed += over.length;
      more = Messages.length > 0;
    }
  }
  return removed;
}
