/**
 * SES: aws-ses-v2-local holds the inbox. A small server in front of it answers the actions that it lacks (quota, account, identities), refuses
 * what SES would refuse, keeps each mail on disk before it says yes to it, and publishes the events on mails to the mailbox simulator to
 * the topic that the template names.
 */
import sesLocal from 'aws-ses-v2-local';
import fastify from 'fastify';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { mailEventsOf } from '#infra/cloud-assembly/description.ts';
import { type SignedRequest, sha256 } from './iam/signatures.ts';
import { isVerified, readSesAccount, refusalOf, type SesAccount, type SesError } from './mail-account.ts';
import { openMails } from './mails.ts';
import { members, returnsOf } from './simulator.ts';

/** What a production account starts with: 50,000 mails a day; the embedded engine takes 100 a second. */
const PRODUCTION = { day: 50_000, second: 100 };
const SANDBOX = { day: 200, second: 1 };
const MAX_BODY_BYTES = 25 * 1024 * 1024;

/** `port`: of the SES API; `inboxPort`: of the page that shows the mails; `file`: where the mails are kept; `accountFile`: see mail-account.ts. */
type Options = {
  port: number;
  inboxPort: number;
  file: string;
  accountFile: string;
  /** Throws where the configuration set may not publish to the topic. */
  publish: (topicArn: string, message: string, configurationSet: string) => void;
  /** Why IAM lets this request not through. */
  refuse: (sent: SignedRequest & { readonly body: string }) => SesError | undefined;
  say: (line: string) => void;
};

const xml = (name: string, content: string | number | boolean): string => `<${name}>${content}</${name}>`;
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const answer = (action: string, result: string): string =>
  xml(`${action}Response`, xml(`${action}Result`, result) + xml('ResponseMetadata', xml('RequestId', 1)));
const refusal = ({ code, message }: SesError): string =>
  xml('ErrorResponse', xml('Error', xml('Type', 'Sender') + xml('Code', code) + xml('Message', escaped(message))));

/** What SES says of the account; undefined of another action. */
function accountAnswer(request: URLSearchParams, account: SesAccount): string | undefined {
  const action = request.get('Action') ?? '';
  if (action === 'GetSendQuota') {
    const { day, second } = account.sandbox ? SANDBOX : PRODUCTION;
    return answer(action, xml('Max24HourSend', day) + xml('MaxSendRate', second) + xml('SentLast24Hours', 0));
  }
  if (action === 'GetAccountSendingEnabled')
    return answer(action, xml('Enabled', !account.paused && !account.suspended));
  if (action !== 'GetIdentityVerificationAttributes') return undefined;
  const entries = [...members(request, 'Identities')].map((identity) => {
    const status = isVerified(account, identity) ? 'Success' : 'Pending';
    return xml('entry', xml('key', escaped(identity)) + xml('value', xml('VerificationStatus', status)));
  });
  return answer(action, xml('VerificationAttributes', entries.join('')));
}

/** The headers of a raw mail, in their order. */
function headersOf(request: URLSearchParams) {
  const [head = ''] = Buffer.from(request.get('RawMessage.Data') ?? '', 'base64')
    .toString('utf8')
    .split('\r\n\r\n');
  return head
    .replaceAll(/\r\n[ \t]+/gu, ' ')
    .split('\r\n')
    .map((line) => /^([^:]+): (.*)$/u.exec(line) ?? [])
    .map(([, name, value]) => ({ name, value }));
}

/** `stop` stops both; `expire`: see mails.ts. */
export async function startMail(assembly: Assembly, options: Options) {
  const { port, inboxPort, file, accountFile, publish, refuse, say } = options;
  const destinations = mailEventsOf(assembly);
  const sets = assembly.of('AWS::SES::ConfigurationSet').map(({ name }) => name);
  readSesAccount(accountFile);
  const mails = await openMails(file, say);
  const inbox = await sesLocal.default({ host: '127.0.0.1', port: inboxPort });
  // A full disk, for example: the deployment stops, rather than to say yes to a mail that is lost.
  const failed = (error: unknown) => {
    setImmediate(() => {
      throw error;
    });
    throw error;
  };

  const publishEvents = ({ configurationSet, returns }: ReturnType<typeof returnsOf>) => {
    for (const { topicArn, types, ...destination } of destinations)
      if (destination.configurationSet === configurationSet)
        for (const { type, event } of returns)
          if (types.includes(type)) publish(topicArn, JSON.stringify(event), configurationSet);
  };
  const front = fastify({ bodyLimit: MAX_BODY_BYTES, forceCloseConnections: true });
  front.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  front.post<{ Body: string }>('*', async ({ url, headers, body, raw }, reply) => {
    void reply.type('text/xml');
    const forbidden = refuse({ method: 'POST', url, headers, body, bodyHash: sha256(body) });
    if (forbidden) return reply.code(forbidden.status).send(refusal(forbidden));
    const account = readSesAccount(accountFile);
    const request = new URLSearchParams(body);
    const said = accountAnswer(request, account);
    if (said !== undefined) return reply.send(said);
    const to = [...members(request, 'Destinations')];
    const [source, configurationSet] = [request.get('Source') ?? '', request.get('ConfigurationSetName') ?? ''];
    const refused = refusalOf(account, { source, to, configurationSet }, sets);
    if (refused) return reply.code(refused.status).send(refusal(refused));
    const { authorization = '', 'content-type': type = '' } = headers;
    const forwarded = { method: 'POST', headers: { authorization, 'content-type': type }, body };
    const taken = await fetch(`http://127.0.0.1:${inboxPort}${url}`, forwarded);
    const text = await taken.text();
    const [, messageId] = /<MessageId>(.+?)<\/MessageId>/u.exec(text) ?? [];
    if (messageId) await mails.keep(messageId, headersOf(request)).catch(failed);
    if (to.some((one) => account.lose.includes(one))) {
      reply.hijack();
      raw.socket.destroy();
      return reply;
    }
    if (messageId) publishEvents(returnsOf(body, messageId));
    return reply.code(taken.status).send(text);
  });
  await front.listen({ port, host: '127.0.0.1' });
  const stop = async () => {
    await front.close();
    inbox.close().closeAllConnections();
    mails.close();
  };
  return { stop, expire: mails.expire };
}
