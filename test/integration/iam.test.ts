import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { resolveLoopbackNames } from '#cli/online/loopback.ts';
import { fastFolder } from '#test/support/fast-folder.ts';

type Key = { accessKeyId: string; secretAccessKey: string };
type Started = {
  endpoints: Record<'dynamodb' | 's3' | 'sqs' | 'ses' | 'services', string>;
  keysOf: Record<string, Key>;
};
const ACCOUNT = '000000000000';
const data = fastFolder('landfall-judged-');
const engine = spawn(process.execPath, ['--no-warnings', 'test/support/judged-engines.ts', data], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
let started: Started;
beforeAll(async () => {
  resolveLoopbackNames();
  let output = '';
  for await (const chunk of engine.stdout) {
    output += String(chunk);
    if (output.includes('\n')) break;
  }
  started = JSON.parse(output) as Started;
});
afterAll(async () => {
  const ended = once(engine, 'exit');
  engine.kill();
  await ended;
  rmSync(data, { recursive: true, force: true });
});

function clientsOf(credentials: Key) {
  const { dynamodb, s3, sqs, ses, services } = started.endpoints;
  const at = (endpoint: string) => ({ region: 'eu-central-1', endpoint, credentials, maxAttempts: 1 });
  const dynamo = new DynamoDBClient(at(dynamodb));
  const objects = new S3Client({ ...at(s3), requestChecksumCalculation: 'WHEN_REQUIRED' });
  const queues = new SQSClient(at(sqs));
  const kms = new KMSClient(at(services));
  const item = (pk: string) => ({ TableName: 'items', Item: { pk: { S: pk } } });
  const object = (Key: string) => ({ Bucket: 'bucket', Key });
  const context = (serial: string) => ({ KeyId: 'k', EncryptionContext: { serial } });
  const from = (Source: string) => ({
    Source,
    Destinations: ['ana@corp.example'],
    RawMessage: { Data: Buffer.from('Subject: x\r\n\r\nx') },
    ConfigurationSetName: 'set',
  });
  const entry = { EventBusName: 'bus', Source: 'landfall', DetailType: 'x', Detail: '{}' };
  return {
    objects,
    put: (pk: string) => dynamo.send(new PutItemCommand(item(pk))),
    get: () => dynamo.send(new GetItemCommand({ TableName: 'items', Key: { pk: { S: 'A#1' } } })),
    putObject: (key: string) => objects.send(new PutObjectCommand({ ...object(key), Body: 'text' })),
    getObject: (key: string) => objects.send(new GetObjectCommand(object(key))),
    headObject: (key: string) => objects.send(new HeadObjectCommand(object(key))),
    send: () => queues.send(new SendMessageCommand({ QueueUrl: `${sqs}/${ACCOUNT}/q`, MessageBody: 'x' })),
    dataKey: (serial: string) => kms.send(new GenerateDataKeyCommand({ ...context(serial), KeySpec: 'AES_256' })),
    decrypt: (serial: string, CiphertextBlob: Uint8Array) =>
      kms.send(new DecryptCommand({ ...context(serial), CiphertextBlob })),
    secret: () =>
      new SecretsManagerClient(at(services)).send(
        new GetSecretValueCommand({ SecretId: `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:s` }),
      ),
    start: () =>
      new SFNClient(at(services)).send(
        new StartExecutionCommand({
          stateMachineArn: `arn:aws:states:eu-central-1:${ACCOUNT}:stateMachine:m`,
          name: 'one',
        }),
      ),
    event: () => new EventBridgeClient(at(services)).send(new PutEventsCommand({ Entries: [entry] })),
    mail: (source: string) => new SESClient(at(ses)).send(new SendRawEmailCommand(from(source))),
  };
}
const may = () => clientsOf(started.keysOf['may']!);
const mayNot = () => clientsOf(started.keysOf['may-not']!);
const message = (action: string) =>
  `User: arn:aws:sts::${ACCOUNT}:assumed-role/may-not-role/may-not is not authorized to perform: ${action} on resource: `;

test('each service does what the role of a function allows', async () => {
  const { put, get, putObject, getObject, send, dataKey, decrypt, secret, start, event, mail } = may();
  await put('A#1');
  expect((await get()).Item).toEqual({ pk: { S: 'A#1' } });
  await putObject('open/a b');
  expect(await (await getObject('open/a b')).Body!.transformToString()).toBe('text');
  await send();
  const { CiphertextBlob } = await dataKey('1');
  expect((await decrypt('1', CiphertextBlob!)).Plaintext).toHaveLength(32);
  expect(await secret()).toHaveProperty('SecretString');
  expect(await start()).toHaveProperty('executionArn');
  expect(await event()).toMatchObject({ FailedEntryCount: 0 });
  expect(await mail('help@corp.example')).toHaveProperty('MessageId');
});

test.each<[action: string, name: string, call: () => Promise<unknown>]>([
  ['dynamodb:PutItem', 'AccessDeniedException', () => mayNot().put('A#1')],
  ['s3:PutObject', 'AccessDenied', () => mayNot().putObject('open/x')],
  ['sqs:SendMessage', 'AccessDeniedException', () => mayNot().send()],
  ['kms:GenerateDataKey', 'AccessDeniedException', () => mayNot().dataKey('1')],
  ['secretsmanager:GetSecretValue', 'AccessDeniedException', () => mayNot().secret()],
  ['states:StartExecution', 'AccessDeniedException', () => mayNot().start()],
  ['events:PutEvents', 'AccessDeniedException', () => mayNot().event()],
  ['ses:SendRawEmail', 'AccessDenied', () => mayNot().mail('help@corp.example')],
])(
  '%s that no policy allows is refused as %s, in the words of AWS, and stands in logs/denied.ndjson',
  async (action, name, call) => {
    const error = (await call().catch((thrown: unknown) => thrown)) as Error;
    expect(error).toMatchObject({ name });
    expect(error.message).toContain(message(action));
    expect(error.message).toContain(`because no identity-based policy allows the ${action} action`);
    expect(readFileSync(join(data, 'logs', 'denied.ndjson'), 'utf8')).toMatch(
      new RegExp(`"role":"may-not-role","action":"${action}"`, 'u'),
    );
  },
);

test('conditions and resources are looked at in each request', async () => {
  const { put, putObject, dataKey, decrypt, mail } = may();
  await expect(put('B#1')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await expect(putObject('closed/x')).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(dataKey('2')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  const { CiphertextBlob } = await dataKey('1');
  await expect(decrypt('2', CiphertextBlob!)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await expect(mail('help@else.example')).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('who may not list a bucket is not told that an object is missing', async () => {
  const { getObject, headObject } = may();
  await expect(getObject('open/missing')).rejects.toMatchObject({
    name: 'AccessDenied',
    $metadata: { httpStatusCode: 403 },
  });
  await expect(headObject('open/missing')).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  const owner = clientsOf({ accessKeyId: 'any', secretAccessKey: 'any' });
  await expect(owner.getObject('open/missing')).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('a presigned URL is worth what the role of its signer allows when it is used', async () => {
  const presigned = (credentials: Key, Key: string) =>
    getSignedUrl(clientsOf(credentials).objects, new PutObjectCommand({ Bucket: 'bucket', Key }), { expiresIn: 60 });
  const put = async (credentials: Key, key: string) =>
    (await fetch(await presigned(credentials, key), { method: 'PUT', body: 'x' })).status;
  expect(await put(started.keysOf['may']!, 'open/by-url')).toBe(200);
  expect(await put(started.keysOf['may']!, 'closed/by-url')).toBe(403);
  expect(await put(started.keysOf['may-not']!, 'open/by-url')).toBe(403);
  const changed = (await presigned(started.keysOf['may']!, 'open/one')).replace('open/one', 'open/two');
  expect((await fetch(changed, { method: 'PUT', body: 'x' })).status).toBe(403);
});

test.each<[string, (key: Key) => Key, string, string]>([
  [
    'a key that is not known (any more)',
    (key) => ({ ...key, accessKeyId: `${key.accessKeyId.slice(0, -1)}!` }),
    'UnrecognizedClientException',
    'InvalidAccessKeyId',
  ],
  [
    'a wrong secret',
    (key) => ({ ...key, secretAccessKey: 'wrong' }),
    'InvalidSignatureException',
    'SignatureDoesNotMatch',
  ],
])('%s of a function gets nothing', async (_name, change, json, xml) => {
  const { put, putObject, send, dataKey, mail } = clientsOf(change(started.keysOf['may']!));
  await expect(put('A#1')).rejects.toMatchObject({ name: json });
  await expect(putObject('open/x')).rejects.toMatchObject({ name: xml });
  await expect(send()).rejects.toMatchObject({ name: json });
  await expect(dataKey('1')).rejects.toMatchObject({ name: json });
  await expect(mail('help@corp.example')).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
});
