/** The simulated SES and the embedded one (local/mail.ts): the same calls by the same client have the same outcome. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetAccountSendingEnabledCommand,
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  SESClient,
  SendEmailCommand,
  SendRawEmailCommand,
} from '@aws-sdk/client-ses';
import * as fc from 'fast-check';
import { mailFailure } from '#core/mail/failure.ts';
import { simulated } from '../../simulation/client.ts';
import type { Account } from '../../simulation/services/ses/account.ts';
import { mailEvent } from '../../simulation/services/ses/events.ts';
import { LASTING_FAULTS, Ses } from '../../simulation/services/ses/ses.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { drawnBy, outcome } from '../../support/outcome.ts';

const common = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
};
const GOOD: Account = { sets: { set: {} }, day: 50_000, second: 100 };
/** A state of the account, as the simulation and as mail-account.json of the embedded deployment have it. */
type State = { readonly account: Partial<Account>; readonly file: object };
const STATES: Readonly<Record<string, State>> = {
  'in order': { account: {}, file: {} },
  paused: { account: { paused: true }, file: { paused: true } },
  suspended: { account: { suspended: true }, file: { suspended: true } },
  'sender not verified': { account: { verified: ['home.example'] }, file: { unverified: ['corp.example'] } },
  'in the sandbox': {
    account: { sandbox: true, verified: ['corp.example', 'ana@home.example'] },
    file: { sandbox: true, verified: ['ana@home.example'] },
  },
};

let engines: Engines;
let now = Date.now();
const ses = new Ses({ now: () => now, random: drawnBy(1) }, GOOD);
let clients: Record<string, SESClient>;
beforeAll(async () => {
  engines = await startEngines('SES');
  clients = {
    simulated: new SESClient({ ...common, requestHandler: simulated(ses) }),
    embedded: new SESClient({ ...common, endpoint: engines.ses }),
  };
});
afterAll(() => engines.stop());

function become(state: State): void {
  // SES answers a question about the account once a second.
  now += 1_000;
  ses.account = { ...GOOD, ...state.account };
  writeFileSync(join(engines.data, 'mail-account.json'), JSON.stringify(state.file));
}
const RAW = 'From: Corp <it@corp.example>\r\nTo: ana@home.example\r\nSubject: Hello\r\n\r\nText\r\n';
const raw = (more: object = {}) =>
  new SendRawEmailCommand({
    Source: 'it@corp.example',
    Destinations: ['ana@home.example'],
    RawMessage: { Data: Buffer.from(RAW) },
    ConfigurationSetName: 'set',
    Tags: [{ Name: 'kind', Value: 'migration' }],
    ...more,
  });
const taken = ({ MessageId }: { MessageId?: string | undefined }) => typeof MessageId;
const sent = (client: SESClient, more: object = {}) => outcome(client.send(raw(more)), taken);

describe.each(['simulated', 'embedded'])('%s', (which) => {
  const client = () => clients[which]!;

  test('an account in order takes a mail, and says its quota and that it is enabled', async () => {
    become(STATES['in order']!);
    expect(await sent(client())).toBe('string');
    expect(
      await outcome(client().send(new GetSendQuotaCommand({})), ({ Max24HourSend, MaxSendRate }) => [
        Max24HourSend,
        MaxSendRate,
      ]),
    ).toEqual([50_000, 100]);
    expect(await outcome(client().send(new GetAccountSendingEnabledCommand({})), ({ Enabled }) => Enabled)).toBe(true);
    const Identities = ['it@corp.example', 'corp.example'];
    const asked = client().send(new GetIdentityVerificationAttributesCommand({ Identities }));
    expect(
      await outcome(asked, ({ VerificationAttributes = {} }) =>
        Object.entries(VerificationAttributes).map(([name, { VerificationStatus }]) => [name, VerificationStatus]),
      ),
    ).toEqual(Identities.map((name) => [name, 'Success']));
  });

  test('a configuration set that is not there is named', async () => {
    become(STATES['in order']!);
    const refused = { error: 'ConfigurationSetDoesNotExistException', status: 400 };
    expect(await sent(client(), { ConfigurationSetName: 'other' })).toMatchObject(refused);
  });

  test('an account in the sandbox takes mails to verified recipients alone, and is known by its quota', async () => {
    become(STATES['in the sandbox']!);
    expect(await sent(client())).toBe('string');
    expect(await sent(client(), { Destinations: ['bea@home.example'] })).toMatchObject({ error: 'MessageRejected' });
    expect(
      await outcome(client().send(new GetSendQuotaCommand({})), ({ Max24HourSend, MaxSendRate }) => [
        Max24HourSend,
        MaxSendRate,
      ]),
    ).toEqual([200, 1]);
  });

  test.each(['suspended', 'sender not verified'])('%s: no mail is taken', async (state) => {
    become(STATES[state]!);
    expect(await sent(client())).toEqual({ error: 'MessageRejected', status: 400 });
  });

  test('paused: no mail is taken, and the product takes it for what it is', async () => {
    become(STATES['paused']!);
    const error = (await client()
      .send(raw())
      .catch((cause: unknown) => cause)) as Error;
    const answer = { name: error.name, message: error.message, status: 400 };
    expect(mailFailure(answer, 'it@corp.example', false)).toEqual({ kind: 'stopped', code: 'sender.paused' });
    expect(await outcome(client().send(new GetAccountSendingEnabledCommand({})), ({ Enabled }) => Enabled)).toBe(false);
  });
});

test("in drawn states both take and refuse the same mails, for the same reason in the product's eyes", async () => {
  const mail = fc.record({
    state: fc.constantFrom(...Object.keys(STATES)),
    to: fc.constantFrom('ana@home.example', 'bea@home.example'),
    set: fc.constantFrom('set', 'set', 'other'),
  });
  const judged = async (client: SESClient, to: string, set: string) => {
    try {
      await client.send(raw({ Destinations: [to], ConfigurationSetName: set }));
      return 'taken';
    } catch (error) {
      const { name, message, $metadata } = error as Error & { $metadata: { httpStatusCode: number } };
      return mailFailure({ name, message, status: $metadata.httpStatusCode }, 'it@corp.example', true);
    }
  };
  await fc.assert(
    fc.asyncProperty(mail, async ({ state, to, set }) => {
      become(STATES[state]!);
      const both = [await judged(clients['simulated']!, to, set), await judged(clients['embedded']!, to, set)];
      expect(both[0]).toEqual(both[1]);
    }),
    { seed: 13, numRuns: 60 },
  );
});

describe('what the embedded engine leaves out', () => {
  beforeEach(() => become(STATES['in order']!));

  test('the rate of a second and the quota of any 24 hours are kept, by recipient', () => {
    let time = 0;
    const own = new Ses({ now: () => time, random: drawnBy(2) }, { ...GOOD, second: 3, day: 5 });
    const form =
      'Action=SendRawEmail&Source=it@corp.example&Destinations.member.1=ana@home.example&ConfigurationSetName=set';
    // Not signed: this clock is not the client's.
    const request = { service: 'ses', method: 'POST', host: '', path: '/', query: {}, headers: {} };
    const ask = (text: string) => own.handle({ ...request, body: Buffer.from(text) });
    const one = () => ask(form).status;
    expect([one(), one(), one(), one()]).toEqual([200, 200, 200, 400]);
    expect(ask(form).body).toContain('<Code>Throttling</Code><Message>Maximum sending rate exceeded.</Message>');
    time += 1_000;
    expect([one(), one(), one()]).toEqual([200, 200, 400]);
    expect(ask(form).body).toContain('<Code>Throttling</Code><Message>Daily message quota exceeded.</Message>');
    expect(ask('Action=GetSendQuota').body).toContain('<SentLast24Hours>5</SentLast24Hours>');
    time = 86_399_999;
    expect(one()).toBe(400);
    time = 86_400_000;
    expect([one(), one(), one(), one()]).toEqual([200, 200, 200, 400]);
  });

  test('questions about the account are answered once a second each', async () => {
    const ask = () => outcome(clients['simulated']!.send(new GetSendQuotaCommand({})), () => 'told');
    expect([await ask(), await ask()]).toEqual(['told', { error: 'Throttling', status: 400 }]);
    now += 1_000;
    expect(await ask()).toBe('told');
  });

  test.each([
    ['ana', "Missing final '@domain'"],
    ['@home.example', 'Missing local name'],
    ['ana@.example', 'Domain starts with dot'],
    ['a na@home.example', 'Local address contains control or whitespace'],
    ['ana@home..example', 'Domain contains dot-dot'],
    ['ana@häuschen.example', 'Domain contains control or whitespace'],
  ])('%s is no address: %s', async (to, message) => {
    await expect(clients['simulated']!.send(raw({ Destinations: [to] }))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message,
    });
  });

  test('a set that is paused and a MAIL FROM domain that fails are named', async () => {
    ses.account = { ...GOOD, sets: { set: { paused: true } } };
    expect(await sent(clients['simulated']!)).toMatchObject({ error: 'ConfigurationSetSendingPausedException' });
    ses.account = { ...GOOD, mailFromFailed: true };
    expect(await sent(clients['simulated']!)).toMatchObject({ error: 'MailFromDomainNotVerifiedException' });
  });

  test('a mail is kept as it was sent, and its events name it', async () => {
    await clients['simulated']!.send(raw());
    const mail = ses.accepted.at(-1)!;
    expect(mail).toMatchObject({
      to: ['ana@home.example'],
      tags: { kind: 'migration' },
      configurationSet: 'set',
      raw: RAW,
    });
    expect(JSON.parse(mailEvent(mail, 'bounce', now))).toMatchObject({
      eventType: 'Bounce',
      bounce: { bounceType: 'Permanent' },
      mail: { messageId: mail.id, destination: ['ana@home.example'], tags: { kind: ['migration'] } },
    });
    const Message = { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'Text' } } };
    const Destination = { ToAddresses: ['Bea <bea@home.example>'] };
    await clients['simulated']!.send(new SendEmailCommand({ Source: 'it@corp.example', Destination, Message }));
    expect(ses.accepted.at(-1)).toMatchObject({
      to: ['bea@home.example'],
      raw: expect.stringContaining('Subject: Hello'),
    });
  });

  test('what passes by itself is drawn, and what lasts is known too', () => {
    const body = Buffer.from('Action=SendRawEmail');
    const request = { service: 'ses', method: 'POST', host: '', path: '/', query: {}, headers: {}, body };
    const drawn = ['throttled', 'internal', 'unavailable', 'rate-exceeded', 'quota-exceeded'];
    expect(ses.faults(request)).toEqual(drawn);
    for (const fault of [...drawn, ...LASTING_FAULTS])
      expect(ses.refuse(request, fault).status).toBeGreaterThanOrEqual(400);
    expect(() => ses.refuse(request, 'other')).toThrow('no fault other');
  });
});
