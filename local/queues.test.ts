import type { FastifyInstance } from 'fastify';
import { assemblyOf } from '#test/support/assembly.ts';
import { PERMITTED } from '#test/support/permits.ts';
import { NamedError } from './aws/names.ts';
import { serveActions } from './aws-json.ts';
import { pollQueues } from './queues.ts';

const EventSourceArn = 'arn:aws:sqs:eu-central-1:000000000000:landfall-Queue';
const properties = { BatchSize: 10, EventSourceArn, FunctionName: 'f' };
const assembly = assemblyOf([{ type: 'AWS::Lambda::EventSourceMapping', name: 'm', properties }]);
const message = (id: string) => ({ MessageId: id, ReceiptHandle: `handle of ${id}`, Body: `body of ${id}` });

let server: FastifyInstance;
let stop = () => {};
afterEach(async () => {
  stop();
  await server.close();
});

/** Polls a queue that gives these batches, one a call, then nothing. @returns what was deleted, once `until` holds */
async function polled(batches: object[][], invoke: (event: unknown) => unknown, until: (deleted: string[]) => boolean) {
  const deleted: string[] = [];
  server = await serveActions(
    0,
    {
      ReceiveMessage: async () => {
        const Messages = batches.shift();
        if (!Messages) await new Promise((resolve) => setTimeout(resolve, 20));
        return { Messages };
      },
      DeleteMessage: ({ QueueUrl, ReceiptHandle }: { QueueUrl: string; ReceiptHandle: string }) => {
        expect(QueueUrl).toMatch(/\/000000000000\/landfall-Queue$/u);
        deleted.push(ReceiptHandle);
        return {};
      },
    },
    () => undefined,
  );
  const { port } = server.server.address() as { port: number };
  stop = pollQueues(assembly, async (_name, event) => invoke(event), `http://127.0.0.1:${port}`, PERMITTED);
  for (const deadline = Date.now() + 5000; !until(deleted) && Date.now() < deadline; )
    await new Promise((resolve) => setTimeout(resolve, 10));
  return deleted;
}

test('the poller gives a batch to its function and deletes the messages that the function did not name as failed', async () => {
  const events: unknown[] = [];
  const deleted = await polled(
    [[message('a'), message('b')]],
    (event) => {
      events.push(event);
      return { batchItemFailures: [{ itemIdentifier: 'a' }] };
    },
    (done) => done.length > 0,
  );
  expect(deleted).toEqual(['handle of b']);
  expect(events).toEqual([
    {
      Records: ['a', 'b'].map((id) => ({
        messageId: id,
        receiptHandle: `handle of ${id}`,
        body: `body of ${id}`,
        eventSource: 'aws:sqs',
        eventSourceARN: EventSourceArn,
      })),
    },
  ]);
});

test('the poller deletes no message of a batch on which the function failed, and goes on polling', async () => {
  let calls = 0;
  const deleted = await polled(
    [[message('a')], [message('b')]],
    () => {
      calls += 1;
      if (calls === 1) throw new NamedError('Sandbox.Timedout', 'Too slow.');
      return null;
    },
    (done) => done.length > 0,
  );
  expect(deleted).toEqual(['handle of b']);
});
