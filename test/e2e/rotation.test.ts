/**
 * Keys are rotated under a running deployment as docs/operations.md has it, with the AWS command line where it is installed:
 * no user is logged off or refused, and what a removed key signed is no longer valid.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { tokenKeyId } from '#core/signed.ts';
import { Accounts } from '../support/accounts.ts';
import { ApiUser } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';

const NAME = '__Host-landfall=';
const USERS = ['anna', 'bert', 'carl', 'dora', 'emil', 'fred'];
type Ring = Record<string, string>;

let running: Running;
let accounts: Accounts;

beforeAll(async () => {
  running = await startLandfall();
  accounts = new Accounts(running);
  await accounts.allowTestLogons();
}, 300_000);
afterAll(() => running?.stop(), 30_000);

const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
const secrets = () =>
  new SecretsManagerClient({ endpoint: running.endpoints['secretsmanager']!, region: running.region, credentials });
const AWS = ['/usr/bin/aws', ...(process.env['PATH'] ?? '').split(':').map((folder) => `${folder}/aws`)].find((file) =>
  existsSync(file),
);
if (!AWS) console.log('without the AWS command line (apt-get install awscli) the SDK rotates in its place');

async function read(id: string): Promise<Ring> {
  const { SecretString } = await secrets().send(new GetSecretValueCommand({ SecretId: id }));
  return JSON.parse(SecretString!) as Ring;
}
async function put(SecretId: string, ring: Ring): Promise<void> {
  const SecretString = JSON.stringify(ring);
  if (!AWS) return void (await secrets().send(new PutSecretValueCommand({ SecretId, SecretString })));
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: 'any',
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_DEFAULT_REGION: running.region,
  };
  const endpoint = ['--endpoint-url', running.endpoints['secretsmanager']!];
  const file = join(running.data, 'ring.json');
  writeFileSync(file, SecretString, { mode: 0o600 });
  const command = ['secretsmanager', 'put-secret-value', '--secret-id', SecretId, '--secret-string', `file://${file}`];
  execFileSync(AWS, [...endpoint, ...command], { env });
  rmSync(file);
}
const addKey = async (id: string) => {
  const ring = await read(id);
  await put(id, { ...ring, current: 'k2', k2: randomBytes(32).toString('hex') });
};
const keyOf = (person: ApiUser) => tokenKeyId(person.cookie!.slice(NAME.length));
const statusOf = async (person: ApiUser) => (await person.get('/api/me')).status;

test('session keys, peppers and the origin’s secret are rotated while users and administrators work', async () => {
  const devices = [];
  for (const userId of USERS) devices.push(await accounts.add(userId));
  const before = await accounts.logon(devices[0]!);
  expect(keyOf(before)).toBe('k1');
  expect(await statusOf(before)).toBe(200);

  // Session keys: running processes sign with the old key for five more minutes, new ones with the new key.
  await addKey('landfall-SessionKeys');
  const after = await Promise.all(devices.map((device) => accounts.logon(device)));
  expect(new Set(after.map(keyOf))).toContain('k2');
  // Each session is accepted by processes that knew the old ring only.
  for (const person of [before, ...after]) expect(await statusOf(person)).toBe(200);
  const leaving = after.find((person) => keyOf(person) === 'k2')!;
  const gone = leaving.cookie;
  expect((await leaving.post('/api/logoff')).status).toBe(204);
  leaving.cookie = gone;
  expect(await statusOf(leaving)).toBe(401);

  // Peppers: a hash that a new process made with the new key is verified by one that knew the old ring only.
  await addKey('landfall-Peppers');
  const passwords = await Promise.all(USERS.map((userId) => accounts.oneTimePassword(userId)));
  for (const [index, secret] of passwords.entries()) {
    const body = { userId: USERS[index]!, method: 'RSA_Password', secret };
    expect(await new ApiUser(running).post('/api/logon', body)).toMatchObject({ body: { status: 'change-password' } });
  }
  expect((await hashes()).some((hash) => hash.startsWith('$bound$k2$'))).toBe(true);

  // The old session key goes, and the distribution sends another origin secret: both with new processes.
  const kept = await Promise.all(devices.slice(0, 6).map((device) => accounts.logon(device)));
  await addKey('landfall-OriginSecret');
  const { k1: _old, ...ring } = await read('landfall-SessionKeys');
  await put('landfall-SessionKeys', ring);
  const { data } = running;
  await running.stop(true);
  running = await startLandfall({ data, env: { CDK_CONTEXT_JSON: '{"landfall:originKey":"k2"}' } });
  const { k1: _former, ...origin } = await read('landfall-OriginSecret');
  await put('landfall-OriginSecret', origin);

  const signedBy = (kid: string) => kept.filter((person) => keyOf(person) === kid);
  expect(signedBy('k2').length).toBeGreaterThan(0);
  for (const person of signedBy('k2')) expect(await statusOf(person)).toBe(200);
  for (const person of signedBy('k1')) expect(await statusOf(person)).toBe(401);
  // The sessions of users whose passwords were reset since have ended in any case.
  for (const person of [before, ...after]) expect(await statusOf(person)).toBe(401);
  expect(keyOf(await accounts.logon(devices[0]!))).toBe('k2');
}, 300_000);

async function hashes(): Promise<string[]> {
  const dynamodb = new DynamoDBClient({ endpoint: running.endpoints.dynamodb, region: running.region, credentials });
  const TableName = running.tables.find((name) => name.includes('Directory'));
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName, ConsistentRead: true }));
  return Items.flatMap((item) => item['password']?.M?.['hash']?.S ?? []);
}
