/** What the mail service's account does to a campaign and to recovery mails, on the embedded SES: nothing is lost, and an operator is told what to mend. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunView } from '#core/migration/record.ts';
import type { ReportPage } from '#core/migration/report/report-page.ts';
import { Accounts } from '../support/accounts.ts';
import { ApiUser, eventually, mails } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { aTokenRecord, type Importer, openImporter } from '../support/imported.ts';
import { packInMemory, sampleUser } from '../support/package.ts';

let running: Running;
let importer: Importer;
let accounts: Accounts;
beforeAll(async () => {
  running = await startLandfall();
  importer = await openImporter(running);
  accounts = new Accounts(running);
}, 300_000);
afterAll(() => running?.stop(), 30_000);
const ses = (account: object) => writeFileSync(join(running.data, 'mail-account.json'), JSON.stringify(account));
afterEach(() => ses({}));

const show = (id: string) => importer.client.call<RunView>('GET', `/runs/${id}`);
const logs = () =>
  readdirSync(join(running.data, 'logs'))
    .map((name) => readFileSync(join(running.data, 'logs', name), 'utf8'))
    .join('');

/** A package of these users that is uploaded and imported to its end. */
async function importUsers(prefix: string, count: number) {
  const names = Array.from({ length: count }, (_user, index) => `${prefix}-${index}`);
  const users = names.map((name) => sampleUser(name, { email: `${name}@home.example`, tokens: [aTokenRecord()] }));
  const { bytes } = await packInMemory(importer.keys, users);
  const key = await importer.upload(bytes, `${prefix}.zip`);
  const ended = await importer.ended(key);
  const goOn = async (): Promise<RunView> => {
    const { execution } = await importer.client.call<{ execution: string }>('POST', `/runs/${ended.id}/resume`);
    return eventually(async () => {
      const migration = await show(ended.id);
      const over = migration.status === 'succeeded' || migration.status === 'failed';
      return migration.execution === execution && over ? migration : undefined;
    }, 90);
  };
  return { ended, goOn };
}
const mailsOf = async (prefix: string) =>
  (await mails(running)).filter(({ destination }) => destination.to.some((one) => one.startsWith(`${prefix}-`)));

test.each([
  ['unset', { unverified: ['localhost.localdomain'] }, 'sender.unset'],
  ['sandbox', { sandbox: true }, 'sender.sandbox'],
  ['paused', { paused: true }, 'sender.paused'],
])(
  'a campaign does not begin while the account is %s, and tells every user once that is mended',
  async (prefix, account, code) => {
    ses(account);
    const { ended, goOn } = await importUsers(prefix, 5);
    expect(ended).toMatchObject({
      status: 'failed',
      error: { code, state: 'NotifyUsers', hint: expect.stringMatching(/then start again\.$/u) },
    });
    expect(ended.error!.hint).not.toContain('@');
    expect(await mailsOf(prefix)).toEqual([]);
    ses({});
    expect(await goOn()).toMatchObject({ status: 'succeeded', notices: { sent: 5, failed: 0 } });
    expect(await mailsOf(prefix)).toHaveLength(5);
    expect(logs()).toContain('"mail.stopped"');
  },
  180_000,
);

test('a sender that loses its verification in the middle stops the campaign at once, and no user is lost or mailed twice', async () => {
  const error = {
    code: 'MessageRejected',
    message:
      'Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: landfall@localhost.localdomain',
  };
  ses({ errors: { 'middle-150@home.example': error } });
  const { ended, goOn } = await importUsers('middle', 220);
  expect(ended).toMatchObject({ status: 'failed', error: { code: 'sender.not_verified' } });
  const sent = (await mailsOf('middle')).length;
  expect(sent).toBeGreaterThanOrEqual(100);
  expect(sent).toBeLessThan(220);
  ses({});
  expect(await goOn()).toMatchObject({ status: 'succeeded', notices: { sent: 220, failed: 0 } });
  const addresses = (await mailsOf('middle')).map(({ destination }) => destination.to.join());
  expect([addresses.length, new Set(addresses).size]).toEqual([220, 220]);
}, 180_000);

test('a lost answer and a refused address are listed apart, and the mail whose answer was lost went out once', async () => {
  ses({
    lose: ['mixed-1@home.example'],
    errors: { 'mixed-2@home.example': { code: 'InvalidParameterValue', message: 'Domain contains illegal character' } },
  });
  const { ended, goOn } = await importUsers('mixed', 4);
  expect(ended).toMatchObject({ status: 'succeeded', notices: { sent: 2, failed: 1, uncertain: 1 } });
  const { records } = await importer.client.call<ReportPage>('GET', `/runs/${ended.id}/report`);
  expect(Object.fromEntries(records.map(({ userId, notice }) => [userId, notice]))).toEqual({
    'mixed-0': 'sent',
    'mixed-1': 'uncertain',
    'mixed-2': 'failed',
    'mixed-3': 'sent',
  });
  expect((await mailsOf('mixed')).map(({ destination }) => destination.to.join()).sort()).toEqual(
    [0, 1, 3].map((index) => `mixed-${index}@home.example`),
  );
  expect(goOn).toBeDefined();
}, 120_000);

test('a mail of Forgot Your Password is not lost while the account is paused, and its user sees the same answer', async () => {
  await accounts.allowTestLogons();
  await accounts.add('ana');
  const user = new ApiUser(running);
  const ask = (userId: string) => user.post('/api/forgot-password', { userId });
  const usual = await ask('stranger');
  ses({ paused: true });
  const asked = await ask('ana');
  expect([asked.status, asked.body]).toEqual([usual.status, usual.body]);
  const told = () =>
    logs()
      .split('\n')
      .some((line) => line.includes('"service":"send-mail"') && line.includes('"event":"mail.stopped"'));
  await eventually(async () => told() || undefined, 30);
  const links = (await mails(running, 'ana@corp.example')).filter(({ body }) =>
    body.text?.includes('forgot-password?link='),
  );
  expect(links).toEqual([]);
}, 60_000);

test('every mail says that no person sent it, bears the organisation’s name, and answers go where the settings say', async () => {
  await importer.configure({
    organisation: { name: 'Hafen & Söhne' },
    mail: { replyTo: 'help@corp.example' },
  });
  await importUsers('named', 1);
  const [mail] = (await mailsOf('named')) as unknown as [
    { from: string; replyTo: string[]; headers: { name: string; value: string }[] },
  ];
  expect(mail.from).toBe('"Hafen & Söhne" <landfall@localhost.localdomain>');
  expect(mail.replyTo).toEqual(['help@corp.example']);
  expect(mail.headers).toContainEqual({ name: 'Auto-Submitted', value: 'auto-generated' });
}, 90_000);
