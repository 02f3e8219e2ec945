/**
 * SES's mailbox simulator: a mail to bounce@simulator.amazonses.com or complaint@simulator.amazonses.com, also with +label before
 * the @, comes back as SES's event (developer guide, "Using the mailbox simulator").
 */
type Returns = { readonly type: string; readonly event: object };

const EVENTS: Readonly<Record<string, object>> = {
  bounce: { eventType: 'Bounce', bounce: { bounceType: 'Permanent', bounceSubType: 'General' } },
  complaint: { eventType: 'Complaint', complaint: { complaintFeedbackType: 'abuse' } },
};

/** The values of a list in a request of SES's query protocol: Name.member.1, Name.member.2, ... */
export function* members(request: URLSearchParams, name: string, field = ''): Generator<string> {
  for (let number = 1; ; number++) {
    const value = request.get(`${name}.member.${number}${field}`);
    if (value === null) return;
    yield value;
  }
}

/** The events on a SendRawEmail to the simulator. @param body as it was sent, form-encoded */
export function returnsOf(body: string, messageId: string): { configurationSet: string; returns: Returns[] } {
  const request = new URLSearchParams(body);
  const destination = [...members(request, 'Destinations')];
  const values = [...members(request, 'Tags', '.Value')];
  const tags = Object.fromEntries([...members(request, 'Tags', '.Name')].map((name, at) => [name, [values[at]]]));
  const mail = { messageId, timestamp: new Date().toISOString(), source: request.get('Source'), destination, tags };
  const returns = destination.flatMap((address) => {
    const [, type = ''] = /^(bounce|complaint)(?:\+[^@]*)?@simulator\.amazonses\.com$/iu.exec(address) ?? [];
    const event = EVENTS[type.toLowerCase()];
    return event ? [{ type: type.toLowerCase(), event: { ...event, mail } }] : [];
  });
  return { configurationSet: request.get('ConfigurationSetName') ?? '', returns };
}
