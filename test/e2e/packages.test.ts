/**
 * Packages that are uploaded by any S3 client, twice, and with every kind of error. A wrong one gives one clear error, and nothing
 * of it is written.
 */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ZipFile } from 'yazl';
import { readArchive, readStoredFile } from '#core/export/archive.ts';
import { readRecipient } from '#core/export/recipient.ts';
import type { ExportRecord } from '#core/export/record.ts';
import { signManifest } from '#core/export/signature.ts';
import type { Settings } from '#core/settings/model.ts';
import { landfall } from '../support/cli.ts';
import { ApiUser } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { aTokenRecord, type Importer, openImporter, shown } from '../support/imported.ts';
import { collect, type PackageKeys, packInMemory, rangeReader, sampleUser } from '../support/package.ts';
import { PHC } from '../support/staging.ts';

let running: Running;
let importer: Importer;
let keys: PackageKeys;

beforeAll(async () => {
  running = await startLandfall();
  importer = await openImporter(running);
  keys = importer.keys;
}, 300_000);

afterAll(() => running?.stop(), 30_000);

const upload = (bytes: Buffer, name: string) => importer.upload(bytes, name);
const ended = (key: string) => importer.ended(key);

const users = (count: number, prefix: string): ExportRecord[] =>
  Array.from({ length: count }, (_item, index) =>
    sampleUser(`${prefix}-${index}`, { email: `${prefix}-${index}@corp.example`, tokens: [aTokenRecord()] }),
  );

async function directorySize(): Promise<number> {
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const dynamodb = new DynamoDBClient({ endpoint: running.endpoints.dynamodb, region: running.region, credentials });
  const table = running.tables.find((name) => name.includes('Directory'));
  const { Count } = await dynamodb.send(new ScanCommand({ TableName: table, Select: 'COUNT', ConsistentRead: true }));
  return Count ?? 0;
}

/** The package again, with some of its entries replaced; undefined leaves one out. */
async function rezip(bytes: Buffer, replace: Record<string, Buffer | undefined>): Promise<Buffer> {
  const { manifest, signature, parts } = await readArchive(rangeReader(bytes));
  const entries: Record<string, Buffer | undefined> = {};
  for (const [name, place] of parts) entries[name] = await readStoredFile(rangeReader(bytes), name, place);
  Object.assign(entries, { 'manifest.json': manifest, 'manifest.sig': signature }, replace);
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(entries)) if (content) zip.addBuffer(content, name, { compress: false });
  zip.end();
  const { output, bytes: collected } = collect();
  await new Promise((resolve, reject) => zip.outputStream.pipe(output).on('finish', resolve).on('error', reject));
  return collected();
}

const changedManifest = async (
  bytes: Buffer,
  change: (manifest: Record<string, unknown>) => void,
  signingKey?: KeyObject,
): Promise<Buffer> => {
  const { manifest } = await readArchive(rangeReader(bytes));
  const json = JSON.parse(manifest.toString('utf8')) as Record<string, unknown>;
  change(json);
  const next = Buffer.from(JSON.stringify(json));
  return rezip(bytes, {
    'manifest.json': next,
    ...(signingKey ? { 'manifest.sig': signManifest(next, signingKey) } : {}),
  });
};

const AWS = ['/usr/bin/aws', ...(process.env['PATH'] ?? '').split(':').map((folder) => `${folder}/aws`)].find(
  existsSync,
);
const withAws = AWS ? test : test.skip;
if (!AWS) console.log('skipped: the AWS command line is not installed (apt-get install awscli)');

test('a token logon at the Self-Service Console is refused before a migration and accepted after it, as its authentication method says', async () => {
  const given = aTokenRecord({ pin: '48151' });
  await importer.client.call('POST', '/create-admin', { body: { userId: 'keeper', token: given } });
  const logon = (console: string, ahead: number) =>
    new ApiUser(running).post('/api/logon', {
      console,
      userId: 'keeper',
      method: 'SecurID_Native',
      secret: shown(given, ahead),
    });
  expect(await logon('self-service', 0)).toMatchObject({ status: 401, body: { code: 'logon.failed' } });
  expect(await logon('security', 0)).toMatchObject({ status: 200, body: { status: 'authenticated' } });
  const { bytes } = await packInMemory(keys, users(1, 'method'));
  expect(await ended(await upload(bytes, 'method.zip'))).toMatchObject({
    status: 'succeeded',
    settingsChange: {
      before: { selfService: 'RSA_Password' },
      after: { selfService: 'RSA_Password/SecurID_Native' },
      weakened: false,
    },
  });
  expect(await logon('self-service', 1)).toMatchObject({ status: 200, body: { status: 'authenticated' } });
}, 60_000);

test('`landfall questions alias` names the question that is meant, for the next run, and no question that is not there', async () => {
  const xml =
    '<SECURITY_QUESTIONS><LANGUAGE id="en_US"><QUESTION>First pet?</QUESTION></LANGUAGE></SECURITY_QUESTIONS>';
  await importer.client.call('POST', '/questions', { body: { xml } });
  const questions = [{ language: 'en_US', text: "Pet's name?" }];
  const answers = [{ question: 0, hash: PHC }];
  const run = async (name: string) =>
    importer.importRecords([sampleUser(name, { tokens: [aTokenRecord()], answers })], { description: { questions } });
  const missing = [{ language: 'en_US', text: "Pet's name?", answers: 1 }];
  expect((await run('alias-before')).questions).toMatchObject({ matched: 0, unmatched: 1, missing });
  const [{ id } = { id: '' }] = await importer.migrations();
  expect((await landfall(running, 'status', id)).stdout).toContain("1 answers, en_US: Pet's name?");

  const wrong = await landfall(running, 'questions', 'alias', 'en_US', "Pet's name?", 'First cat?', '--json');
  expect(wrong).toMatchObject({ code: 1, stdout: '' });
  expect(JSON.parse(wrong.stderr)).toMatchObject({ code: 'settings.invalid' });
  const made = await landfall(running, 'questions', 'alias', 'en_US', "PET's name?", 'First pet?');
  expect(made).toMatchObject({
    code: 0,
    stdout: 'From the next run on, "PET\'s name?" is the question "First pet?".\n',
  });
  // The same once more takes the place of the first.
  await landfall(running, 'questions', 'alias', 'en_US', "Pet's name?", 'First pet?');
  const { settings } = await importer.client.call<{ settings: Settings }>('GET', '/settings');
  expect(settings.securityQuestions.aliases).toEqual([{ language: 'en_US', from: "Pet's name?", to: 'First pet?' }]);

  expect((await run('alias-after')).questions).toMatchObject({ matched: 1, unmatched: 0, missing: [] });
  const query = { userId: 'alias-after' };
  expect(await importer.client.call('GET', '/user', { query })).toMatchObject({ questionsAnswered: 1 });
}, 120_000);

withAws(
  'the `aws s3 cp` line works as it is printed, without any configuration',
  async () => {
    const { bytes } = await packInMemory(keys, users(2, 'printed'));
    const cwd = mkdtempSync(join(tmpdir(), 'landfall-'));
    writeFileSync(join(cwd, 'export.zip'), bytes);
    const line = /^S3 +(.*s3 cp .*)$/mu.exec(running.output())![1]!;
    execFileSync('sh', ['-c', line], { cwd, env: { HOME: cwd, PATH: process.env['PATH'] } });
    expect(await ended('uploads/export.zip')).toMatchObject({ status: 'succeeded', totals: { users: { created: 2 } } });
  },
  60_000,
);

withAws(
  '`aws s3 cp` starts a migration, and the same file under another name imports nothing again and shows itself',
  async () => {
    const { bytes, migrationId } = await packInMemory(keys, users(30, 'aws'));
    const file = join(mkdtempSync(join(tmpdir(), 'landfall-')), 'export.zip');
    writeFileSync(file, bytes);
    const env = {
      ...process.env,
      AWS_ACCESS_KEY_ID: 'any',
      AWS_SECRET_ACCESS_KEY: 'any',
      AWS_DEFAULT_REGION: running.region,
    };
    const copy = (name: string) =>
      execFileSync(
        AWS!,
        ['--endpoint-url', running.endpoints.s3, 's3', 'cp', file, `s3://${running.exportBucket}/uploads/${name}`],
        { env },
      );
    copy('spring export.zip');
    const first = await ended('uploads/spring export.zip');
    expect(first).toMatchObject({
      packageId: migrationId,
      status: 'succeeded',
      attempt: 1,
      totals: { users: { created: 30 } },
    });
    copy('again.zip');
    expect(await ended('uploads/again.zip')).toMatchObject({
      status: 'not-started',
      error: { code: 'run.done', hint: expect.stringContaining(first.id) },
    });
    const same = (await importer.migrations()).filter((one) => one.packageId === migrationId);
    expect(same).toMatchObject([{ id: first.id, attempt: 1, status: 'succeeded' }]);
  },
  90_000,
);

type Wrong = readonly [what: string, code: string, make: (good: Buffer) => Promise<Buffer> | Buffer];
const otherKey = generateKeyPairSync('ed25519').privateKey;
const WRONG: readonly Wrong[] = [
  ['that is no ZIP', 'package.not_zip', () => randomBytes(5000)],
  ['that is almost empty', 'package.not_zip', () => Buffer.from('PK')],
  ['that is truncated', 'package.truncated', (good) => good.subarray(0, Math.floor(good.length * 0.6))],
  [
    'with a part tampered with',
    'package.part_tampered',
    async (good) => {
      const { parts } = await readArchive(rangeReader(good));
      const { header, size } = [...parts.values()].at(-1)!;
      const bytes = Buffer.from(good);
      bytes[header + 47 + Math.floor(size / 2)]! ^= 1;
      return bytes;
    },
  ],
  ['without one of its parts', 'package.part_missing', (good) => rezip(good, { 'parts/000002.part': undefined })],
  [
    'with a changed manifest',
    'package.signature_invalid',
    (good) => changedManifest(good, (manifest) => (manifest['createdAt'] = '2026-01-01T00:00:00Z')),
  ],
  ['without a signature', 'package.unsigned', (good) => rezip(good, { 'manifest.sig': undefined })],
  ['of an unknown signer', 'package.untrusted', (good) => changedManifest(good, () => undefined, otherKey)],
  [
    'signed too long ago',
    'package.signature_old',
    async () => (await packInMemory(keys, users(3, 'old'), { now: Date.now() - 40 * 86_400_000 })).bytes,
  ],
  [
    'for another deployment',
    'package.wrong_key',
    async () => {
      const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 4096 });
      const recipient = readRecipient(publicKey.export({ type: 'spki', format: 'pem' }));
      return (await packInMemory({ ...keys, recipient }, users(3, 'wrong'))).bytes;
    },
  ],
  [
    'of a future version',
    'package.version_unsupported',
    (good) => changedManifest(good, (manifest) => (manifest['formatVersion'] = 99), keys.signingKey),
  ],
  [
    'with an unknown field',
    'package.unknown_field',
    (good) => changedManifest(good, (manifest) => (manifest['surprise'] = true), keys.signingKey),
  ],
];

test.each(WRONG)(
  'a package %s fails with %s, and nothing is written',
  async (what, code, make) => {
    const { bytes } = await packInMemory(keys, users(6, what.replaceAll(' ', '')), { partSize: 2 });
    const before = await directorySize();
    const key = await upload(await make(bytes), `${what}.zip`);
    const failed = await ended(key);
    expect(failed).toMatchObject({ status: 'failed', error: { code } });
    expect(failed.error?.hint.length).toBeGreaterThan(20);
    expect(await directorySize()).toBe(before);
  },
  60_000,
);

test('one bad record is rejected with its line, code and hint, and the others are imported', async () => {
  const [first, second, third] = users(3, 'bad') as [ExportRecord, ExportRecord, ExportRecord];
  const bad = { ...second, enabled: 'yes' } as unknown as ExportRecord;
  const { bytes } = await packInMemory(keys, [first, bad, third]);
  const migration = await ended(await upload(bytes, 'one bad record.zip'));
  expect(migration).toMatchObject({ status: 'succeeded', totals: { users: { created: 2 }, records: { rejected: 1 } } });
}, 60_000);

test('an internal source changes no settings and sends no mail', async () => {
  const description = { source: { deployment: 'old', kind: 'internal' as const, identitySource: 'other' as const } };
  const { bytes } = await packInMemory(keys, users(3, 'internal'), { description });
  const migration = await ended(await upload(bytes, 'internal.zip'));
  expect(migration).toMatchObject({ status: 'succeeded', totals: { users: { created: 3 } } });
  expect(migration.settingsChange).toBeUndefined();
  const states = Object.fromEntries(migration.states.map(({ state, status }) => [state, status]));
  expect(states).toMatchObject({ EnableSelfService: 'skipped', NotifyUsers: 'skipped', Summarize: 'succeeded' });
  expect((await (await fetch(`${running.mailUrl}/store`)).text()).includes('internal-0@corp.example')).toBe(false);
}, 60_000);
