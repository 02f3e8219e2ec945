/**
 * Started by test/integration/retention.test.ts: the embedded engines with something of each kind that ends, and of what stays. Removes what has
 * ended by then at each of the days that it is given, and prints what is left. @param argv folder, days as JSON
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import getPort from 'get-port';
import { callAction } from '../../local/aws-json.ts';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { expireAll } from '../../local/expiry.ts';
import { startMail } from '../../local/mail.ts';
import { ownHeaders } from '../../local/scope.ts';
import { createStates } from '../../local/states.ts';
import { startStorage } from '../../local/storage.ts';
import { assemblyOf } from './assembly.ts';
import { OWNER, PERMITTED } from './permits.ts';

const DAY_MS = 86_400_000;
const [data = '', days = '[]'] = process.argv.slice(2);
const now = Date.now();
const key = { AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })) };
const KeySchema = [
  { AttributeName: 'pk', KeyType: 'HASH' },
  { AttributeName: 'sk', KeyType: 'RANGE' },
];
const table = (name: string, more: object = {}) => {
  return {
    type: 'AWS::DynamoDB::Table',
    name,
    properties: { ...key, KeySchema, BillingMode: 'PAY_PER_REQUEST', ...more },
  };
};
const bucket = (name: string, ExpirationInDays: number) => {
  const rule = { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, ExpirationInDays, Status: 'Enabled' };
  return { type: 'AWS::S3::Bucket', name, properties: { LifecycleConfiguration: { Rules: [rule] } } };
};
const queue = (name: string, properties = {}) => ({ type: 'AWS::SQS::Queue', name, properties });
const assembly = assemblyOf([
  table('operations', { TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } }),
  table('directory'),
  bucket('exports', 1),
  bucket('reports', 400),
  queue('waiting'),
  queue('failed', { MessageRetentionPeriod: 14 * 86_400 }),
]);

mkdirSync(join(data, 'logs'), { recursive: true });
mkdirSync(join(data, 'executions'), { recursive: true });
const iso = (ms: number) => new Date(ms).toISOString();
const log = join(data, 'logs', 'f.log');
const logged = (text: string, ms: number) => `${JSON.stringify({ level: 'INFO', text, timestamp: iso(ms) })}\n`;
writeFileSync(log, `${logged('older', now)}at a line of a stack\n${logged('newer', now + 30 * DAY_MS)}`);
const mails = join(data, 'mails.ndjson');
writeFileSync(mails, `${JSON.stringify({ messageId: 'mail', at: now / 1000 })}\n`);
const execution = { stateMachineArn: 'arn:m', input: '{}', startDate: now / 1000 };
for (const [name, more] of [
  ['ended', { status: 'SUCCEEDED', stopDate: now / 1000 }],
  ['running', { status: 'RUNNING' }],
] as const)
  writeFileSync(
    join(data, 'executions', `${name}.json`),
    JSON.stringify({ ...execution, executionArn: name, name, ...more }),
  );

const ports = { dynamodb: await getPort(), storage: await getPort(), mail: await getPort(), inbox: await getPort() };
const say = (line: string) => process.stderr.write(`${line}\n`);
const dynamoDb = await startDynamoDb(ports.dynamodb, join(data, 'dynamodb'), assembly);
const storage = await startStorage(ports.storage, join(data, 'storage'), assembly, say, OWNER);
const none = () => undefined;
const inbox = { file: mails, accountFile: join(data, 'mail-account.json'), publish: none, refuse: none, say };
const mail = await startMail(assembly, { port: ports.mail, inboxPort: ports.inbox, ...inbox });
const states = createStates(
  assembly,
  { invoke: async () => ({}), s3: '', permits: PERMITTED },
  join(data, 'executions'),
  say,
);
states.resume();
const url = (port: number) => `http://127.0.0.1:${port}`;
const endpoints = { dynamodb: url(ports.dynamodb), s3: url(ports.storage), sqs: url(ports.storage) };

const dynamo = <T>(action: string, input: object) =>
  callAction<T>(endpoints.dynamodb, `DynamoDB_20120810.${action}`, input);
const item = (TableName: string, pk: string, expiresAt?: number) =>
  dynamo('PutItem', {
    TableName,
    Item: {
      pk: { S: pk },
      sk: { S: 'x' },
      ...(expiresAt === undefined ? {} : { expiresAt: { N: String(expiresAt) } }),
    },
  });
await item('operations', 'ends in a week', Math.floor(now / 1000) + 7 * 86_400);
await item('operations', 'does not end');
// Of a token: that its own time is over is no end of the item.
await item('directory', 'token', Math.floor(now / 1000) - 1);
const s3 = (path: string, method: string, body?: string) =>
  fetch(`${endpoints.s3}/${path}`, {
    method,
    headers: ownHeaders(Date.now()),
    ...(body === undefined ? {} : { body }),
  });
await s3('exports/uploads/a%20package%20%26%20more.zip', 'PUT', 'x');
await s3('exports/staged/begun.zip?uploads', 'POST');
await s3('reports/reports/m/summary.json', 'PUT', '{}');
const sqs = <T>(action: string, input: object) => callAction<T>(endpoints.sqs, `AmazonSQS.${action}`, input);
const queueUrl = (name: string) => ({ QueueUrl: `${endpoints.sqs}/000000000000/${name}` });
for (const name of ['waiting', 'failed']) await sqs('SendMessage', { ...queueUrl(name), MessageBody: name });

async function left(): Promise<string[]> {
  const items = await Promise.all(
    ['operations', 'directory'].map(async (TableName) =>
      (await dynamo<{ Items: { pk: { S: string } }[] }>('Scan', { TableName })).Items.map(({ pk }) => pk.S),
    ),
  );
  const keys = await Promise.all(
    ['exports', 'reports'].map(async (name) =>
      [...(await (await s3(`${name}?list-type=2`, 'GET')).text()).matchAll(/<Key>([^<]+)/gu)].map(([, one]) => one!),
    ),
  );
  const uploads = join(data, 'storage', 'objects', '_multipart');
  const begun = existsSync(uploads) ? readdirSync(uploads).map(() => 'upload') : [];
  const messages = ['waiting', 'failed'].filter((name) => {
    const { ready = [], inflight = [] } = storage.inspectQueue(name)?.messages ?? {};
    return ready.length + inflight.length > 0;
  });
  const lines = [...readFileSync(log, 'utf8').matchAll(/"text":"(\w+)"|(stack)/gu)].map(
    ([, text, other]) => `log ${text ?? other}`,
  );
  const mailed = existsSync(mails) && readFileSync(mails, 'utf8').includes('"mail"') ? ['mail'] : [];
  const executions = readdirSync(join(data, 'executions')).map((name) => `execution ${name.replace('.json', '')}`);
  return [
    ...items.flat(),
    ...keys.flat(),
    ...begun,
    ...messages.map((name) => `message ${name}`),
    ...lines,
    ...mailed,
    ...executions,
  ].sort();
}

const steps: Record<string, string[]> = {};
for (const day of JSON.parse(days) as number[]) {
  await expireAll({ assembly, data, endpoints, storage, states, mail }, now + day * DAY_MS);
  steps[day] = await left();
}
process.stdout.write(`${JSON.stringify(steps)}\n`);
states.stop();
await Promise.all([mail.stop(), storage.stop(), dynamoDb.stop()]);
process.exit(0);
