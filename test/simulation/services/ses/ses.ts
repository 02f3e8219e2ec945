/**
 * Amazon SES (query protocol, version 2010-12-01): sends, quota, rate, account and identities, by the service's clock. A mail that is taken
 * once is taken: a request that is repeated is a second mail.
 */
import { Refusal } from '../json.ts';
import type { Fault, Service, Surroundings, WireAnswer, WireRequest } from '../service.ts';
import { dateHeader, signatureFault } from '../signed.ts';
import { element, text } from '../xml.ts';
import { type Account, addressIn, checkMail, isVerified, type Outgoing } from './account.ts';
import type { Accepted } from './events.ts';

const DAY_MS = 86_400_000;
const NAMESPACE = 'http://ses.amazonaws.com/doc/2010-12-01/';
/** SES's other actions than sending are taken once a second (developer guide, "Service quotas"). */
const ASKING_MS = 1000;
/** What SES gives to every account in the sandbox. */
const SANDBOX = { day: 200, second: 1 };

type Action = (form: URLSearchParams) => string;
type Refused = readonly [name: string, status: number, message: string];

/** What passes by itself: SES answers it to any request. */
const PASSING: Readonly<Record<Fault, Refused>> = {
  throttled: ['Throttling', 400, 'Rate exceeded'],
  internal: ['InternalFailure', 500, 'The request processing has failed because of an unknown error.'],
  unavailable: ['ServiceUnavailable', 503, 'The request has failed due to a temporary failure of the server.'],
};
/** What is refused to sends alone, and passes by itself. */
const SENDING: Readonly<Record<Fault, Refused>> = {
  'rate-exceeded': ['Throttling', 400, 'Maximum sending rate exceeded.'],
  'quota-exceeded': ['Throttling', 400, 'Daily message quota exceeded.'],
};
/** What stays until it is mended. An account that is in such a state by `account` says it by itself; here it is said once. */
const LASTING: Readonly<Record<Fault, Refused>> = {
  address: ['InvalidParameterValue', 400, "Missing final '@domain'"],
  virus: ['MessageRejected', 400, 'Message contains a virus'],
  suspended: ['MessageRejected', 400, 'Sending suspended for this account.'],
  paused: ['AccountSendingPausedException', 400, 'Email sending is disabled for this account.'],
  'not-verified': ['MailFromDomainNotVerifiedException', 400, 'The custom MAIL FROM domain is not verified.'],
  'no-configuration-set': ['ConfigurationSetDoesNotExist', 400, 'Configuration set does not exist.'],
  'access-denied': ['AccessDenied', 403, 'User is not authorized to perform ses:SendRawEmail'],
};
export const LASTING_FAULTS: readonly Fault[] = Object.keys(LASTING);

/** Values of Name.member.1, Name.member.2, … */
function members(form: URLSearchParams, name: string, field = ''): string[] {
  const found: string[] = [];
  for (let value = form.get(`${name}.member.1${field}`); value !== null; ) {
    found.push(value);
    value = form.get(`${name}.member.${found.length + 1}${field}`);
  }
  return found;
}

function tagsOf(form: URLSearchParams): Record<string, string> {
  const values = members(form, 'Tags', '.Value');
  return Object.fromEntries(members(form, 'Tags', '.Name').map((name, at) => [name, values[at] ?? '']));
}

/** A header's first value. @param message raw, RFC 5322 */
function headerOf(message: string, name: string): string | undefined {
  const [head = ''] = message.split('\r\n\r\n');
  const line = head.replaceAll(/\r\n[ \t]+/gu, ' ').split('\r\n');
  return line
    .find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`))
    ?.slice(name.length + 1)
    .trim();
}

export class Ses implements Service {
  /** What the account is now; a test changes it as an administrator or AWS would. */
  account: Account;
  /** Every mail that was taken, in order. */
  readonly accepted: Accepted[] = [];
  readonly #world: Surroundings;
  readonly #onAccepted: (mail: Accepted) => void;
  readonly #askedAt = new Map<string, number>();
  readonly #actions: Readonly<Record<string, Action>> = {
    SendRawEmail: (form) => this.#sendRaw(form),
    SendEmail: (form) => this.#sendPlain(form),
    GetSendQuota: (form) => {
      this.#checkAsking(form);
      const { day, second } = this.#limits();
      return text('Max24HourSend', day) + text('MaxSendRate', second) + text('SentLast24Hours', this.#sent(DAY_MS));
    },
    GetAccountSendingEnabled: (form) => {
      this.#checkAsking(form);
      return text('Enabled', !this.account.paused && !this.account.suspended);
    },
    GetIdentityVerificationAttributes: (form) => {
      this.#checkAsking(form);
      const entries = members(form, 'Identities').map((identity) => {
        // An identity that is not known has no entry in the answer.
        const status = isVerified(this.account, identity);
        if (!status) return '';
        return element('entry', text('key', identity) + element('value', text('VerificationStatus', 'Success')));
      });
      return element('VerificationAttributes', entries.join(''));
    },
  };

  /** @param onAccepted called for each mail that was taken: bounces, complaints and deliveries follow from it, some time after */
  constructor(world: Surroundings, account: Account, onAccepted: (mail: Accepted) => void = () => undefined) {
    this.#world = world;
    this.account = account;
    this.#onAccepted = onAccepted;
  }

  #limits = () => (this.account.sandbox ? SANDBOX : this.account);

  #sent(within: number): number {
    const since = this.#world.now() - within;
    let count = 0;
    // Each recipient counts (developer guide, "Managing your sending limits").
    for (const { at, to } of this.accepted) if (at > since) count += to.length;
    return count;
  }

  #checkAsking(form: URLSearchParams): void {
    const [name, now] = [form.get('Action')!, this.#world.now()];
    const last = this.#askedAt.get(name) ?? Number.NEGATIVE_INFINITY;
    if (now - last < ASKING_MS) throw new Refusal('Throttling', 'Rate exceeded');
    this.#askedAt.set(name, now);
  }

  #action(form: URLSearchParams): Action {
    const found = this.#actions[form.get('Action') ?? ''];
    if (found) return found;
    throw new Error(`The simulation of SES has no action ${form.get('Action')}.`);
  }

  #xml(body: string, status = 200): WireAnswer {
    return { status, headers: { 'content-type': 'text/xml', ...dateHeader(this.#world.now()) }, body };
  }

  #error(name: string, message: string, status: number): WireAnswer {
    const type = text('Type', status < 500 ? 'Sender' : 'Receiver');
    const error = element('Error', type + text('Code', name) + text('Message', message));
    return this.#xml(
      `<ErrorResponse xmlns="${NAMESPACE}">${error}${text('RequestId', 'simulated')}</ErrorResponse>`,
      status,
    );
  }

  handle(request: WireRequest): WireAnswer {
    const form = new URLSearchParams(request.body.toString('utf8'));
    const run = this.#action(form);
    const name = form.get('Action')!;
    if (signatureFault(request, this.#world.now()))
      return this.#error('SignatureDoesNotMatch', 'Signature expired.', 403);
    try {
      const about = element('ResponseMetadata', text('RequestId', 'simulated'));
      return this.#xml(
        `<${name}Response xmlns="${NAMESPACE}">${element(`${name}Result`, run(form))}${about}</${name}Response>`,
      );
    } catch (error) {
      if (error instanceof Refusal) return this.#error(error.name, error.message, error.status);
      throw error;
    }
  }

  /** Without those that last (LASTING_FAULTS): out of the blue they would stop every campaign. `refuse` knows them too. */
  faults(request: WireRequest): readonly Fault[] {
    const form = new URLSearchParams(request.body.toString('utf8'));
    this.#action(form);
    const sends = form.get('Action')!.startsWith('Send');
    return [...Object.keys(PASSING), ...(sends ? Object.keys(SENDING) : [])];
  }

  refuse(_request: WireRequest, fault: Fault): WireAnswer {
    const found = PASSING[fault] ?? SENDING[fault] ?? LASTING[fault];
    if (!found) throw new Error(`The simulation of SES has no fault ${fault}.`);
    const [name, status, message] = found;
    return this.#error(name, message, status);
  }

  #take(mail: Outgoing, raw: string): string {
    checkMail(this.account, mail);
    const { day, second } = this.#limits();
    if (this.#sent(1000) + mail.to.length > second) throw new Refusal('Throttling', 'Maximum sending rate exceeded.');
    if (day >= 0 && this.#sent(DAY_MS) + mail.to.length > day)
      throw new Refusal('Throttling', 'Daily message quota exceeded.');
    const { source, to, tags, configurationSet } = mail;
    const hex = Array.from({ length: 24 }, () => this.#world.random(16).toString(16)).join('');
    const accepted = { id: `0107${hex}-000000`, at: this.#world.now(), source, to, tags, configurationSet, raw };
    this.accepted.push(accepted);
    this.#onAccepted(accepted);
    return text('MessageId', accepted.id);
  }

  #sendRaw(form: URLSearchParams): string {
    const data = Buffer.from(form.get('RawMessage.Data') ?? '', 'base64');
    const raw = data.toString('utf8');
    const source = form.get('Source') ?? headerOf(raw, 'From');
    if (source === undefined) throw new Refusal('InvalidParameterValue', "Missing required header 'From'.");
    const named = members(form, 'Destinations');
    const to = named.length > 0 ? named : (headerOf(raw, 'To') ?? '').split(',').filter((one) => one !== '');
    const configurationSet = form.get('ConfigurationSetName') ?? headerOf(raw, 'X-SES-CONFIGURATION-SET') ?? '';
    return this.#take({ source, to: to.map(addressIn), configurationSet, tags: tagsOf(form), bytes: data.length }, raw);
  }

  #sendPlain(form: URLSearchParams): string {
    const source = form.get('Source') ?? '';
    const to = members(form, 'Destination.ToAddresses');
    const [subject, body] = [form.get('Message.Subject.Data'), form.get('Message.Body.Text.Data')];
    const raw = `From: ${source}\r\nTo: ${to.join(', ')}\r\nSubject: ${subject ?? ''}\r\n\r\n${body ?? ''}`;
    const configurationSet = form.get('ConfigurationSetName') ?? '';
    const bytes = Buffer.byteLength(raw);
    return this.#take({ source, to: to.map(addressIn), configurationSet, tags: tagsOf(form), bytes }, raw);
  }
}
