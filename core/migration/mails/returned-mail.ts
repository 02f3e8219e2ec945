/**
 * The mail service's event about a mail that came back: SES's event as its SNS topic carries it (SES developer guide, "Contents of
 * event data that Amazon SES publishes to Amazon SNS"). It holds addresses and headers; only the notice's id is used.
 */
import * as z from 'zod';
import { invalid } from '#core/errors.ts';
import { parseJson } from '#core/json.ts';
import type { Return } from '../notice.ts';

/** `notice`: noticeId of the user key that the person had when the mail was sent. `messageId`: the mail service's. */
export type ReturnedMail = {
  readonly kind: Return;
  readonly migration: string;
  readonly notice: string;
  readonly messageId?: string;
};

const hex = z.string().regex(/^[0-9a-f]{32}$/u);
const tags = z.object({ migration: z.tuple([hex]), notice: z.tuple([hex]) });
const event = z.object({
  eventType: z.string(),
  bounce: z.object({ bounceType: z.string(), bounceSubType: z.string() }).optional(),
  mail: z.object({ messageId: z.string().max(200).optional(), tags: z.record(z.string(), z.unknown()).optional() }),
});

const unreadable = () => invalid('mail.event_unreadable', 'This is no event of the mail service.');

function read(body: string): z.infer<typeof event> {
  try {
    return event.parse(parseJson(body));
  } catch {
    // The error may quote the event, and with it an address.
    throw unreadable();
  }
}

/**
 * What SES publishes once when a topic becomes its destination, to see that it may: of events on mails a line of plain text, of an
 * identity's notifications an object.
 */
const isTopicCheck = (body: string): boolean =>
  body.startsWith('Successfully validated SNS topic') || body.includes('"AmazonSnsSubscriptionSucceeded"');

/**
 * Undefined where a notice is not concerned: SES's check of the topic, a mail of another kind, another event, or a bounce that most often is an automatic
 * reply (Transient, General), of which the mail itself has arrived.
 * @param body of the queue's message @throws LandfallError mail.event_unreadable
 */
export function returnedMail(body: string): ReturnedMail | undefined {
  if (isTopicCheck(body)) return undefined;
  const { eventType, bounce, mail } = read(body);
  if (eventType !== 'Bounce' && eventType !== 'Complaint') return undefined;
  if (eventType === 'Bounce' && !bounce) throw unreadable();
  if (bounce?.bounceType === 'Transient' && bounce.bounceSubType === 'General') return undefined;
  const ours = tags.safeParse(mail.tags);
  if (!ours.success) return undefined;
  const [migration, notice] = [ours.data.migration[0], ours.data.notice[0]];
  const { messageId } = mail;
  return {
    kind: eventType === 'Bounce' ? 'bounced' : 'complained',
    migration,
    notice,
    ...(messageId === undefined ? {} : { messageId }),
  };
}
