/**
 * Queues of Amazon SQS: at least once, in no order. A message may come twice, late, or again after it was deleted; after a number of receives it
 * lies in the dead-letter queue. Source: Amazon SQS developer guide ("At-least-once delivery", "Visibility timeout", "Dead-letter queues").
 */
import { createHash } from 'node:crypto';
import { Refusal } from '../json.ts';
import type { Rarely } from '../rarely.ts';
import type { Surroundings } from '../service.ts';

export type QueueRules = {
  readonly visibilitySeconds?: number;
  readonly retentionSeconds?: number;
  readonly maxBytes?: number;
  /** After so many receives a message goes to the other queue. */
  readonly redrive?: { readonly to: string; readonly maxReceives: number };
};
type Message = {
  readonly id: string;
  readonly body: string;
  /** Unix milliseconds. It keeps its first time when it moves to the dead-letter queue. */
  readonly sentAt: number;
  visibleAt: number;
  receives: number;
  firstReceivedAt: number;
  /** Of the last receive; the others are spent. */
  handle: string;
  /** How often it has come again for no reason of its consumer's. */
  oddities: number;
};
export type Received = {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly Attributes: Readonly<Record<string, string>>;
};
type Queue = { readonly rules: QueueRules; messages: Message[] };

export const DAY_SECONDS = 86_400;
/** How much later than it was sent a message may be seen first. */
const LATE_MS = 5_000;
/** A message that always came again would end among the dead letters, whatever its consumer does: with SQS that does not happen. */
const ODDITIES = 2;

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
/** What XML 1.0 has no character for (API reference, SendMessage). */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

export class Queues {
  readonly #queues: ReadonlyMap<string, Queue>;
  readonly #world: Surroundings;
  readonly #rarely: Rarely;

  /** @param queues by name */
  constructor(world: Surroundings, queues: Readonly<Record<string, QueueRules>>, rarely: Rarely) {
    this.#world = world;
    this.#rarely = rarely;
    this.#queues = new Map(Object.entries(queues).map(([name, rules]) => [name, { rules, messages: [] }]));
  }

  now = (): number => this.#world.now();

  /** By name, address or ARN. @throws Refusal */
  queue(id: string): Queue {
    const name = id.split(/[/:]/u).at(-1)!;
    const found = this.#queues.get(name);
    if (!found) throw new Refusal('QueueDoesNotExist', 'The specified queue does not exist.');
    const oldest = this.now() - (found.rules.retentionSeconds ?? 4 * DAY_SECONDS) * 1000;
    found.messages = found.messages.filter(({ sentAt }) => sentAt > oldest);
    return found;
  }

  /** Puts a message into a queue, as an event of S3 or SNS does. @returns its id @throws Refusal */
  send(id: string, body: string, delaySeconds = 0): string {
    const { messages, rules } = this.queue(id);
    if (body === '') throw new Refusal('MissingParameter', 'The request must contain the parameter MessageBody.');
    if (FORBIDDEN.test(body)) throw new Refusal('InvalidMessageContents', 'Invalid characters found.');
    const { maxBytes = 1_048_576 } = rules;
    if (Buffer.byteLength(body) > maxBytes)
      throw new Refusal(
        'InvalidParameterValue',
        `One or more parameters are invalid. Message must be shorter than ${maxBytes} bytes.`,
      );
    const now = this.now();
    const late = this.#rarely() ? this.#world.random(LATE_MS) : 0;
    const hex = Array.from({ length: 32 }, () => this.#world.random(16).toString(16)).join('');
    const message = { id: hex.replace(/^(.{8})(.{4})(.{4})(.{4})/u, '$1-$2-$3-$4-'), body, sentAt: now };
    messages.push({
      ...message,
      visibleAt: now + delaySeconds * 1000 + late,
      receives: 0,
      firstReceivedAt: 0,
      handle: '',
      oddities: 0,
    });
    return message.id;
  }

  /** Up to `max` of the visible messages, in an order that is drawn; not always all that there are. */
  receive(id: string, max: number, visibilitySeconds?: number): Received[] {
    const queue = this.queue(id);
    const now = this.now();
    const hidden = (visibilitySeconds ?? queue.rules.visibilitySeconds ?? 30) * 1000;
    const visible = queue.messages.filter(({ visibleAt }) => visibleAt <= now);
    const taken: Received[] = [];
    while (visible.length > 0 && taken.length < max && !(taken.length > 0 && this.#rarely())) {
      const [message] = visible.splice(this.#world.random(visible.length), 1) as [Message];
      if (this.#movedAway(queue, message)) continue;
      message.receives++;
      message.firstReceivedAt ||= now;
      message.handle = Buffer.from(`${message.id} ${message.receives}`).toString('base64url');
      // At times it stays visible, and comes twice.
      message.visibleAt = this.#isOdd(message) ? now : now + hidden;
      taken.push({
        MessageId: message.id,
        ReceiptHandle: message.handle,
        Body: message.body,
        MD5OfBody: md5(message.body),
        Attributes: {
          SentTimestamp: String(message.sentAt),
          ApproximateReceiveCount: String(message.receives),
          ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
          SenderId: 'AIDASIMULATED',
        },
      });
    }
    return taken;
  }

  #isOdd(message: Message): boolean {
    if (!this.#rarely() || message.oddities >= ODDITIES) return false;
    message.oddities += 1;
    return true;
  }

  #movedAway(queue: Queue, message: Message): boolean {
    const { redrive } = queue.rules;
    if (!redrive || message.receives < redrive.maxReceives) return false;
    queue.messages.splice(queue.messages.indexOf(message), 1);
    this.queue(redrive.to).messages.push({ ...message, visibleAt: this.now(), handle: '' });
    return true;
  }

  /** With the handle of an earlier receive nothing is deleted, and that is not said. @throws Refusal */
  remove(id: string, handle: string): void {
    const queue = this.queue(id);
    if (!/^[\da-f-]{36} \d+$/u.test(Buffer.from(handle, 'base64url').toString('utf8')))
      throw new Refusal('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
    const found = queue.messages.find((message) => message.handle === handle);
    // A deletion that one of the servers missed: the message comes again (developer guide, "At-least-once delivery").
    if (found && !this.#isOdd(found)) queue.messages.splice(queue.messages.indexOf(found), 1);
  }

  /** @throws Refusal MessageNotInflight */
  changeVisibility(id: string, handle: string, visibilitySeconds: number): void {
    const now = this.now();
    const found = this.queue(id).messages.find((message) => message.handle === handle);
    if (!found || found.visibleAt <= now)
      throw new Refusal('MessageNotInflight', 'The message referred to is not in flight.');
    found.visibleAt = now + visibilitySeconds * 1000;
  }

  /** The bodies of the messages that a queue holds, seen or not. */
  bodies = (id: string): string[] => this.queue(id).messages.map(({ body }) => body);

  /** When a message of the queue can be received next, in Unix milliseconds; undefined where it holds none. */
  nextAt(id: string): number | undefined {
    const times = this.queue(id).messages.map(({ visibleAt }) => visibleAt);
    return times.length > 0 ? Math.min(...times) : undefined;
  }
}
