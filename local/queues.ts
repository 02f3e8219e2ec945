/**
 * Event source mappings: polls each queue for its function, as Lambda's pollers do. A message that failed becomes visible again after the
 * queue's visibility time-out, and goes to the dead-letter queue after the count of its redrive policy.
 */
import { setTimeout } from 'node:timers/promises';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { ACCOUNT, nameIn } from './aws/names.ts';
import { callAction } from './aws-json.ts';
import type { Invoke } from './functions.ts';
import type { Permits } from './iam/permits.ts';

const WaitTimeSeconds = 10;
const PAUSE_MS = 500;

type Message = { MessageId: string; ReceiptHandle: string; Body: string; Attributes?: Record<string, string> };
type Mapping = { BatchSize: number; EventSourceArn: string; FunctionName: string };
type BatchAnswer = { batchItemFailures?: { itemIdentifier: string }[] } | null;

/** Starts a poller for each mapping of the template; the result stops them. `endpoint`: of SQS. */
export function pollQueues(
  assembly: Assembly,
  invoke: Invoke,
  endpoint: string,
  permits: Pick<Permits, 'queue'>,
): () => void {
  const stopped = new AbortController();
  const poll = async ({ BatchSize, EventSourceArn, FunctionName }: Mapping): Promise<void> => {
    const QueueUrl = `${endpoint}/${ACCOUNT}/${nameIn(EventSourceArn)}`;
    const call = async <T>(action: string, input: object, signal?: AbortSignal) => {
      permits.queue(FunctionName, action, nameIn(EventSourceArn));
      return callAction<T>(endpoint, `AmazonSQS.${action}`, { QueueUrl, ...input }, signal);
    };
    const wanted = { MaxNumberOfMessages: BatchSize, WaitTimeSeconds, MessageSystemAttributeNames: ['All'] };
    const { Messages = [] } = await call<{ Messages?: Message[] }>('ReceiveMessage', wanted, stopped.signal);
    if (Messages.length === 0) return;
    const source = { eventSource: 'aws:sqs', eventSourceARN: EventSourceArn };
    const Records = Messages.map(({ MessageId: messageId, ReceiptHandle: receiptHandle, Body, Attributes }) => {
      return { messageId, receiptHandle, body: Body, attributes: Attributes, ...source };
    });
    const answer = (await invoke(FunctionName, { Records })) as BatchAnswer;
    const failed = answer?.batchItemFailures?.map((item) => item.itemIdentifier) ?? [];
    for (const { MessageId, ReceiptHandle } of Messages)
      if (!failed.includes(MessageId)) await call('DeleteMessage', { ReceiptHandle });
  };
  const pollOn = async (mapping: Mapping): Promise<void> => {
    // The function's own log says why a call failed; its messages are received again after their visibility time-out.
    while (!stopped.signal.aborted) await poll(mapping).catch(() => setTimeout(PAUSE_MS));
  };
  for (const { properties } of assembly.of<Mapping>('AWS::Lambda::EventSourceMapping'))
    if (properties.EventSourceArn.startsWith('arn:aws:sqs:')) void pollOn(properties);
  return () => stopped.abort();
}
