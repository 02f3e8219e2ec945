/** What SES tells of a mail that it took (developer guide, "Contents of event data that Amazon SES publishes to Amazon SNS"). */

/** A mail that was taken: it is on its way, and no answer that is lost takes it back. */
export type Accepted = {
  readonly id: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly source: string;
  readonly to: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly configurationSet: string;
  /** The whole message, as it goes over the wire. */
  readonly raw: string;
};

const DETAILS = {
  bounce: { eventType: 'Bounce', bounce: { bounceType: 'Permanent', bounceSubType: 'General' } },
  'soft-bounce': { eventType: 'Bounce', bounce: { bounceType: 'Transient', bounceSubType: 'MailboxFull' } },
  complaint: { eventType: 'Complaint', complaint: { complaintFeedbackType: 'abuse' } },
  delivery: { eventType: 'Delivery', delivery: { smtpResponse: '250 2.6.0 Message received' } },
} as const;
export type MailEvent = keyof typeof DETAILS;

/** The event as a queue gets it, through a topic that delivers it raw. @param at when it happened, in Unix milliseconds */
export function mailEvent({ id, at: sent, source, to, tags }: Accepted, type: MailEvent, at: number): string {
  const recipients = to.map((emailAddress) => ({ emailAddress }));
  const timestamp = new Date(at).toISOString();
  const { eventType, ...details } = DETAILS[type];
  const lists: Readonly<Record<string, object>> = {
    Bounce: { bouncedRecipients: recipients },
    Complaint: { complainedRecipients: recipients },
    Delivery: { recipients: to },
  };
  const [[name, detail] = ['', {}]] = Object.entries(details);
  const mail = {
    timestamp: new Date(sent).toISOString(),
    messageId: id,
    source,
    destination: to,
    tags: Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, [value]])),
  };
  return JSON.stringify({ eventType, mail, [name]: { ...detail, ...lists[eventType], timestamp } });
}
