/**
 * Bounces and complaints, by the addresses of SES's mailbox simulator: marked, counted, shown, and the stop of a campaign that has
 * too many of them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunView } from '#core/migration/record.ts';
import type { ReportPage } from '#core/migration/report/report-page.ts';
import { eventually, mails } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { aTokenRecord, type Importer, openImporter } from '../support/imported.ts';
import { packInMemory, sampleUser } from '../support/package.ts';

let running: Running;
let importer: Importer;
beforeAll(async () => {
  running = await startLandfall();
  importer = await openImporter(running);
}, 300_000);
afterAll(() => running?.stop(), 30_000);

const show = (id: string) => importer.client.call<RunView>('GET', `/runs/${id}`);
const simulated = (kind: string, userId: string) => `${kind}+${userId}@simulator.amazonses.com`;

const withToken = (userId: string, email?: string) =>
  sampleUser(userId, { tokens: [aTokenRecord()], ...(email === undefined ? {} : { email }) });

async function usersWithNotice(id: string, notice: string): Promise<string[]> {
  const found: string[] = [];
  for (let part: number | undefined = 1; part !== undefined; ) {
    const query = { notice, part };
    const page: ReportPage = await importer.client.call<ReportPage>('GET', `/runs/${id}/report`, { query });
    found.push(...page.records.map(({ userId }) => userId!));
    part = page.next;
  }
  return found;
}

test('a bounce and a complaint are marked and counted, after the migration’s end too, and do not stop a small campaign', async () => {
  const { id } = await importer.importRecords([
    withToken('ana', simulated('bounce', 'ana')),
    withToken('bo', simulated('complaint', 'bo')),
    withToken('cy', 'cy@corp.example'),
    withToken('di'),
  ]);
  const counts = { sent: 3, bounced: 1, complained: 1, notInformed: 1, failed: 0, notNeeded: 0 };
  const shown = await eventually(async () => {
    const migration = await show(id);
    return migration.notices?.bounced === 1 && migration.notices.complained === 1 ? migration : undefined;
  }, 30);
  expect(shown).toMatchObject({ status: 'succeeded', notices: counts, totals: { notices: counts } });
  expect([
    await usersWithNotice(id, 'bounced'),
    await usersWithNotice(id, 'complained'),
    await usersWithNotice(id, 'sent'),
  ]).toEqual([['ana'], ['bo'], ['cy']]);
  const all = await importer.client.call<ReportPage>('GET', `/runs/${id}/report`);
  expect(all.records.map(({ notice }) => notice)).toEqual(['bounced', 'complained', 'sent', 'not-informed']);
  expect(all.totals).toMatchObject({ notices: counts });
});

/** Every line of the functions' logs, in the order of time. */
function linesOf(run: string): Record<string, unknown>[] {
  const folder = join(running.data, 'logs');
  const functions = readdirSync(folder).filter((name) => name.startsWith('landfall-'));
  const lines = functions.flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('{') && line.includes(run)),
  );
  const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return parsed.sort((a, b) => String(a['timestamp']).localeCompare(String(b['timestamp'])));
}

test('the lines of one run lead from its upload to its mails, and back from a mail that bounced', async () => {
  const { id } = await importer.importRecords([
    withToken('once', simulated('bounce', 'once')),
    withToken('twice', 'twice@corp.example'),
  ]);
  const lines = await eventually(async () => {
    const found = linesOf(id);
    const events = new Set(found.map(({ event }) => event));
    return events.has('mail.returned') && events.has('migration.succeeded') ? found : undefined;
  }, 60);
  for (const line of lines)
    expect(line).toMatchObject({ run: id, requestId: expect.any(String), service: expect.any(String) });
  expect(lines[0]).toMatchObject({
    service: 'start-run',
    event: 'migration.requested',
    execution: `${id}-run-1`,
    queueMessage: expect.any(String),
  });
  const of = (event: string) => lines.filter((line) => line['event'] === event);
  expect(of('part.ingested')).toMatchObject([
    { service: 'ingest-part', attempt: 1, part: 1, count: 2, RecordsImported: 2 },
  ]);
  const sent = of('mail.sent');
  expect(sent).toMatchObject(
    Array.from({ length: 2 }, () => ({
      service: 'notify-users',
      attempt: 1,
      outcome: 'sent',
      messageId: expect.any(String),
      MailsSent: 1,
    })),
  );
  const notices = sent.map(({ notice }) => notice);
  expect(new Set(notices).size).toBe(2);
  const [returned] = of('mail.returned');
  expect(returned).toMatchObject({ service: 'mail-events', kind: 'bounced', outcome: 'marked', MailsBounced: 1 });
  expect(notices).toContain(returned!['notice']);
}, 120_000);

test('a campaign with too many returned mails stops, says what to do, goes on when it is started again, and mails no user twice', async () => {
  const bad = 30;
  const crew = Array.from({ length: 600 }, (_item, index) => {
    const userId = `crew-${index}`;
    return withToken(userId, index < bad ? simulated('bounce', userId) : `${userId}@corp.example`);
  });
  const before = (await mails(running)).length;
  const { bytes } = await packInMemory(importer.keys, crew);
  const key = await importer.upload(bytes, 'crew.zip');
  const stopped = await importer.ended(key);
  const { id } = stopped;
  expect(stopped).toMatchObject({
    status: 'failed',
    error: { code: 'campaign.stopped', state: 'NotifyUsers', hint: expect.stringContaining('toleratedReturnsPercent') },
  });
  const sent = (await mails(running)).length - before;
  expect(sent).toBeGreaterThanOrEqual(100);
  expect(sent).toBeLessThan(600);
  await eventually(async () => ((await show(id)).notices?.bounced === bad ? true : undefined), 30);

  await importer.configure({ mail: { toleratedReturnsPercent: 50 } });
  const started = await importer.client.call<{ execution: string }>('POST', `/runs/${id}/resume`);
  const done = await eventually(async () => {
    const migration = await show(id);
    const over = migration.status === 'succeeded' || migration.status === 'failed';
    return migration.execution === started.execution && over ? migration : undefined;
  }, 90);
  expect(done).toMatchObject({ status: 'succeeded', notices: { sent: 600, bounced: bad, failed: 0 } });
  const addresses = (await mails(running)).slice(before).map(({ destination }) => destination.to.join());
  expect([addresses.length, new Set(addresses).size]).toEqual([600, 600]);
  expect(await usersWithNotice(id, 'bounced')).toHaveLength(bad);
}, 240_000);

test('no log names the addressee of a mail', () => {
  const folder = join(running.data, 'logs');
  const logs = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);
  expect(logs.filter(([, text]) => text.includes('"mail.returned"')).map(([name]) => name)).toEqual([
    expect.stringContaining('MailEvents'),
  ]);
  for (const [name, text] of logs) expect([name, /simulator|crew-|@corp\.example/u.test(text)]).toEqual([name, false]);
});
