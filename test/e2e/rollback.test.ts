/** Imports that are taken back, on the whole deployment: what goes, what stays, and that it may be done again. */
import { isDeepStrictEqual } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { TokenOfUser } from '#core/export/record.ts';
import type { ReportLine } from '#core/migration/outcome.ts';
import type { RunView } from '#core/migration/record.ts';
import type { Settings } from '#core/settings/model.ts';
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

type Item = Record<string, unknown>;
/** Of the tables whose names hold it. */
async function itemsOf(table: string): Promise<Item[]> {
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: running.endpoints.dynamodb, region: running.region, credentials }),
  );
  const found: Item[] = [];
  for (const name of running.tables.filter((one) => one.includes(table))) {
    const { Items } = await client.send(new ScanCommand({ TableName: name, ConsistentRead: true }));
    found.push(...((Items ?? []) as Item[]));
  }
  return found;
}
/** Times, ids of runs, and what is random in each import. */
const VARIES =
  /^(?:createdAt|updatedAt|sessionEpoch|changedAt|packedAt|touchedAt|noticeAt|sealId|writer|origin|changedBy|seed|pinHash|hash|version|before)$/u;
const without = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(without);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !VARIES.test(name))
      .map(([name, one]) => [name, without(one)])
      .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
};
/** All users, tokens and persons, as text. */
async function tables(): Promise<string[]> {
  const items = [...(await itemsOf('Directory')), ...(await itemsOf('Search'))];
  return items
    .filter(({ pk }) => pk !== 'SETTINGS')
    .map((item) => JSON.stringify(without(item)))
    .toSorted();
}

/** What finds people follows a moment behind: as it is once each user is followed. */
async function followedTables(): Promise<string[]> {
  await eventually(async () => {
    const keysOf = (items: readonly Item[], kind: string) =>
      items.flatMap(({ pk }) => (String(pk).startsWith(kind) ? [String(pk).slice(kind.length)] : [])).toSorted();
    const users = keysOf(await itemsOf('Directory'), 'USER#');
    return isDeepStrictEqual(keysOf(await itemsOf('Journeys'), 'JOURNEY#'), users) ? true : undefined;
  }, 60);
  return tables();
}
/** The same tables, once what follows has come to them. */
async function expectTables(expected: readonly string[]): Promise<void> {
  const same = async () => (isDeepStrictEqual(await tables(), expected) ? true : undefined);
  await eventually(same, 60).catch(() => {});
  expect(await tables()).toEqual(expected);
}

const run = async (id: string) => importer.client.call<RunView>('GET', `/runs/${id}`);
const over = (id: string) =>
  eventually(async () => {
    const found = await run(id);
    return ['succeeded', 'failed'].includes(found.status) ? found : undefined;
  }, 90);
async function rollback(id: string, preview = false): Promise<RunView> {
  const started = await importer.client.call<{ id: string }>('POST', `/runs/${id}/rollback`, { body: { preview } });
  return over(started.id);
}
const report = async (id: string) =>
  (await importer.client.call<{ records: ReportLine[] }>('GET', `/runs/${id}/report`)).records;
const settings = async () => (await importer.client.call<{ settings: Settings }>('GET', '/settings')).settings;
const refused = (send: Promise<unknown>) =>
  send.then(
    () => undefined,
    (error: { code?: string }) => error.code,
  );

const people = (prefix: string, tokens: readonly TokenOfUser[]) =>
  tokens.map((token, index) =>
    sampleUser(`${prefix}-${index}`, { email: `${prefix}-${index}@corp.example`, tokens: [token] }),
  );

test('import, rollback, import gives the table of one import, and the preview says what the rollback does', async () => {
  const none = await followedTables();
  const settingsBefore = await settings();
  const records = people('wave', [aTokenRecord(), aTokenRecord(), aTokenRecord()]);
  const imported = await importer.importRecords(records);
  const once = await followedTables();
  expect((await settings()).consoleAuthentication.selfService).toContain('SecurID_Native');

  const preview = await rollback(imported.id, true);
  expect(preview).toMatchObject({ kind: 'rollback', preview: true, of: imported.id, status: 'succeeded' });
  expect(preview.settingsRestored).toEqual({ status: 'preview' });
  await expectTables(once);

  const back = await rollback(imported.id);
  expect(back).toMatchObject({
    kind: 'rollback',
    of: imported.id,
    status: 'succeeded',
    settingsRestored: { status: 'restored' },
  });
  expect(back.states.map(({ status }) => status)).not.toContain('running');
  expect(back.totals?.users).toMatchObject({ updated: 3, skipped: 0, created: 0 });
  expect(back.totals?.codes['rollback.deleted']).toBe(6);
  expect(await report(back.id)).toEqual(await report(preview.id));
  await expectTables(none);
  expect(await settings()).toEqual(settingsBefore);
  expect((await run(imported.id)).rollback?.run).toBe(back.id);
  expect(await refused(rollback(imported.id))).toBe('run.rolled_back');

  await importer.importRecords(records);
  await expectTables(once);
}, 200_000);

test('a user who has logged on stays with the tokens, and so do the settings that the others need', async () => {
  const tokens = [aTokenRecord(), aTokenRecord()];
  const imported = await importer.importRecords(people('used', tokens));
  const anna = new ApiUser(running);
  const logon = await anna.post('/api/logon', {
    userId: 'used-0',
    method: 'SecurID_Native',
    secret: shown(tokens[0]!),
    console: 'self-service',
  });
  expect(logon.status).toBe(200);
  const back = await rollback(imported.id);
  const lines = await report(back.id);
  expect(lines.map(({ userId, outcome, code }) => [userId, outcome, code])).toEqual([
    ['used-0', 'skipped', 'rollback.touched'],
    ['used-1', 'updated', 'rollback.deleted'],
  ]);
  expect(lines[0]?.tokens).toMatchObject([{ serial: tokens[0]!.serial, outcome: 'skipped' }]);
  const left = await itemsOf('Directory');
  expect(left.map(({ pk }) => pk)).toEqual(expect.arrayContaining(['USER#used-0', `TOKEN#${tokens[0]!.serial}`]));
  expect(left.map(({ pk }) => pk)).not.toContain('USER#used-1');
}, 200_000);

test('only the newest import of a source is taken back, and one that there is', async () => {
  const older = await importer.importRecords(people('older', [aTokenRecord()]));
  const newer = await importer.importRecords(people('newer', [aTokenRecord()]));
  expect(await refused(rollback(older.id))).toBe('run.not_newest');
  expect(await refused(rollback('0'.repeat(32)))).toBe('run.not_found');
  await rollback(newer.id);
  // By the command line; without a terminal it asks for --yes.
  const asked = await landfall(running, 'run', 'rollback', older.id);
  expect([asked.code, asked.stderr]).toEqual([1, expect.stringContaining('--yes')]);
  const { stdout, code } = await landfall(running, 'run', 'rollback', older.id, '--yes', '--json');
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { of: older.id, status: 'succeeded' }]);
}, 200_000);

test('what an import corrected is as before after its rollback, tokens that went to another person and user IDs too', async () => {
  await importer.configure({ migration: { policy: 'correct' }, corrections: { told: 'apply' } });
  const [a, b, c] = [aTokenRecord(), aTokenRecord(), aTokenRecord()];
  const first = [
    sampleUser('corr-anna', { externalId: 'e1', firstName: 'Ana', email: 'ana@corp.example', tokens: [a] }),
    sampleUser('corr-bert', { externalId: 'e2', tokens: [b] }),
    sampleUser('corr-carl', { externalId: 'e3', tokens: [c] }),
    sampleUser('corr-eve', { externalId: 'e5', firstName: 'Eve' }),
  ];
  await importer.importRecords(first);
  const before = await followedTables();
  const second = [
    sampleUser('corr-anna', {
      externalId: 'e1',
      firstName: 'Anna',
      email: 'anna@corp.example',
      tokens: [{ ...a, seed: aTokenRecord().seed }],
    }),
    sampleUser('corr-bert', { externalId: 'e2', enabled: false }),
    sampleUser('corr-carl', { externalId: 'e3', tokens: [c, b] }),
    sampleUser('corr-dora', { externalId: 'e4' }),
    sampleUser('corr-eve.new', { externalId: 'e5', firstName: 'Eve' }),
  ];
  const between = Date.now();
  const corrected = await importer.importRecords(second, { now: between + 60_000 });
  expect(corrected.totals?.users).toMatchObject({ created: 1, updated: 4 });
  expect(await tables()).not.toEqual(before);
  const preview = await rollback(corrected.id, true);
  const back = await rollback(corrected.id);
  const lines = await report(back.id);
  expect(lines).toEqual(await report(preview.id));
  expect(lines.map(({ userId, code }) => `${userId} ${code}`).toSorted()).toEqual([
    'corr-anna rollback.restored',
    'corr-bert rollback.restored',
    'corr-carl rollback.restored',
    'corr-dora rollback.deleted',
    'corr-eve.new rollback.restored',
  ]);
  await expectTables(before);
  const secret = shown(a);
  const anna = new ApiUser(running);
  const logon = { userId: 'corr-anna', method: 'SecurID_Native', console: 'self-service' };
  expect((await anna.post('/api/logon', { ...logon, secret })).status).toBe(200);
  // What was packed before the export that was taken back is the newest now.
  const later = await importer.importRecords(
    [sampleUser('corr-carl', { externalId: 'e3', firstName: 'Karl', tokens: [c] })],
    { now: between + 30_000 },
  );
  expect(later.totals?.users).toMatchObject({ updated: 1 });
}, 200_000);
