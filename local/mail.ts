/**
 * SES: aws-ses-v2-local holds the inbox. In front of it stands a small server that answers the one action it lacks
 * (GetSendQuota) and keeps the inbox on disk, so that mails survive a restart.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import sesLocal from 'aws-ses-v2-local';
import { saveEmail } from 'aws-ses-v2-local/dist/store.js';

/** What a production account starts with: 50,000 mails a day; the embedded engine takes 100 a second. */
const QUOTA = '<Max24HourSend>50000</Max24HourSend><MaxSendRate>100</MaxSendRate><SentLast24Hours>0</SentLast24Hours>';
const ANSWER = `<GetSendQuotaResponse><GetSendQuotaResult>${QUOTA}</GetSendQuotaResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetSendQuotaResponse>`;
const SAVE_AFTER_MS = 200;

/** `port` is where SES is called, `inboxPort` where people look; `file` keeps the mails. The result stops both. */
export async function startMail(port: number, inboxPort: number, file: string): Promise<() => void> {
  if (existsSync(file)) for (const email of JSON.parse(readFileSync(file, 'utf8')) as never[]) saveEmail(email);
  const inbox = await sesLocal.default({ host: '127.0.0.1', port: inboxPort });
  const url = `http://127.0.0.1:${inboxPort}`;
  let saving: NodeJS.Timeout | undefined;
  const save = async () => {
    const { emails } = (await (await fetch(`${url}/store`)).json()) as { emails: unknown };
    writeFileSync(file, JSON.stringify(emails), { mode: 0o600 });
  };
  const front = createServer(async (request, response) => {
    const body = await buffer(request);
    if (body.includes('Action=GetSendQuota'))
      return void response.writeHead(200, { 'content-type': 'text/xml' }).end(ANSWER);
    const headers = {
      'content-type': request.headers['content-type'] ?? '',
      authorization: request.headers.authorization ?? '',
    };
    const answer = await fetch(`${url}${request.url}`, { method: 'POST', headers, body }).catch(() => undefined);
    response
      .writeHead(answer?.status ?? 502, { 'content-type': answer?.headers.get('content-type') ?? 'text/plain' })
      .end(await answer?.text());
    clearTimeout(saving);
    saving = setTimeout(() => void save().catch(() => undefined), SAVE_AFTER_MS);
  });
  await new Promise<void>((resolve, reject) => front.once('error', reject).listen(port, '127.0.0.1', resolve));
  return () => {
    clearTimeout(saving);
    for (const server of [front, inbox]) server.close().closeAllConnections();
  };
}
