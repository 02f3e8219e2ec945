/**
 * Event source mappings: polls each queue for its function, as Lambda's pollers do. What fails becomes visible again after the
 * queue's time and goes to the dead letters after its count.
 */
import { callAction } from './aws-json.ts';
import type { Functions } from './functions.ts';
import { ACCOUNT, type Assembly } from './template.ts';

const WaitTimeSeconds = 10;
const PAUSE_MS = 500;

type Message = { MessageId: string; ReceiptHandle: string; Body: string; Attributes?: Record<string, string> };
type Mapping = { BatchSize: number; EventSourceArn: string; FunctionName: string };
type BatchAnswer = { batchItemFailures?: { itemIdentifier: string }[] } | null;

/** Starts a poller for each mapping of the template; the result stops them. */
export function pollQueues(assembly: Assembly, functions: Functions, endpoint: string): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  const poll = async ({ BatchSize, EventSourceArn, FunctionName }: Mapping): Promise<void> => {
    const QueueUrl = `${endpoint}/${ACCOUNT}/${EventSourceArn.split(':').at(-1)!}`;
    const receive = { QueueUrl, MaxNumberOfMessages: BatchSize, WaitTimeSeconds, MessageSystemAttributeNames: ['All'] };
    while (!signal.aborted) {
      try {
        const { Messages = [] } = await callAction<{ Messages?: Message[] }>(
          endpoint,
          'AmazonSQS.ReceiveMessage',
          receive,
          signal,
        );
        if (Messages.length === 0) continue;
        const Records = Messages.map(({ MessageId, ReceiptHandle, Body, Attributes }) => {
          return {
            messageId: MessageId,
            receiptHandle: ReceiptHandle,
            body: Body,
            attributes: Attributes,
            eventSource: 'aws:sqs',
            eventSourceARN: EventSourceArn,
          };
        });
        const answer = (await functions.invoke(FunctionName, { Records })) as BatchAnswer;
        const failed = answer?.batchItemFailures?.map((item) => item.itemIdentifier) ?? [];
        for (const { MessageId, ReceiptHandle } of Messages) {
          if (!failed.includes(MessageId))
            await callAction(endpoint, 'AmazonSQS.DeleteMessage', { QueueUrl, ReceiptHandle });
        }
      } catch {
        // The function's own log says why; the messages come again when they are visible again.
        if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  };
  for (const { properties } of assembly.of('AWS::Lambda::EventSourceMapping')) void poll(properties as Mapping);
  return () => controller.abort();
}
