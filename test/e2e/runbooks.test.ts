/**
 * The runbooks of docs/operations.md, played on one deployment: a fault is caused, the commands are typed as the section has them, and what the
 * section says of its end is looked for. Those that other tests play name these.
 */
import { createPrivateKey, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteMessageCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { RunView } from '#core/migration/record.ts';
import { Accounts, type Device } from '../support/accounts.ts';
import { landfall } from '../support/cli.ts';
import { ApiUser, eventually } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { aTokenRecord, type Importer, openImporter, shown } from '../support/imported.ts';
import { packInMemory, sampleDescription, sampleUser } from '../support/package.ts';
import { commandsOf, type } from '../support/runbook.ts';

const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
let running: Running;
let importer: Importer;
let accounts: Accounts;
let dynamodb: DynamoDBClient;
let sqs: SQSClient;
let root: Device;

beforeAll(async () => {
  running = await startLandfall();
  importer = await openImporter(running);
  accounts = new Accounts(running);
  await accounts.allowTestLogons();
  const { region, endpoints } = running;
  dynamodb = new DynamoDBClient({ endpoint: endpoints.dynamodb, region, credentials });
  sqs = new SQSClient({ endpoint: endpoints.sqs, region, credentials });
  root = await accounts.add('root', 'super-admin');
}, 300_000);
afterAll(() => running?.stop(), 30_000);

const table = (name: string) => running.tables.find((one) => one.endsWith(name))!;
const queue = (name: string) => `${running.endpoints.sqs}/000000000000/landfall-${name}`;
const send = (name: string, MessageBody: string) =>
  sqs.send(new SendMessageCommand({ QueueUrl: queue(name), MessageBody }));

/** `log NAME` of a section: the lines of that function here, once one has the event. */
function log(section: string, name: string, event: string): Promise<Record<string, unknown>> {
  expect(commandsOf(section)).toContain(`log ${name}`);
  const file = join(running.data, 'logs', `landfall-Functions${name}.log`);
  return eventually(async () => {
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    const found = lines.findLast((line) => line.includes(`"${event}"`));
    return found === undefined ? undefined : (JSON.parse(found) as Record<string, unknown>);
  }, 60);
}
/** `redrive NAME` of a section: what AWS does by a message move task. */
async function redrive(section: string, deadLetters: string, to: string): Promise<void> {
  expect(commandsOf(section)).toContain(`redrive ${deadLetters}`);
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queue(deadLetters), MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return;
    for (const { Body, ReceiptHandle } of Messages) {
      await send(to, Body!);
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queue(deadLetters), ReceiptHandle }));
    }
  }
}
const logonOf = (userId: string, secret: string, more: object = {}) =>
  new ApiUser(running).post('/api/logon', { userId, method: 'SecurID_Native', secret, ...more });
const set = (Key: Record<string, string>, name: string, value: object, of = 'Directory') =>
  dynamodb.send(
    new UpdateItemCommand({
      TableName: table(of),
      Key: Object.fromEntries(Object.entries(Key).map(([key, text]) => [key, { S: text }])),
      UpdateExpression: 'SET #name = :value',
      ExpressionAttributeNames: { '#name': name },
      ExpressionAttributeValues: { ':value': value as never },
    }),
  );

test('PeopleDiffered: a change that was missed is mended by the next recount, which says so', async () => {
  await accounts.add('missed');
  const key = { pk: { S: 'JOURNEY#missed' }, sk: { S: 'JOURNEY' } };
  const journeys = table('Journeys');
  await eventually(async () => {
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: journeys, ConsistentRead: true }));
    const state = Items.find(({ pk }) => pk!.S === 'STATE');
    return state?.['endedAt'] && Items.some(({ pk }) => pk!.S === key.pk.S) ? true : undefined;
  }, 90);
  await dynamodb.send(new DeleteItemCommand({ TableName: journeys, Key: key }));
  await set({ pk: 'STATE', sk: 'STATE' }, 'startedAt', { N: String(Date.now() - 25 * 3_600_000) }, 'Journeys');
  // The schedule comes once a minute; the other runbooks are played meanwhile.
});

test('UploadsUnread: an event that could not be handled is handled once it is moved back', async () => {
  const section = '`UploadsUnread`';
  const event = JSON.stringify({
    Records: [{ eventName: 'ObjectCreated:Put', s3: { object: { key: 'uploads/late.zip' } } }],
  });
  // Of an object that is not there yet.
  await send('UploadQueue', event);
  await log(section, 'StartRun', 'upload.failed');
  await send('UploadDeadLetters', event);
  const { bytes } = await packInMemory(importer.keys, [sampleUser('late')]);
  await importer.ended(await importer.upload(bytes, 'late.zip'));
  await redrive(section, 'UploadDeadLetters', 'UploadQueue');
  expect((await type(running, section, 'runs')).stdout).toContain('succeeded');
  // Its own event had started the run: the one that was moved back starts no second import.
  const again = await eventually(async () => {
    const runs = (await importer.migrations()).filter(({ key }) => key === 'uploads/late.zip');
    return runs.length === 2 ? runs : undefined;
  }, 30);
  expect(again.map(({ status }) => status)).toEqual(['not-started', 'succeeded']);
}, 120_000);

test('MailEventsUnread: an event that can’t be read is named in the log, and is purged', async () => {
  const section = '`MailEventsUnread`';
  await send('MailReturnedQueue', JSON.stringify({ eventType: 'Bounce', mail: 'none' }));
  await log(section, 'MailEvents', 'mail.event_failed');
  await sqs.send(new PurgeQueueCommand({ QueueUrl: queue('MailReturnedQueue') }));
}, 60_000);

test('ApiErrors, PeopleUnreadable: a damaged item is named in the log, and its person is listed once it is mended', async () => {
  await accounts.add('damaged');
  const key = { pk: 'USER#damaged', sk: 'USER' };
  await set(key, 'failures', { S: 'many' });
  expect(await log('`PeopleUnreadable`', 'FollowPeople', 'people.unreadable')).toMatchObject({ user: 'damaged' });
  const admin = await accounts.logon(root, 'security');
  const { status, body } = await admin.get('/api/admin/user?userId=damaged');
  expect(status).toBe(500);
  const line = await log('`ApiErrors`', 'AdminUsers', String(body['requestId']));
  expect(line).toMatchObject({ level: 'ERROR' });

  await set(key, 'failures', { N: '0' });
  expect(await type(running, '`PeopleUnreadable`', 'user show', { USER: 'damaged' })).toMatchObject({ code: 0 });
  await eventually(async () => {
    const { stdout } = await landfall(running, 'people', 'list', '--csv');
    return stdout.includes('damaged') ? true : undefined;
  }, 30);
}, 120_000);

test('GlassBroken: the audit names who broke the glass, and the account is disabled at once', async () => {
  const mallory = await accounts.add('mallory', 'admin');
  const section = '`GlassBroken`';
  const { stdout } = await type(running, section, 'audit');
  expect(stdout).toMatch(/admin\.created +mallory/u);
  expect(await type(running, section, 'user disable', { USER: 'mallory' })).toMatchObject({ code: 0 });
  expect(await logonOf('mallory', accounts.passcode(mallory), { console: 'security' })).toMatchObject({ status: 401 });
}, 60_000);

test('SecondWaysGiven: the audit shows both ways, and the sessions of the person are ended', async () => {
  const helped = await accounts.add('helped');
  const session = await accounts.logon(helped);
  const admin = await accounts.logon(root, 'security');
  const user = { userId: 'helped' };
  expect(await admin.post('/api/admin/user/reset-password?userId=helped', { method: 'one-time' })).toMatchObject({
    status: 200,
  });
  const { body } = await admin.get('/api/admin/user?userId=helped');
  const edit = { version: body['version'], email: 'other@corp.example' };
  expect(await admin.call('PATCH', '/api/admin/user?userId=helped', edit)).toMatchObject({ status: 200 });
  const section = '`SecondWaysGiven`';
  const { stdout } = await type(running, section, 'audit', { USER: user.userId });
  expect(stdout).toMatch(/user\.password_reset/u);
  expect(stdout).toMatch(/user\.edited/u);
  expect(await type(running, section, 'user end-sessions', { USER: user.userId })).toMatchObject({ code: 0 });
  expect((await session.get('/api/me')).status).toBe(401);
}, 60_000);

test('TokensDisabledByFailures: the audit names the token, and its user brings it back with two codes', async () => {
  const device = await accounts.add('guessed');
  await accounts.configure(({ tokenPolicy }) => ({ tokenPolicy: { ...tokenPolicy, failuresToDisable: 10 } }));
  await accounts.configure(({ lockout }) => ({ lockout: { ...lockout, failures: 100 } }));
  for (let tries = 0; tries < 11; tries++) await logonOf('guessed', '000000');
  const section = '`TokensDisabledByFailures`';
  expect((await type(running, section, 'audit')).stdout).toContain(device.serial);
  expect((await type(running, section, 'token show', { SERIAL: device.serial })).stdout).toContain(device.serial);
  const { body } = await logonOf('guessed', accounts.passcode(device));
  expect(body).toMatchObject({ status: 'next-tokencode' });
  const next = { challenge: body['challenge'], tokencode: accounts.passcode(device) };
  expect(await new ApiUser(running).post('/api/logon/next-tokencode', next)).toMatchObject({ status: 200 });
}, 60_000);

test('AuditBehind: entries wait while the chain can’t be read, the log says so, and they are chained once it can', async () => {
  const section = '`AuditBehind`';
  const heads = { 'audit-heads.json': join(running.data, 'audit-heads.json') };
  // At the end of each chain an item that is no link.
  const keys = Array.from({ length: 8 }, (_none, shard) => ({
    pk: { S: `CHAIN#${shard}` },
    sk: { S: '999999999999' },
  }));
  for (const key of keys) await dynamodb.send(new PutItemCommand({ TableName: table('Audit'), Item: key }));
  await accounts.add('behind');
  await log(section, 'AuditAppend', 'stored.damaged');
  expect((await landfall(running, 'audit', '--user', 'behind')).stdout).toContain('admin.created');
  for (const Key of keys) await dynamodb.send(new DeleteItemCommand({ TableName: table('Audit'), Key }));
  await eventually(async () => {
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: table('Audit'), ConsistentRead: true }));
    return Items.some(({ object }) => object?.S === 'behind') ? true : undefined;
  }, 60);
  expect(await type(running, section, 'audit verify', heads)).toMatchObject({ code: 0 });
}, 120_000);

test('AuditTampered: an entry that was removed from the outbox is in the audit, and so is the removal', async () => {
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: table('AuditOutbox'), Limit: 1 }));
  const { pk, sk } = Items[0]!;
  await dynamodb.send(new DeleteItemCommand({ TableName: table('AuditOutbox'), Key: { pk: pk!, sk: sk! } }));
  const section = '`AuditTampered`';
  const found = await eventually(async () => {
    const { stdout } = await type(running, section, 'audit --action');
    return stdout.includes('audit.tampered') ? stdout : undefined;
  }, 30);
  expect(found).toContain(sk!.S!.slice(0, 20));
  const heads = { 'audit-heads.json': join(running.data, 'audit-heads.json') };
  expect(await type(running, section, 'audit verify', heads)).toMatchObject({ code: 0 });
}, 60_000);

test('EventsUndelivered: what the webhook missed is listed by the deployment itself', async () => {
  const token = aTokenRecord();
  await importer.importRecords([sampleUser('came', { tokens: [token] })]);
  expect(await logonOf('came', shown(token))).toMatchObject({ status: 200 });
  await eventually(async () => {
    const { stdout } = await type(running, '`EventsUndelivered`', 'cut-over');
    return stdout.includes(token.serial) ? true : undefined;
  }, 30);
}, 90_000);

test('A wrong import: the preview says what goes, and it is taken back', async () => {
  const description = { source: { deployment: 'wrong', kind: 'internal', identitySource: 'other' } } as const;
  const { id } = await importer.importRecords([sampleUser('wrong-1'), sampleUser('wrong-2')], { description } as never);
  const section = 'A wrong import';
  const preview = await landfall(running, 'run', 'rollback', id, '--preview', '--json');
  expect(JSON.parse(preview.stdout)).toMatchObject({ preview: true, status: 'succeeded' } satisfies Partial<RunView>);
  expect(await type(running, section, 'run rollback RUN --yes', { RUN: id })).toMatchObject({ code: 0 });
  expect(await landfall(running, 'user', 'show', 'wrong-1')).toMatchObject({ code: 1 });
}, 90_000);

test('CampaignLate: a campaign that will not end in time says so, and no more once it has more days', async () => {
  const section = '`CampaignLate`';
  const ses = (account: object) => writeFileSync(join(running.data, 'mail-account.json'), JSON.stringify(account));
  // The sandbox's quota is 200 mails a day, of which campaigns take 160: 400 mails take three days.
  ses({ sandbox: true, verified: ['home.example'] });
  await importer.configure({ mail: { sandbox: true, campaignDays: 1 } });
  const users = Array.from({ length: 400 }, (_none, index) =>
    sampleUser(`late-${index}`, { email: `late-${index}@home.example`, tokens: [aTokenRecord()] }),
  );
  const counts = { ...sampleDescription.counts, users: 400, tokensAssigned: 400, tokensUnassigned: 0 };
  const description = { source: { ...sampleDescription.source, deployment: 'late' }, counts };
  const { bytes } = await packInMemory(importer.keys, users, { description });
  const file = join(running.data, 'late-people.zip');
  writeFileSync(file, bytes);
  expect(await landfall(running, 'import', file, '--tell', 'later')).toMatchObject({ code: 0 });
  const { campaign } = await importer.client.call<{ campaign: { id: string } }>('POST', '/campaigns', {
    body: { mail: 'migration', source: 'late' },
  });
  const values = { CAMPAIGN: campaign.id };
  const late = await eventually(async () => {
    const { stdout } = await type(running, section, 'campaign show', values);
    return stdout.includes('it should be done by') ? stdout : undefined;
  }, 60);
  expect(late).toMatch(/late +it should be done by \d{4}-/u);
  // The round's line is what the alarm counts. It ends with the day's 160 mails, at 0.8 a second.
  await eventually(async () => {
    const lines = readFileSync(join(running.data, 'logs', 'landfall-FunctionsSendRound.log'), 'utf8').split('\n');
    const rounds = lines.filter((line) => line.includes('"campaign.round"') && line.includes(campaign.id));
    const hours = rounds.map((line) => Number((JSON.parse(line) as { CampaignHoursLate: number }).CampaignHoursLate));
    return hours.some((one) => one > 0 && one <= 48) ? true : undefined;
  }, 320);
  expect(await type(running, section, 'settings set', { DAYS: '30' })).toMatchObject({ code: 0 });
  expect((await type(running, section, 'campaign show', values)).stdout).not.toContain('it should be done by');
  await importer.client.call('POST', `/campaigns/${campaign.id}/end`);
  await importer.configure({ mail: { sandbox: false } });
  ses({});
}, 500_000);

test('A leaked key: a packer whose key leaked is trusted no more, and its successor is', async () => {
  const file = join(running.data, 'successor.pem');
  const lost = 'A lost key';
  expect(await type(running, lost, 'packers new-key', { FILE: file })).toMatchObject({ code: 0 });
  const values = { PUBLIC: file.replace('.pem', '.pub.pem') };
  expect(await type(running, lost, 'packers add', values)).toMatchObject({ code: 0 });
  const { id: leaked } = importer.keys.packer;
  expect(await type(running, 'A leaked key', 'packers remove', { PACKER: leaked })).toMatchObject({ code: 0 });
  const signedBy = async (keys: typeof importer.keys, user: string) => {
    const { bytes } = await packInMemory(keys, [sampleUser(user)]);
    return importer.ended(await importer.upload(bytes, `${user}.zip`));
  };
  expect(await signedBy(importer.keys, 'forged')).toMatchObject({ error: { code: 'package.untrusted' } });
  const signingKey = createPrivateKey(readFileSync(file, 'utf8'));
  const { packers } = await importer.client.call<{ packers: { id: string; name: string; publicKey: string }[] }>(
    'GET',
    '/packers',
  );
  const successor = packers.find(({ name }) => name === 'build host')!;
  expect(await signedBy({ ...importer.keys, signingKey, packer: successor }, 'honest')).toMatchObject({
    status: 'succeeded',
  });
}, 90_000);

test('A leaked key: a disabled token logs on no more, and its sessions are over', async () => {
  const device = await accounts.add('leaked', undefined, {
    serial: String(300_000_000_000 + randomBytes(3).readUIntBE(0, 3)),
  });
  const { tokens } = await importer.client.call<{ tokens: { serial: string }[] }>('GET', '/user', {
    query: { userId: 'leaked' },
  });
  const session = await accounts.logon(device);
  const section = 'A leaked key';
  expect(await type(running, section, 'token disable', { SERIAL: tokens[0]!.serial })).toMatchObject({ code: 0 });
  expect(await type(running, section, 'user end-sessions', { USER: 'leaked' })).toMatchObject({ code: 0 });
  expect((await session.get('/api/me')).status).toBe(401);
  expect(await logonOf('leaked', accounts.passcode(device))).toMatchObject({ status: 401 });
  expect((await type(running, section, 'audit', { ACTOR: 'leaked' })).stdout).toContain('logon');
}, 60_000);

test('After a restore: those who were told after the point are marked, and who is not here is named', async () => {
  const file = join(running.data, 'told.txt');
  writeFileSync(file, 'guessed\nunknown-person\n');
  const section = 'Tables restored to an earlier point';
  const { code, stdout } = await type(running, section, 'after-restore told', { 'told.txt': file });
  expect([code, stdout]).toEqual([0, expect.stringContaining('1 marked as told')]);
  expect(stdout).toContain('unknown-person');
}, 60_000);

test('PeopleDiffered: the recount has mended what was missed, and its log says so', async () => {
  expect(await log('`PeopleDiffered`', 'ClockPeople', 'people.differed')).toMatchObject({ level: 'WARN' });
  const { stdout } = await landfall(running, 'people', 'list', '--csv');
  expect(stdout).toContain('missed');
  expect(await type(running, '`PeopleDiffered`', 'people')).toMatchObject({ code: 0 });
}, 150_000);
