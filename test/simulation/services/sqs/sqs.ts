/** The API of Amazon SQS (JSON protocol) over the queues. Source: Amazon SQS API reference. */
import * as z from 'zod';
import { type Action, action, type JsonService, jsonService, Refusal } from '../json.ts';
import { type Rarely, sometimes } from '../rarely.ts';
import type { Fault, Service, Surroundings, WireAnswer, WireRequest } from '../service.ts';
import { DAY_SECONDS, md5, type QueueRules, Queues } from './queues.ts';

const MAX_SECONDS = 43_200;
const BATCH = 10;

const queueUrl = z.string();
const seconds = z.int().min(0).max(MAX_SECONDS);
const delay = z.int().min(0).max(900).optional();
const entryId = z.string().regex(/^[\w-]{1,80}$/u);
const schemas = {
  send: z.strictObject({ QueueUrl: queueUrl, MessageBody: z.string(), DelaySeconds: delay }),
  sendMany: z.strictObject({
    QueueUrl: queueUrl,
    Entries: z.array(z.strictObject({ Id: entryId, MessageBody: z.string(), DelaySeconds: delay })),
  }),
  receive: z.strictObject({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: z.int().min(1).max(BATCH).default(1),
    VisibilityTimeout: seconds.optional(),
    WaitTimeSeconds: z.int().min(0).max(20).optional(),
    AttributeNames: z.array(z.string()).optional(),
    MessageSystemAttributeNames: z.array(z.string()).optional(),
  }),
  remove: z.strictObject({ QueueUrl: queueUrl, ReceiptHandle: z.string() }),
  removeMany: z.strictObject({
    QueueUrl: queueUrl,
    Entries: z.array(z.strictObject({ Id: entryId, ReceiptHandle: z.string() })),
  }),
  visibility: z.strictObject({ QueueUrl: queueUrl, ReceiptHandle: z.string(), VisibilityTimeout: seconds }),
  attributes: z.strictObject({ QueueUrl: queueUrl, AttributeNames: z.array(z.string()).default([]) }),
};
type Entry = { readonly Id: string };

const FAULTS: JsonService['refused'] = {
  throttled: { name: 'RequestThrottled', status: 403, message: 'Rate exceeded' },
  internal: { name: 'InternalFailure', status: 500 },
  unavailable: { name: 'ServiceUnavailable', status: 503 },
  'kms-throttled': { name: 'KmsThrottled', status: 400 },
};

/** A batch's entries have ids of their own, and are one to ten. @throws Refusal */
function checkEntries(entries: readonly Entry[]): void {
  if (entries.length === 0) throw new Refusal('EmptyBatchRequest', 'There should be at least one entry.');
  if (entries.length > BATCH) throw new Refusal('TooManyEntriesInBatchRequest', 'Maximum number of entries is 10.');
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length)
    throw new Refusal('BatchEntryIdsNotDistinct', 'Ids repeated.');
}

function actionsOf(queues: Queues, random: Surroundings['random']): Readonly<Record<string, Action>> {
  const invalid = () => new Refusal('InvalidParameterValue', 'One or more parameters are invalid.');
  const batchOf = <E extends Entry>(entries: readonly E[], run: (entry: E) => object, fails: () => boolean) => {
    checkEntries(entries);
    const Successful: object[] = [];
    const Failed: object[] = [];
    for (const entry of entries)
      try {
        if (fails()) throw new Refusal('InternalError', 'Try again.', 500);
        Successful.push({ Id: entry.Id, ...run(entry) });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const { name: Code, message: Message, status } = error;
        Failed.push({ Id: entry.Id, Code, Message, SenderFault: status < 500 });
      }
    return { Successful, Failed };
  };
  const never = () => false;
  const partly = () => random(2) === 0;
  const sent = (
    queue: string,
    { MessageBody, DelaySeconds }: { MessageBody: string; DelaySeconds?: number | undefined },
  ) => ({
    MessageId: queues.send(queue, MessageBody, DelaySeconds),
    MD5OfMessageBody: md5(MessageBody),
  });
  const removed = (queue: string, { ReceiptHandle }: { ReceiptHandle: string }) => {
    queues.remove(queue, ReceiptHandle);
    return {};
  };
  const sendMany =
    (fails: () => boolean) =>
    ({ QueueUrl, Entries }: z.infer<typeof schemas.sendMany>) =>
      batchOf(Entries, (entry) => sent(QueueUrl, entry), fails);
  const removeMany =
    (fails: () => boolean) =>
    ({ QueueUrl, Entries }: z.infer<typeof schemas.removeMany>) =>
      batchOf(Entries, (entry) => removed(QueueUrl, entry), fails);
  return {
    SendMessage: action('SendMessage', { input: schemas.send, run: (input) => sent(input.QueueUrl, input) }, invalid),
    SendMessageBatch: action(
      'SendMessageBatch',
      { input: schemas.sendMany, run: sendMany(never), own: { partial: sendMany(partly) } },
      invalid,
    ),
    ReceiveMessage: action(
      'ReceiveMessage',
      {
        input: schemas.receive,
        run: ({ QueueUrl, MaxNumberOfMessages, VisibilityTimeout, ...asked }) => {
          const names = [...(asked.AttributeNames ?? []), ...(asked.MessageSystemAttributeNames ?? [])];
          const all = queues.receive(QueueUrl, MaxNumberOfMessages, VisibilityTimeout);
          const Messages = all.map(({ Attributes, ...rest }) => ({
            ...rest,
            Attributes: Object.fromEntries(
              Object.entries(Attributes).filter(([name]) => names.includes('All') || names.includes(name)),
            ),
          }));
          return Messages.length > 0 ? { Messages } : {};
        },
      },
      invalid,
    ),
    DeleteMessage: action(
      'DeleteMessage',
      { input: schemas.remove, run: (input) => removed(input.QueueUrl, input) },
      invalid,
    ),
    DeleteMessageBatch: action(
      'DeleteMessageBatch',
      { input: schemas.removeMany, run: removeMany(never), own: { partial: removeMany(partly) } },
      invalid,
    ),
    ChangeMessageVisibility: action(
      'ChangeMessageVisibility',
      {
        input: schemas.visibility,
        run: (input) => {
          queues.changeVisibility(input.QueueUrl, input.ReceiptHandle, input.VisibilityTimeout);
          return {};
        },
      },
      invalid,
    ),
    GetQueueAttributes: action(
      'GetQueueAttributes',
      {
        input: schemas.attributes,
        run: ({ QueueUrl, AttributeNames }) => {
          const { messages, rules } = queues.queue(QueueUrl);
          const now = queues.now();
          const visible = messages.filter(({ visibleAt }) => visibleAt <= now).length;
          const delayed = messages.filter(({ visibleAt, receives }) => visibleAt > now && receives === 0).length;
          const all: Readonly<Record<string, string>> = {
            ApproximateNumberOfMessages: String(visible),
            ApproximateNumberOfMessagesDelayed: String(delayed),
            ApproximateNumberOfMessagesNotVisible: String(messages.length - visible - delayed),
            VisibilityTimeout: String(rules.visibilitySeconds ?? 30),
            MessageRetentionPeriod: String(rules.retentionSeconds ?? 4 * DAY_SECONDS),
          };
          const wanted = Object.entries(all).filter(
            ([name]) => AttributeNames.includes('All') || AttributeNames.includes(name),
          );
          return { Attributes: Object.fromEntries(wanted) };
        },
      },
      invalid,
    ),
  };
}

export class Sqs implements Service {
  readonly queues: Queues;
  readonly #service: Service;

  /** @param queues by name */
  constructor(world: Surroundings, queues: Readonly<Record<string, QueueRules>>, rarely: Rarely = sometimes(world)) {
    this.queues = new Queues(world, queues, rarely);
    const actions = actionsOf(this.queues, (below) => world.random(below));
    const errorHeaders = (name: string) => ({ 'x-amzn-query-error': `${name};Sender` });
    const target = 'AmazonSQS';
    this.#service = jsonService({ target, version: '1.0', actions, refused: FAULTS, errorHeaders }, world);
  }

  handle = (request: WireRequest): WireAnswer => this.#service.handle(request);
  faults = (request: WireRequest): readonly Fault[] => this.#service.faults(request);
  refuse = (request: WireRequest, fault: Fault): WireAnswer => this.#service.refuse(request, fault);
}
