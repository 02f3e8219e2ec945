/** One person erased, and everything searched afterwards: every table, every object, every queue and log of the deployment. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { ErasureDone } from '#core/administration/erase.ts';
import type { ReportLine } from '#core/migration/outcome.ts';
import type { RunView } from '#core/migration/record.ts';
import { landfall } from '../support/cli.ts';
import { ApiUser, eventually } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { aTokenRecord, type Importer, openImporter, shown } from '../support/imported.ts';
import { sampleUser } from '../support/package.ts';

let running: Running;
let importer: Importer;

beforeAll(async () => {
  running = await startLandfall();
  importer = await openImporter(running);
}, 300_000);
afterAll(() => running?.stop(), 30_000);

const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
type Found = { readonly where: string; readonly text: string };

const asText = (value: unknown): string =>
  JSON.stringify(value, (_name, one: unknown) =>
    one instanceof Uint8Array ? Buffer.from(one).toString('latin1') : one,
  );

async function items(): Promise<Found[]> {
  const { region, endpoints } = running;
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: endpoints.dynamodb, region, credentials }));
  const found: Found[] = [];
  for (const table of running.tables) {
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await client.send(new ScanCommand({ TableName: table, ConsistentRead: true, ExclusiveStartKey }));
      found.push(
        ...(page.Items ?? []).map((item) => ({ where: `${table} ${item['pk']}/${item['sk']}`, text: asText(item) })),
      );
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }
  return found;
}

async function objects(): Promise<Found[]> {
  const { region, endpoints } = running;
  const client = new S3Client({ endpoint: endpoints.s3, region, credentials, forcePathStyle: true });
  const found: Found[] = [];
  for (const { Name: Bucket } of (await client.send(new ListBucketsCommand({}))).Buckets ?? []) {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
    for (const { Key } of Contents) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      const text = Buffer.from(await Body!.transformToByteArray()).toString('latin1');
      found.push({ where: `${Bucket}/${Key}`, text: `${Key} ${text}` });
    }
  }
  return found;
}

/** Where any of these words stands, in any case. */
async function searchedFor(words: readonly string[]): Promise<string[]> {
  const folder = join(running.data, 'logs');
  const logs = readdirSync(folder).map((file) => ({
    where: `logs/${file}`,
    text: readFileSync(join(folder, file), 'utf8'),
  }));
  const all = [...(await items()), ...(await objects()), ...logs, { where: 'output', text: running.output() }];
  return all
    .filter(({ text }) => words.some((word) => text.toLowerCase().includes(word.toLowerCase())))
    .map(({ where }) => where);
}

const SERIAL = '999000111222';
const WORDS = ['Quillfeather', 'Zebediah', SERIAL];

test('after the erasure of a person nothing of the deployment names the person but the audit of before', async () => {
  const token = aTokenRecord({ serial: SERIAL });
  const person = sampleUser('Quillfeather', {
    firstName: 'Zebediah',
    lastName: 'Quillfeather',
    email: 'zebediah@quillfeather.example',
    tokens: [token],
  });
  const other = sampleUser('neighbour', { tokens: [aTokenRecord()] });
  const imported = await importer.importRecords([person, other]);
  const user = new ApiUser(running);
  const secret = shown(token);
  expect(
    (
      await user.post('/api/logon', {
        userId: 'quillfeather',
        method: 'SecurID_Native',
        secret,
        console: 'self-service',
      })
    ).status,
  ).toBe(200);
  await importer.importRecords([
    sampleUser('quillfeather', { firstName: 'Zeb', lastName: 'Quillfeather', tokens: [token] }),
  ]);
  expect((await searchedFor(WORDS)).length).toBeGreaterThan(6);
  // The lists follow a moment behind: what they know of the person and of the token in use is there before the erasure.
  const followed = [/JOURNEY#/u, /FIND#/u, /USED#/u];
  await eventually(async () => {
    const seen = await searchedFor(WORDS);
    return followed.every((kind) => seen.some((where) => kind.test(where))) ? true : undefined;
  }, 60);
  const cutOver = () => importer.client.call('GET', '/cut-over', { query: { source: imported.source?.deployment } });
  expect(await cutOver()).toMatchObject({ used: 1, tokens: [{ serial: SERIAL }] });

  const body = { confirm: 'QUILLFEATHER', deleteTokens: true };
  const query = { userId: 'quillfeather' };
  await expect(
    importer.client.call('POST', '/user/erase', { query, body: { ...body, confirm: 'quill' } }),
  ).rejects.toMatchObject({ code: 'user.confirm' });
  const done = await importer.client.call<ErasureDone>('POST', '/user/erase', { query, body });
  expect(done).toMatchObject({ done: true, user: true });
  expect(done.lines).toBeGreaterThan(1);

  // docs/decisions/erasure.md: the audit can't be changed; what counts a source and a user together ends within a day.
  const REMAINS = /Audit|THROTTLE#(?:failed-logon|first-logon)#/u;
  const remains = async () => (await searchedFor(WORDS)).filter((where) => !REMAINS.test(where));
  const following = /JOURNEY#|FIND#|NAME#|FLAG#/u;
  expect((await remains()).filter((where) => !following.test(where))).toEqual([]);
  // The lists follow.
  await eventually(async () => ((await remains()).length === 0 ? true : undefined), 60).catch(() => {});
  expect(await remains()).toEqual([]);
  expect(await cutOver()).toMatchObject({ used: 0, disabledThere: 0, tokens: [] });

  const { records } = await importer.client.call<{ records: ReportLine[] }>('GET', `/runs/${imported.id}/report`);
  expect(records.map(({ userId, outcome }) => [userId, outcome])).toEqual([
    [undefined, 'created'],
    ['neighbour', 'created'],
  ]);
  const { totals } = await importer.client.call<RunView>('GET', `/runs/${imported.id}`);
  expect(totals?.users.created).toBe(2);
  const again = await importer.client.call<ErasureDone>('POST', '/user/erase', { query, body });
  expect(again).toEqual({ done: true, user: false, lines: 0 });
}, 200_000);

test('the tokens of an erased person are unassigned, and can be deleted, and the person may come back', async () => {
  const token = aTokenRecord();
  const person = sampleUser('returner', { tokens: [token] });
  await importer.importRecords([person]);
  const { stdout, code } = await landfall(running, 'user', 'erase', 'returner', '--yes');
  expect([code, stdout]).toEqual([0, expect.stringContaining('Erased returner. Tokens are unassigned.')]);
  const other = await landfall(running, 'token', 'delete', token.serial, '--json');
  expect([other.code, JSON.parse(other.stdout)]).toEqual([0, { serial: token.serial, deleted: true }]);
  await expect(importer.client.call('GET', '/user', { query: { userId: 'returner' } })).rejects.toMatchObject({
    code: 'user.not_found',
  });
  await importer.importRecords([sampleUser('returner', { tokens: [aTokenRecord()] })]);
  expect(await importer.client.call('GET', '/user', { query: { userId: 'returner' } })).toMatchObject({
    userId: 'returner',
  });
}, 200_000);
