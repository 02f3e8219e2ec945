/**
 * SES: aws-ses-v2-local holds the inbox. A small server in front of it answers the one action it lacks
 * (GetSendQuota), keeps the inbox on disk, so that mails survive a restart, and publishes the events on mails to the mailbox
 * simulator to the topic that the template names.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import sesLocal from 'aws-ses-v2-local';
import { getStoreReadonly, saveEmail } from 'aws-ses-v2-local/dist/store.js';
import fastify from 'fastify';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { mailEventsOf } from '#infra/cloud-assembly/description.ts';
import { returnsOf } from './simulator.ts';

/** What a production account starts with: 50,000 mails a day; the embedded engine takes 100 a second. */
const QUOTA = '<Max24HourSend>50000</Max24HourSend><MaxSendRate>100</MaxSendRate><SentLast24Hours>0</SentLast24Hours>';
const ANSWER = `<GetSendQuotaResponse><GetSendQuotaResult>${QUOTA}</GetSendQuotaResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetSendQuotaResponse>`;
const MAX_BODY_BYTES = 25 * 1024 * 1024;
const SAVE_AFTER_MS = 200;

/** `port`: of the SES API; `inboxPort`: of the page that shows the mails; `file`: where the mails are kept. */
type Options = { port: number; inboxPort: number; file: string; publish: (topicArn: string, message: string) => void };

/** The result stops both. */
export async function startMail(assembly: Assembly, options: Options): Promise<() => Promise<void>> {
  const { port, inboxPort, file, publish } = options;
  const destinations = mailEventsOf(assembly);
  if (existsSync(file)) for (const email of JSON.parse(readFileSync(file, 'utf8')) as never[]) saveEmail(email);
  const inbox = await sesLocal.default({ host: '127.0.0.1', port: inboxPort });
  const save = () => writeFileSync(file, JSON.stringify(getStoreReadonly().emails), { mode: 0o600 });
  let saving: NodeJS.Timeout | undefined;

  const publishEvents = ({ configurationSet, returns }: ReturnType<typeof returnsOf>) => {
    for (const { topicArn, types, ...destination } of destinations)
      if (destination.configurationSet === configurationSet)
        for (const { type, event } of returns) if (types.includes(type)) publish(topicArn, JSON.stringify(event));
  };
  const front = fastify({ bodyLimit: MAX_BODY_BYTES, forceCloseConnections: true });
  front.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  front.post<{ Body: string }>('*', async ({ url, headers, body }, reply) => {
    if (body.includes('Action=GetSendQuota')) return reply.type('text/xml').send(ANSWER);
    const { authorization = '', 'content-type': type = '' } = headers;
    const forwarded = { method: 'POST', headers: { authorization, 'content-type': type }, body };
    const answer = await fetch(`http://127.0.0.1:${inboxPort}${url}`, forwarded);
    clearTimeout(saving);
    saving = setTimeout(save, SAVE_AFTER_MS);
    const text = await answer.text();
    const [, messageId] = /<MessageId>(.+?)<\/MessageId>/u.exec(text) ?? [];
    if (messageId) publishEvents(returnsOf(body, messageId));
    return reply.code(answer.status).type('text/xml').send(text);
  });
  await front.listen({ port, host: '127.0.0.1' });
  return async () => {
    clearTimeout(saving);
    await front.close();
    inbox.close().closeAllConnections();
    save();
  };
}
