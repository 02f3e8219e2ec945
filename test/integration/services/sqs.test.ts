/** The simulated SQS and the embedded engine's: the same calls by the same client have the same outcome. */
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import * as fc from 'fast-check';
import { simulated } from '../../simulation/client.ts';
import { Sqs } from '../../simulation/services/sqs/sqs.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { drawnBy, outcome } from '../../support/outcome.ts';

const common = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
};
const rules = { mails: { visibilitySeconds: 30, redrive: { to: 'dead', maxReceives: 2 } }, dead: {} };

let engines: Engines;
let clients: Record<string, { sqs: SQSClient; url: string }>;
beforeAll(async () => {
  engines = await startEngines('SQS');
  const quiet = new Sqs({ now: () => Date.now(), random: drawnBy(1) }, rules, () => false);
  const at = (host: string) => `${host}/000000000000/`;
  clients = {
    simulated: {
      sqs: new SQSClient({ ...common, requestHandler: simulated(quiet) }),
      url: at('https://sqs.eu-central-1.amazonaws.com'),
    },
    embedded: { sqs: new SQSClient({ ...common, endpoint: engines.sqs }), url: at(engines.sqs) },
  };
});
afterAll(() => engines.stop());

function callsOf({ sqs, url }: { sqs: SQSClient; url: string }, queue = 'mails') {
  const QueueUrl = `${url}${queue}`;
  return {
    send: (MessageBody: string, more: object = {}) =>
      outcome(
        sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more })),
        ({ MD5OfMessageBody }) => MD5OfMessageBody,
      ),
    sendMany: (entries: readonly { Id: string; MessageBody: string }[]) =>
      outcome(sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [...entries] })), ({ Successful, Failed }) => ({
        sent: Successful?.map(({ Id }) => Id),
        failed: Failed?.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault]) ?? [],
      })),
    receive: async (more: object = {}) => {
      const MessageSystemAttributeNames = ['ApproximateReceiveCount' as const];
      const command = new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames,
        ...more,
      });
      return (await sqs.send(command)).Messages ?? [];
    },
    remove: (ReceiptHandle: string) =>
      outcome(sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })), () => 'done'),
    removeMany: (handles: readonly string[]) => {
      const Entries = handles.map((ReceiptHandle, at) => ({ Id: String(at), ReceiptHandle }));
      return outcome(sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries })), ({ Successful }) =>
        Successful?.map(({ Id }) => Id),
      );
    },
    hide: (ReceiptHandle: string, VisibilityTimeout: number) =>
      outcome(
        sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout })),
        () => 'done',
      ),
    counts: () =>
      outcome(sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] })), ({ Attributes = {} }) => [
        Attributes['ApproximateNumberOfMessages'],
        Attributes['ApproximateNumberOfMessagesNotVisible'],
        Attributes['ApproximateNumberOfMessagesDelayed'],
      ]),
  };
}
const sorted = (texts: readonly string[]) => texts.toSorted((a, b) => (a < b ? -1 : 1));
const bodies = (messages: readonly Message[]) => sorted(messages.map(({ Body = '' }) => Body));

describe.each(['simulated', 'embedded'])('%s', (which) => {
  const calls = (queue?: string) => callsOf(clients[which]!, queue);

  test('a message is received, hidden, and gone once it was deleted', async () => {
    const { send, receive, remove, counts } = calls('dead');
    expect(await send('{"to":"ä"}')).toMatch(/^[\da-f]{32}$/u);
    const [first] = await receive();
    expect(first).toMatchObject({ Body: '{"to":"ä"}', Attributes: { ApproximateReceiveCount: '1' } });
    expect(await receive()).toEqual([]);
    expect(await counts()).toEqual(['0', '1', '0']);
    expect(await remove(first!.ReceiptHandle!)).toBe('done');
    expect(await remove(first!.ReceiptHandle!)).toBe('done');
    expect(await counts()).toEqual(['0', '0', '0']);
  });

  test('what was not deleted comes again, and after its receives lies with the dead letters', async () => {
    const { send, receive } = calls();
    await send('again');
    for (const count of ['1', '2']) {
      const [message] = await receive({ VisibilityTimeout: 0 });
      expect(message).toMatchObject({ Body: 'again', Attributes: { ApproximateReceiveCount: count } });
    }
    expect(await receive()).toEqual([]);
    const [dead] = await calls('dead').receive();
    expect(dead).toMatchObject({ Body: 'again' });
    await calls('dead').remove(dead!.ReceiptHandle!);
  });

  test('a batch has one to ten entries, each with an id of its own, that succeed one by one', async () => {
    const { sendMany, receive, removeMany } = calls('dead');
    const entry = (Id: string, MessageBody = Id) => ({ Id, MessageBody });
    expect(await sendMany([])).toMatchObject({ error: 'EmptyBatchRequest' });
    expect(await sendMany([entry('a'), entry('a')])).toMatchObject({ error: 'BatchEntryIdsNotDistinct' });
    const eleven = Array.from({ length: 11 }, (_, at) => entry(String(at)));
    expect(await sendMany(eleven)).toMatchObject({ error: 'TooManyEntriesInBatchRequest' });
    expect(await sendMany([entry('a'), entry('b'), entry('c')])).toEqual({ sent: ['a', 'b', 'c'], failed: [] });
    const received = await receive();
    expect(bodies(received)).toEqual(['a', 'b', 'c']);
    expect(await removeMany(received.map(({ ReceiptHandle }) => ReceiptHandle!))).toEqual(['0', '1', '2']);
  });

  test('a message that is delayed is not there yet', async () => {
    const { send, receive, counts } = calls('dead');
    await send('later', { DelaySeconds: 900 });
    expect(await receive()).toEqual([]);
    expect(await counts()).toEqual(['0', '0', '1']);
  });

  test('wrong requests are refused by name', async () => {
    const { send } = calls();
    expect(await calls('none').send('x')).toMatchObject({ error: 'QueueDoesNotExist' });
    // The embedded engine answers these under their names of before the JSON protocol.
    const named = (name: string) => ({ error: expect.stringMatching(new RegExp(`${name}$`, 'u')) });
    expect(await send('a\uFFFEb')).toMatchObject(named('InvalidMessageContents'));
    expect(await send('x'.repeat(1_048_577))).toMatchObject(named('InvalidParameterValue'));
  });
});

const request = fc.oneof(
  // Without characters behind U+FFFF, which SQS takes and the embedded engine refuses.
  fc.record({ act: fc.constant('send' as const), body: fc.string({ minLength: 1, maxLength: 5 }) }),
  fc.record({ act: fc.constant('receive-all' as const), remove: fc.boolean() }),
  fc.record({ act: fc.constant('counts' as const) }),
);
type Request = typeof request extends fc.Arbitrary<infer R> ? R : never;

async function outcomes(client: { sqs: SQSClient; url: string }, requests: readonly Request[]): Promise<unknown[]> {
  const { send, receive, remove, counts } = callsOf(client);
  const found: unknown[] = [];
  for (const one of requests) {
    if (one.act === 'send') found.push(await send(one.body));
    // The embedded engine says late which of them are visible.
    else if (one.act === 'counts')
      found.push(Object.values(await counts()).reduce<number>((sum, count) => sum + Number(count), 0));
    else {
      // With visibility 0 they stay for the next receive.
      const all = await receive(one.remove ? {} : { VisibilityTimeout: 0 });
      found.push(sorted(all.map(({ Body, Attributes }) => `${Attributes?.ApproximateReceiveCount} ${Body}`)));
      if (one.remove) for (const { ReceiptHandle } of all) found.push(await remove(ReceiptHandle!));
    }
  }
  // Nothing stays for the next.
  const rest = await callsOf(client).receive();
  for (const { ReceiptHandle } of rest) await remove(ReceiptHandle!);
  const dead = callsOf(client, 'dead');
  const letters = await dead.receive();
  for (const { ReceiptHandle } of letters) await dead.remove(ReceiptHandle!);
  return [...found, bodies(rest), bodies(letters)];
}

test('drawn requests have the same outcomes on both', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 3, maxLength: 9 }), async (requests) => {
      expect(await outcomes(clients['simulated']!, requests)).toEqual(await outcomes(clients['embedded']!, requests));
    }),
    { seed: 13, numRuns: 25 },
  );
});

describe('what the embedded engine leaves out', () => {
  test('a message in flight is hidden longer, or no more; one that is not in flight is not', async () => {
    const { send, receive, hide, remove } = callsOf(clients['simulated']!);
    expect(await remove('no handle')).toMatchObject({ error: 'ReceiptHandleIsInvalid' });
    await send('hidden');
    const [message] = await receive();
    expect(await hide(message!.ReceiptHandle!, 43_201)).toMatchObject({ error: 'InvalidParameterValue' });
    expect(await hide(message!.ReceiptHandle!, 600)).toBe('done');
    // The embedded engine answers 500, and has lost the message until its next start.
    expect(await hide(message!.ReceiptHandle!, 0)).toBe('done');
    expect(await hide(message!.ReceiptHandle!, 0)).toMatchObject({ error: 'MessageNotInflight' });
    expect(bodies(await receive())).toEqual(['hidden']);
  });

  test('with the handle of an earlier receive nothing is deleted', () => {
    let now = 0;
    const { queues } = new Sqs({ now: () => now, random: drawnBy(3) }, rules, () => false);
    queues.send('mails', 'x');
    const [first] = queues.receive('mails', 1);
    now += 31_000;
    queues.receive('mails', 1);
    queues.remove('mails', first!.ReceiptHandle);
    expect(queues.bodies('mails')).toEqual(['x']);
  });

  test('a message comes late, in another order, twice, or again after it was deleted, and all of them come', () => {
    let now = 0;
    const world = { now: () => now, random: drawnBy(4) };
    const { queues } = new Sqs(world, { mails: { visibilitySeconds: 30 } });
    const sent = Array.from({ length: 200 }, (_, number) => queues.send('mails', `m${number}`));
    const seen: string[] = [];
    const deleted = new Set<string>();
    let again = 0;
    while (queues.nextAt('mails') !== undefined && now < 3_600_000) {
      for (const { MessageId, ReceiptHandle } of queues.receive('mails', 10)) {
        if (deleted.has(MessageId)) again += 1;
        seen.push(MessageId);
        queues.remove('mails', ReceiptHandle);
        deleted.add(MessageId);
      }
      now += 500;
    }
    expect(new Set(seen)).toEqual(new Set(sent));
    expect(again).toBeGreaterThan(0);
    expect(seen.slice(0, 20)).not.toEqual(sent.slice(0, 20));
  });

  test('a message that is too old is gone', () => {
    let now = 0;
    const { queues } = new Sqs({ now: () => now, random: drawnBy(5) }, { dead: { retentionSeconds: 60 } }, () => false);
    queues.send('dead', 'x');
    now = 59_999;
    expect(queues.bodies('dead')).toEqual(['x']);
    now = 60_000;
    expect(queues.bodies('dead')).toEqual([]);
  });
});
