/**
 * The mail service's event about a mail that came back: SES's event as its SNS topic carries it (SES developer guide, "Contents of
 * event data that Amazon SES publishes to Amazon SNS"). It holds addresses and headers; only the notice's id is used.
 */
import * as z from 'zod';
import { invalid } from '#core/errors.ts';
import { parseJson } from '#core/json.ts';
import type { Return } from '#core/migration/notice.ts';

/** `notice`: noticeId of the user key that the person had when the mail was sent. `messageId`: the mail service's. */
export type ReturnedMail = {
  readonly kind: Return;
  readonly migration: string;
  readonly notice: string;
  readonly messageId?: string;
};

/** A mail of a user's own, such as one of Forgot Your Password: it has no notice. `mail`: its name in the mail queue. */
export type ReturnedOwnMail = { readonly kind: Return; readonly mail: string };

const hex = z.string().regex(/^[0-9a-f]{32}$/u);
const tags = z.object({ migration: z.tuple([hex]), notice: z.tuple([hex]) });
const ownTags = z.object({ mail: z.tuple([z.string().regex(/^[\w-]{1,64}$/u)]) });
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
 * Undefined where no mail of ours came back: SES's check of the topic, a mail without our tags, another event, or a bounce that most often is an automatic
 * reply (Transient, General), of which the mail itself has arrived.
 * @param body of the queue's message @throws LandfallError mail.event_unreadable
 */
export function returnedMail(body: string): ReturnedMail | ReturnedOwnMail | undefined {
  if (isTopicCheck(body)) return undefined;
  const { eventType, bounce, mail } = read(body);
  if (eventType !== 'Bounce' && eventType !== 'Complaint') return undefined;
  if (eventType === 'Bounce' && !bounce) throw unreadable();
  if (bounce?.bounceType === 'Transient' && bounce.bounceSubType === 'General') return undefined;
  const kind = eventType === 'Bounce' ? 'bounced' : 'complained';
  const ours = tags.safeParse(mail.tags);
  if (!ours.success) {
    const own = ownTags.safeParse(mail.tags);
    return own.success ? { kind, mail: own.data.mail[0] } : undefined;
  }
  const [migration, notice] = [ours.data.migration[0], ours.data.notice[0]];
  const { messageId } = mail;
  return {
    kind,
    migration,
    notice,
    ...(messageId === undefined ? {} : { messageId }),
  };
}
