/** `landfall audit verify` (L5), on a whole deployment: also after a change by the owner of the account. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand, DynamoDBClient, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { landfall, landfallJson } from '../support/cli.ts';
import { eventually } from '../support/client.ts';
import type { Running } from '../support/deployment.ts';
import { startWithRoles } from '../support/role-sessions.ts';

type Result = {
  chains: { shard: number; entries: number; hash: string }[];
  faults: { shard: number; seq: number; defect: string }[];
};
let running: Running;
let client: DynamoDBClient;
let table: string;
const heads = join(mkdtempSync(join(tmpdir(), 'landfall-heads-')), 'heads.json');

beforeAll(async () => {
  ({ running } = await startWithRoles());
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  client = new DynamoDBClient({ endpoint: running.endpoints.dynamodb, region: running.region, credentials });
  table = running.tables.find((name) => name.endsWith('-Audit'))!;
}, 300_000);
afterAll(async () => {
  client?.destroy();
  await running?.stop();
}, 30_000);

async function verify(...args: string[]): Promise<Result & { code: number }> {
  const { code, stdout } = await landfall(running, 'audit', 'verify', ...args, '--json');
  return { ...(JSON.parse(stdout) as Result), code };
}
const total = ({ chains }: Result) => chains.reduce((sum, { entries }) => sum + entries, 0);
/** The longest chain. */
async function longest(): Promise<{ pk: string; entries: number; shard: number }> {
  const { chains } = await verify();
  const [most] = chains.sort((a, b) => b.entries - a.entries);
  return { ...most!, pk: `CHAIN#${most!.shard}` };
}
const keyOf = (pk: string, seq: number) => ({ pk: { S: pk }, sk: { S: String(seq).padStart(12, '0') } });

test('every entry that is listed is chained a moment later, and all chains verify', async () => {
  const { entries } = await landfallJson<{ entries: unknown[] }>(running, 'audit', '--limit', '5000');
  await eventually(async () => total(await verify()) >= entries.length || undefined);
  // What the chains alone can't tell is said.
  expect(await verify('--heads', heads)).toMatchObject({ code: 0, ends: 'not compared', faults: [] });
  expect(await verify('--heads', heads)).toMatchObject({ code: 0, ends: 'compared', faults: [] });
  expect((await landfall(running, 'audit', 'verify')).stdout).toContain('only --heads FILE can tell');
  const { stdout, code } = await landfall(running, 'audit', 'verify', '--heads', heads);
  expect([code, stdout]).toEqual([0, expect.stringContaining('The audit is as it was written')]);
  expect(stdout).not.toContain('--heads');
});

test('the signatures are verified by a key from a file, and by no other', async () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const file = join(mkdtempSync(join(tmpdir(), 'landfall-key-')), 'key.pem');
  writeFileSync(file, publicKey.export({ type: 'spki', format: 'pem' }));
  const { code, faults } = await verify('--public-key', file);
  expect([code, new Set(faults.map(({ defect }) => defect))]).toEqual([1, new Set(['forged'])]);
  writeFileSync(file, 'no key');
  expect(await landfall(running, 'audit', 'verify', '--public-key', file)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no public key'),
  });
});

test('an entry that was changed in its table, and an end that was cut off, are found at their places', async () => {
  const { pk, shard, entries } = await longest();
  await client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: keyOf(pk, 1),
      UpdateExpression: 'SET actor = :other',
      ExpressionAttributeValues: { ':other': { S: 'other' } },
    }),
  );
  expect(await verify()).toMatchObject({ code: 1, faults: [{ shard, seq: 1, defect: 'changed' }] });

  // Whole signed batches are taken from the end: the rest is sound, but for a head that was noted before.
  const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: pk } } };
  const { Items = [] } = await client.send(new QueryCommand({ TableName: table, ...query }));
  const signed = Items.flatMap((item, index) => (item['signature'] ? [index + 1] : []));
  const end = signed.at(-2) ?? 0;
  for (let seq = end + 1; seq <= entries; seq++)
    await client.send(new DeleteItemCommand({ TableName: table, Key: keyOf(pk, seq) }));
  const noted = readFileSync(heads, 'utf8');
  const found = await verify('--heads', heads);
  expect(found.code).toBe(1);
  expect(found.faults).toContainEqual({ shard, seq: end, defect: 'cut-off', means: expect.any(String) });
  expect(readFileSync(heads, 'utf8')).toBe(noted);
});
