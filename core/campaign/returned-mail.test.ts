import { returnedMail } from './returned-mail.ts';

const migration = 'a'.repeat(32);
const notice = 'b'.repeat(32);
/** The shape of SES's own examples, shortened. */
const event = (over: object = {}, tags: unknown = { migration: [migration], notice: [notice] }) =>
  JSON.stringify({
    eventType: 'Bounce',
    bounce: {
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [{ emailAddress: 'recipient@example.com', action: 'failed', status: '5.1.1' }],
      timestamp: '2026-08-05T00:41:02.669Z',
      feedbackId: '01000157c44f053b',
    },
    mail: {
      timestamp: '2026-08-05T00:40:02.012Z',
      messageId: 'EXAMPLE7c191be45',
      destination: ['recipient@example.com'],
      tags: { 'ses:configuration-set': ['set'], ...(tags as object) },
    },
    ...over,
  });
const bounce = (bounceType: string, bounceSubType: string) => event({ bounce: { bounceType, bounceSubType } });
const complaint = { eventType: 'Complaint', bounce: undefined, complaint: { complaintFeedbackType: 'abuse' } };

test.each([
  ['a mailbox that does not exist', event(), 'bounced'],
  ['an address on the suppression list', bounce('Permanent', 'OnAccountSuppressionList'), 'bounced'],
  ['an unknown reason', bounce('Undetermined', 'Undetermined'), 'bounced'],
  ['a full mailbox, tried for hours', bounce('Transient', 'MailboxFull'), 'bounced'],
  ['refused for what it says', bounce('Transient', 'ContentRejected'), 'bounced'],
  ['called spam', event(complaint), 'complained'],
])('%s', (_what, body, kind) => {
  expect(returnedMail(body)).toEqual({ kind, migration, notice, messageId: 'EXAMPLE7c191be45' });
});

test('a mail of a user’s own is known by its name in the queue', () => {
  expect(returnedMail(event({}, { kind: ['forgot-password'], mail: ['a-1_B'] }))).toEqual({
    kind: 'bounced',
    mail: 'a-1_B',
  });
});

test('an event that names no mail is one of its notice', () => {
  expect(returnedMail(event({ mail: { tags: { migration: [migration], notice: [notice] } } }))).toEqual({
    kind: 'bounced',
    migration,
    notice,
  });
});

test.each([
  ['an automatic reply', bounce('Transient', 'General')],
  ["SES's check of the topic", 'Successfully validated SNS topic for Amazon SES event publishing.'],
  [
    "SES's check of an identity's topic",
    JSON.stringify({
      notificationType: 'AmazonSnsSubscriptionSucceeded',
      message: 'You have successfully subscribed.',
    }),
  ],
  ['a delivery', event({ eventType: 'Delivery', bounce: undefined })],
  ['a mail of another sender', event({}, { kind: ['forgot-password'], migration: undefined })],
  ['a mail whose name is none', event({}, { mail: ['a b'] })],
  ['a mail without tags', event({ mail: {} })],
  ['a notice that is none', event({}, { migration: [migration], notice: ['x'] })],
  ['two notices in one', event({}, { migration: [migration], notice: [notice, notice] })],
])('%s concerns no notice', (_what, body) => {
  expect(returnedMail(body)).toBeUndefined();
});

test.each([
  ['no JSON', 'recipient@example.com'],
  ['another thing', '{"Type":"SubscriptionConfirmation"}'],
  ['a bounce without its reason', event({ bounce: undefined })],
])('%s is refused, and what it says is not repeated', (_what, body) => {
  expect(() => returnedMail(body)).toThrow(
    expect.objectContaining({ code: 'mail.event_unreadable', message: 'This is no event of the mail service.' }),
  );
});
