/** Each way in which SES can fail, by a server that answers as SES does, through the SDK itself: what it comes to, and that nothing is sent twice. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkSender, sendMail } from '#adapters/mail/ses.ts';
import { defaultSettings } from '#core/settings/model.ts';

const sender = { from: 'it@corp.example', name: 'Example Corp', replyTo: '', sandbox: false };
const MAIL = { to: 'ana@home.example', sender, subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' };

let server: Server;
let answer: (request: URLSearchParams, response: ServerResponse, raw: IncomingMessage) => unknown;
const requests: URLSearchParams[] = [];
const before = { ...process.env };

beforeAll(async () => {
  server = createServer((raw, response) => {
    let body = '';
    raw.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    raw.on('end', () => {
      requests.push(new URLSearchParams(body));
      answer(requests.at(-1)!, response.setHeader('content-type', 'text/xml'), raw);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_SES: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    CONFIGURATION_SET: 'set',
  });
});
afterAll(() => {
  Object.assign(process.env, before);
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  requests.length = 0;
});

const refusing =
  (status: number, code: string, message = '') =>
  (_request: URLSearchParams, response: ServerResponse) =>
    response
      .writeHead(status)
      .end(
        `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
      );
const failed = (of: string) =>
  `Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: ${of}`;

test.each([
  ['mail.busy', 400, 'Throttling', 'Maximum sending rate exceeded.'],
  ['mail.busy', 400, 'Throttling', 'Daily message quota exceeded.'],
  ['mail.busy', 503, 'ServiceUnavailable', ''],
  ['mail.busy', 400, 'LimitExceeded', ''],
  ['mail.busy', 403, 'ExpiredToken', 'The security token included in the request is expired'],
  ['mail.uncertain', 500, 'InternalFailure', ''],
  ['mail.uncertain', 504, 'GatewayTimeout', ''],
  ['mail.refused', 400, 'InvalidParameterValue', "Missing final '@domain'"],
  ['mail.refused', 400, 'InvalidParameterValue', 'Domain starts with dot'],
  ['sender.not_verified', 400, 'MessageRejected', failed('it@corp.example')],
  ['sender.not_verified', 400, 'MessageRejected', failed('ana@home.example, it@corp.example')],
  ['sender.not_verified', 400, 'MailFromDomainNotVerifiedException', ''],
  ['sender.sandbox', 400, 'MessageRejected', failed('ana@home.example')],
  ['sender.configuration_set', 400, 'ConfigurationSetDoesNotExist', 'Configuration set &lt;set&gt; does not exist.'],
  ['sender.paused', 400, 'AccountSendingPausedException', 'Email sending is paused'],
  ['sender.paused', 400, 'ConfigurationSetSendingPausedException', ''],
  ['sender.paused', 400, 'MessageRejected', 'Sending paused for this account.'],
  ['sender.suspended', 400, 'MessageRejected', 'Sending suspended for this account.'],
  ['sender.content', 400, 'MessageRejected', 'Message contains a virus'],
  ['sender.not_allowed', 403, 'AccessDenied', 'User is not authorized to perform ses:SendRawEmail'],
  ['sender.not_allowed', 403, 'SignatureDoesNotMatch', ''],
  ['sender.not_allowed', 403, 'InvalidClientTokenId', ''],
])('%s: %s %s %s, asked once', async (code, status, name, message) => {
  answer = refusing(status, name, message);
  await expect(sendMail(MAIL)).rejects.toMatchObject({ code });
  expect(requests).toHaveLength(1);
});

test('a mail whose answer is lost is not sent a second time, and is uncertain', async () => {
  answer = (_request, _response, raw) => raw.socket.destroy();
  await expect(sendMail(MAIL)).rejects.toMatchObject({ code: 'mail.uncertain' });
  expect(requests).toHaveLength(1);
});

test('an answer that is cut off leaves its mail uncertain too', async () => {
  answer = (_request, response, raw) => {
    response.writeHead(200, { 'content-length': '100' }).write('<SendRaw', () => raw.socket.destroy());
  };
  await expect(sendMail(MAIL)).rejects.toMatchObject({ code: 'mail.uncertain' });
  expect(requests).toHaveLength(1);
});

test('a mail that reached no server was certainly not taken', async () => {
  const { AWS_ENDPOINT_URL_SES: there } = process.env;
  process.env['AWS_ENDPOINT_URL_SES'] = 'http://127.0.0.1:1';
  try {
    await jest.isolateModulesAsync(async () => {
      const anew = await import('#adapters/mail/ses.ts');
      await expect(anew.sendMail(MAIL)).rejects.toMatchObject({ code: 'mail.busy' });
    });
  } finally {
    process.env['AWS_ENDPOINT_URL_SES'] = there;
  }
});

test('each mail names its one recipient, the configuration set and its tags, and no person as its author', async () => {
  answer = (_request, response) =>
    response.end(
      '<SendRawEmailResponse><SendRawEmailResult><MessageId>id-1</MessageId></SendRawEmailResult></SendRawEmailResponse>',
    );
  expect(await sendMail({ ...MAIL, tags: { kind: 'k' } })).toBe('id-1');
  const [request] = requests;
  expect(Object.fromEntries(request!)).toMatchObject({
    Action: 'SendRawEmail',
    Source: 'it@corp.example',
    'Destinations.member.1': 'ana@home.example',
    ConfigurationSetName: 'set',
    'Tags.member.1.Name': 'kind',
    'Tags.member.1.Value': 'k',
  });
  const message = Buffer.from(request!.get('RawMessage.Data')!, 'base64').toString('utf8');
  expect(message).toContain('\r\nAuto-Submitted: auto-generated\r\n');
  expect(message).toMatch(/^From: Example Corp <it@corp\.example>\r\n/u);
});

/** SES's account: @param verified the identities that are */
const account = (verified: readonly string[], { enabled = true, sandbox = false } = {}) => {
  const said: Readonly<Record<string, (request: URLSearchParams) => string>> = {
    GetSendQuota: () =>
      `<Max24HourSend>${sandbox ? 200 : 50_000}</Max24HourSend><MaxSendRate>${sandbox ? 1 : 14}</MaxSendRate><SentLast24Hours>0</SentLast24Hours>`,
    GetAccountSendingEnabled: () => `<Enabled>${enabled}</Enabled>`,
    GetIdentityVerificationAttributes: (request) => {
      const asked = [...request].filter(([name]) => name.startsWith('Identities.member.')).map(([, value]) => value);
      const entry = (one: string) =>
        `<entry><key>${one}</key><value><VerificationStatus>Success</VerificationStatus></value></entry>`;
      return `<VerificationAttributes>${asked
        .filter((one) => verified.includes(one))
        .map(entry)
        .join('')}</VerificationAttributes>`;
    },
  };
  return (request: URLSearchParams, response: ServerResponse) => {
    const action = request.get('Action')!;
    response.end(`<${action}Response><${action}Result>${said[action]!(request)}</${action}Result></${action}Response>`);
  };
};
let clock = 0;
const judged = async (from: string, sandbox = false) => {
  const settings = defaultSettings();
  // A minute later each time: an answer is kept that long.
  clock += 60_000;
  const mail = { ...settings.mail, from, sandbox };
  return checkSender({ ...settings, mail }, clock).then(
    () => 'go on',
    (error: { code: string }) => error.code,
  );
};

test('a sender is asked about before the first mail: its address, its domain, the account, the sandbox', async () => {
  answer = account(['it@corp.example']);
  expect(await judged('it@corp.example')).toBe('go on');
  answer = account(['corp.example']);
  expect(await judged('it@mail.corp.example')).toBe('go on');
  expect(await judged('it@other.example')).toBe('sender.not_verified');
  expect(await judged(defaultSettings().mail.from)).toBe('sender.unset');
  answer = account(['corp.example'], { enabled: false });
  expect(await judged('it@corp.example')).toBe('sender.paused');
  answer = account(['corp.example'], { sandbox: true });
  expect([await judged('it@corp.example'), await judged('it@corp.example', true)]).toEqual(['sender.sandbox', 'go on']);
});

test('a sender that SES takes is not asked about for a minute, and where it may not be asked the sender is not allowed', async () => {
  answer = account(['corp.example']);
  await judged('it@corp.example');
  requests.length = 0;
  clock -= 1;
  const settings = defaultSettings();
  await checkSender({ ...settings, mail: { ...settings.mail, from: 'it@corp.example' } }, clock);
  expect(requests).toHaveLength(0);
  answer = refusing(403, 'AccessDenied');
  expect(await judged('it@silent.example')).toBe('sender.not_allowed');
});
