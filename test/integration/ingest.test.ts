/**
 * Bringing parts ashore, on a real DynamoDB engine. Packages are real ones; only KMS and S3 are stood in for.
 */
import { privateDecrypt, randomBytes } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb } from '#adapters/aws.ts';
import { putToken } from '#adapters/directory/tokens.ts';
import { putUser, readTokens, readUser } from '#adapters/directory.ts';
import { insertAll } from '#adapters/ingest/statements.ts';
import { directoryImport } from '#adapters/ingest.ts';
import * as migrations from '#adapters/migrations.ts';
import type { Token, User } from '#core/directory/model.ts';
import type { ExportRecord, TokenOfUser, UserRecord } from '#core/export/record.ts';
import { type IngestPartPorts, ingestPart } from '#core/migration/ingest-part.ts';
import { mappingName, openPackage } from '#core/migration/open-package.ts';
import type { ReportLine } from '#core/migration/outcome.ts';
import type { PartInput, PlannedPart } from '#core/migration/run.ts';
import { settleParts } from '#core/migration/settle.ts';
import { checkPart } from '#core/migration/verify.ts';
import { pinMatcher } from '#core/tokens/pin.ts';
import { openSeed } from '#core/tokens/seal.ts';
import { createTables, startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { newPackageKeys, packInMemory, rangeReader, sampleUser } from '../support/package.ts';

const KEYS = newPackageKeys();
const RING = { current: 'p1', keys: { p1: randomBytes(32) } };
const NOW = Date.UTC(2026, 10, 23);
const PHC = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'B'.repeat(42)}A`;
const MAPPING = [{ language: 'en_US', question: 'In what city were you born?' }, null];
const SEED = randomBytes(16);

let engine: TestDynamoDb;
beforeAll(async () => {
  engine = await startDynamoDb();
});
beforeEach(async () => {
  await createTables();
});
afterAll(() => engine.stop());

const token = (serial: string, more: Partial<TokenOfUser> = {}): TokenOfUser => ({
  serial,
  algorithm: 'securid-aes128',
  seed: SEED.toString('base64'),
  digits: 6,
  interval: 60,
  pinStyle: 'fob',
  pin: '1234',
  enabled: true,
  ...more,
});
const user = (userId: string, serials: string[] = [], more: Partial<UserRecord> = {}): UserRecord =>
  sampleUser(userId, { tokens: serials.map((serial) => token(serial)), email: `${userId}@corp.example`, ...more });
const loose = (serial: string, assignedTo?: string): ExportRecord => ({
  type: 'token',
  ...token(serial),
  ...(assignedTo === undefined ? {} : { assignedTo }),
});
const storedToken = (serial: string, assignee?: string): Token => ({
  serial,
  algorithm: 'securid-aes128',
  digits: 6,
  interval: 60,
  pinStyle: 'fob',
  offset: 5,
  lastInterval: 77,
  failures: 0,
  enabled: true,
  lost: false,
  createdAt: 1,
  updatedAt: 1,
  version: 3,
  seed: {
    wrappedKey: Buffer.from('k'),
    context: {},
    box: Buffer.from('old'),
  },
  ...(assignee === undefined ? {} : { assignee }),
});
const storedUser = (userId: string, more: Partial<User> = {}): User => ({
  userId,
  firstName: 'Old',
  enabled: true,
  lockedOut: true,
  answers: [],
  tokens: [],
  failures: 2,
  failuresSince: 9,
  sessionEpoch: 4,
  imported: false,
  createdAt: 1,
  updatedAt: 1,
  version: 7,
  ...more,
});

type Stage = {
  parts: PlannedPart[];
  input(part: number, over?: Partial<PartInput['run']>): PartInput;
  ports: IngestPartPorts;
  bytes: Buffer;
  reports: Map<string, ReportLine[]>;
  writes: string[];
};

/** A package with everything that its parts need to be ingested. */
async function stage(
  records: ExportRecord[],
  options: {
    partSize?: number;
    kind?: 'external' | 'internal';
    directory?: Partial<IngestPartPorts['directory']>;
  } = {},
): Promise<Stage> {
  const kind = options.kind ?? 'external';
  const description = {
    source: { deployment: 'old', kind, identitySource: 'ldif' as const },
    questions: MAPPING.map((_target, index) => ({ language: 'en_US', text: `question ${index}` })),
  };
  const pack = await packInMemory(KEYS, records, { partSize: options.partSize ?? 1000, now: NOW, description });
  const plans = new Map<string, string>();
  const base = {
    migration: pack.migrationId,
    dryRun: false,
    policy: 'skip' as const,
    attempt: 1,
    generation: 1,
    key: 'staged/x',
    etag: 'e',
    size: pack.bytes.length,
    importedAt: NOW,
    waitSeconds: 0,
  };
  const { run } = await openPackage(
    {
      reader: () => rangeReader(pack.bytes),
      trustedPackers: async () => [KEYS.packer],
      unwrapWithExportKey: async (wrapped) => privateDecrypt({ key: KEYS.exportKey, oaepHash: 'sha256' }, wrapped),
      wrapUnderSeedKey: async (key) => Buffer.from(key),
      putPlan: async (name, body) => void plans.set(name, body),
    },
    base,
    { now: NOW, maxAgeDays: 30, maxConcurrency: 5 },
  );
  plans.set(mappingName(pack.migrationId), JSON.stringify({ generation: 1, enrolment: 1, mapping: MAPPING }));
  const parts = plans
    .get(`${pack.migrationId}.jsonl`)!
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PlannedPart);
  const reports = new Map<string, ReportLine[]>();
  const writes: string[] = [];
  const watched = Object.fromEntries(
    Object.entries(directoryImport).map(([name, port]) => [
      name,
      (...args: never[]) => {
        if (!name.startsWith('read')) writes.push(name);
        return (port as (...given: never[]) => unknown)(...args);
      },
    ]),
  ) as unknown as IngestPartPorts['directory'];
  const ports: IngestPartPorts = {
    directory: { ...watched, ...options.directory },
    readRange: async (_key, _etag, offset, length) => pack.bytes.subarray(offset, offset + length),
    readPlan: async (name) => plans.get(name),
    unwrapUnderSeedKey: async (wrapped) => Buffer.from(wrapped),
    newSeedDataKey: async () => ({ key: Buffer.alloc(32, 1), wrapped: Buffer.from('wrapped') }),
    peppers: async () => RING,
    readPart: migrations.readPart,
    putReport: async (_id, dryRun, part, lines) => void reports.set(`${dryRun}/${part}`, [...lines]),
    putPart: migrations.putPart,
  };
  const input = (part: number, over: Partial<PartInput['run']> = {}) => ({
    run: { ...run, ...over },
    part: parts[part - 1]!,
  });
  return { parts, input, ports, bytes: pack.bytes, reports, writes };
}

async function dump(): Promise<Record<string, unknown>> {
  const { Items = [] } = await dynamodb().send(
    new ScanCommand({ TableName: process.env['DIRECTORY_TABLE']!, ConsistentRead: true }),
  );
  const byKey = Items.map((item) => [`${item['pk']}`, item] as const);
  return Object.fromEntries(byKey.sort(([a], [b]) => (a < b ? -1 : 1)));
}
const brief = (lines: ReportLine[] = []) =>
  lines.map(({ line, outcome, code, tokens = [] }) => [
    line,
    outcome,
    code,
    ...tokens.map((one) => `${one.serial} ${one.outcome}${one.code ? ` ${one.code}` : ''}`),
  ]);
const settle = (staged: Stage, over: Partial<PartInput['run']> = {}, toleratedRejects = 100) =>
  settleParts(
    {
      ...migrations,
      ...directoryImport,
      readReport: async (_id, dryRun, part) => staged.reports.get(`${dryRun}/${part}`),
      putReport: staged.ports.putReport,
    },
    staged.input(1, over).run,
    { enrolment: 1, toleratedRejects },
  );

test('users and tokens come over whole: names, dates, sealed seed, hashed PIN, mapped answers, no password', async () => {
  const staged = await stage([
    user('Léa', ['000000000001'], {
      firstName: 'Léa',
      lastName: 'Bjørnsen',
      preferredLanguage: 'en',
      accountEnd: '2027-01-01T00:00:00Z',
      lockedOut: true,
      answers: [
        { question: 0, hash: PHC },
        { question: 1, hash: PHC },
      ],
    }),
    loose('000000000009'),
  ]);
  await ingestPart(staged.ports, staged.input(1));
  const lea = (await readUser('léa'))!;
  expect(lea).toMatchObject({
    userId: 'Léa',
    firstName: 'Léa',
    lastName: 'Bjørnsen',
    preferredLanguage: 'en',
    lockedOut: true,
    accountEnd: Date.UTC(2027, 0, 1),
    tokens: ['000000000001'],
    imported: true,
    createdAt: NOW,
    version: 1,
    answers: [
      {
        language: 'en_US',
        question: 'In what city were you born?',
        hash: expect.stringMatching(/^\$keyed\$p1\$/u),
      },
    ],
  });
  expect(lea.password).toBeUndefined();
  const [own, spare] = await readTokens(['000000000001', '000000000009']).then((found) =>
    found.sort((a, b) => a.serial.localeCompare(b.serial)),
  );
  expect(own).toMatchObject({ assignee: 'léa', lastInterval: -1, offset: 0, createdAt: NOW });
  expect(openSeed(Buffer.alloc(32, 1), own!.serial, own!.seed.box)).toEqual(SEED);
  expect(pinMatcher(RING, own!, own!.pinHash!)('1234')).toBe(true);
  expect(spare!.assignee).toBeUndefined();
  expect(await settle(staged)).toMatchObject({
    users: { created: 1 },
    tokens: { created: 2, assigned: 1, unassigned: 1 },
    answers: { kept: 1, dropped: 1 },
    enrolment: { complete: 1, partial: 0, none: 0, histogram: { 1: 1 } },
  });
});

test('the same part twice: the same bytes in the table, the same report, and the second writes nothing', async () => {
  const staged = await stage([
    user('ana', ['000000000001', '000000000002']),
    user('bo'),
    loose('000000000003', 'nobody'),
  ]);
  await ingestPart(staged.ports, staged.input(1));
  const [first, report] = [await dump(), staged.reports.get('false/1')];
  staged.writes.length = 0;
  await ingestPart(staged.ports, staged.input(1, { generation: 2 }));
  expect(await dump()).toEqual(first);
  expect(staged.reports.get('false/1')).toEqual(report);
  expect(staged.writes).toEqual([]);
});

test('two workers on one part at once come to one result', async () => {
  const records = Array.from({ length: 120 }, (_, index) => user(`u${index}`, [`${100_000_000_000 + index}`]));
  const staged = await stage(records);
  await Promise.all([ingestPart(staged.ports, staged.input(1)), ingestPart(staged.ports, staged.input(1))]);
  expect(Object.keys(await dump())).toHaveLength(240);
  expect(staged.reports.get('false/1')!.every(({ outcome }) => outcome === 'created')).toBe(true);
});

test('a finished part is not opened again under the same generation', async () => {
  const staged = await stage([user('ana')]);
  const before = await ingestPart(staged.ports, staged.input(1));
  const readRange = () => Promise.reject(new Error('must not read'));
  expect(await ingestPart({ ...staged.ports, readRange }, staged.input(1))).toEqual(before);
});

test('a part that broke off half-way goes on, and reports as if it never had', async () => {
  const records = [user('ana', ['000000000001']), user('bo', ['000000000002'])];
  const whole = await stage(records);
  await ingestPart(whole.ports, whole.input(1));
  const expected = brief(whole.reports.get('false/1'));
  await createTables();
  let inserts = 0;
  const broken = {
    insert: async (...args: Parameters<typeof directoryImport.insert>) => {
      inserts += 1;
      if (inserts === 2) throw new Error('the lights went out');
      return directoryImport.insert(...args);
    },
  };
  const staged = await stage(records, { directory: broken });
  await expect(ingestPart(staged.ports, staged.input(1))).rejects.toThrow('the lights went out');
  expect(await readUser('ana')).toBeUndefined();
  await ingestPart(staged.ports, staged.input(1));
  expect(brief(staged.reports.get('false/1'))).toEqual(expected);
  expect(await readUser('ana')).toMatchObject({ tokens: ['000000000001'] });
});

test('a dry run writes nothing and reports what a run then reports', async () => {
  await putUser('old', storedUser('old'));
  await putToken(storedToken('000000000005'));
  await putToken(storedToken('000000000006', 'old'));
  const staged = await stage([
    user('ana', ['000000000001', '000000000005', '000000000006']),
    user('OLD', ['000000000002']),
    user('Ana', ['000000000003']),
    loose('000000000004', 'nobody'),
    loose('000000000005'),
  ]);
  const before = await dump();
  await ingestPart(staged.ports, staged.input(1, { dryRun: true }));
  expect(staged.writes).toEqual([]);
  expect(await dump()).toEqual(before);
  await ingestPart(staged.ports, staged.input(1));
  expect(brief(staged.reports.get('true/1'))).toEqual(brief(staged.reports.get('false/1')));
  expect(brief(staged.reports.get('false/1'))).toEqual([
    [
      1,
      'created',
      undefined,
      '000000000001 created',
      '000000000005 updated token.taken_over',
      '000000000006 rejected token.assigned',
    ],
    [2, 'skipped', 'user.exists', '000000000002 skipped'],
    [3, 'rejected', 'user.duplicate', '000000000003 rejected'],
    [4, 'rejected', 'token.user_missing', '000000000004 rejected token.user_missing'],
    [5, 'rejected', 'token.duplicate', '000000000005 rejected token.duplicate'],
  ]);
});

describe('whoever was here before', () => {
  test.each(['skip', 'fail'] as const)('policy %s touches nothing', async (policy) => {
    await putUser('old', storedUser('old', { email: 'kept@corp.example' }));
    const before = await dump();
    const staged = await stage([
      user('Old', ['000000000001'], { firstName: 'New', answers: [{ question: 0, hash: PHC }] }),
    ]);
    await ingestPart(staged.ports, staged.input(1, { policy }));
    expect(await dump()).toEqual(before);
    expect(await settle(staged, { policy })).toMatchObject({
      users: { skipped: 1 },
      tokens: { skipped: 1, created: 0 },
    });
  });

  test('policy update changes names and language, and nothing else; the same twice', async () => {
    await putUser('old', storedUser('old', { email: 'kept@corp.example', middleName: 'Kept' }));
    const staged = await stage([
      user('old', ['000000000001'], {
        firstName: 'New',
        preferredLanguage: 'de',
        lockedOut: false,
        accountEnd: '2027-01-01T00:00:00Z',
      }),
    ]);
    await ingestPart(staged.ports, staged.input(1, { policy: 'update' }));
    const { origin: _none, ...expected } = storedUser('old', { email: 'kept@corp.example', middleName: 'Kept' });
    const updated = await readUser('old');
    expect(updated).toMatchObject({
      ...expected,
      firstName: 'New',
      preferredLanguage: 'de',
      version: 8,
      updatedAt: NOW,
    });
    expect(updated!.accountEnd).toBeUndefined();
    expect(await readTokens(['000000000001'])).toEqual([]);
    const first = await dump();
    await ingestPart(staged.ports, staged.input(1, { policy: 'update', generation: 2 }));
    expect(await dump()).toEqual(first);
    expect(staged.reports.get('false/1')![0]).toMatchObject({ outcome: 'updated' });
  });

  test('policy update leaves alone whoever says the same already, and whoever has a role', async () => {
    await putUser('same', storedUser('same', { firstName: 'Old' }));
    await putUser('boss', storedUser('boss', { role: 'help-desk' }));
    const before = await dump();
    const staged = await stage([user('same', [], { firstName: 'Old' }), user('boss', [], { firstName: 'New' })]);
    await ingestPart(staged.ports, staged.input(1, { policy: 'update' }));
    expect(await dump()).toEqual(before);
    expect(brief(staged.reports.get('false/1'))).toEqual([
      [1, 'unchanged', undefined],
      [2, 'skipped', 'user.has_role'],
    ]);
  });

  test('policy fail is found while verifying, before anything is written; a resumed run does not trip over itself', async () => {
    await putToken(storedToken('000000000001'));
    const staged = await stage([user('ana', ['000000000001']), user('bo')]);
    const { run, part } = staged.input(1, { policy: 'fail' });
    const bytes = staged.bytes.subarray(part.offset, part.offset + part.size);
    const context = { dataKey: Buffer.from(run.wrappedKey, 'base64'), packageId: run.packageId, ...part };
    await expect(checkPart(directoryImport, context, bytes, run)).rejects.toMatchObject({
      code: 'migration.exists',
      facts: { users: 0, tokens: 1 },
    });
    await createTables();
    await ingestPart(staged.ports, staged.input(1, { policy: 'fail' }));
    await checkPart(directoryImport, context, bytes, run);
  });

  test('a user who appears between reading and writing is left alone, and the tokens written first are taken back', async () => {
    let raced = false;
    const directory = {
      insert: async (items: Parameters<typeof directoryImport.insert>[0]) => {
        if (items.some(({ kind }) => kind === 'user') && !raced) {
          raced = true;
          await putUser('ana', storedUser('ana'));
        }
        return directoryImport.insert(items);
      },
    };
    await putToken(storedToken('000000000002'));
    const before = await dump();
    const staged = await stage([user('ana', ['000000000001', '000000000002'])], { directory });
    await ingestPart(staged.ports, staged.input(1));
    expect(brief(staged.reports.get('false/1'))).toEqual([
      [1, 'skipped', 'user.exists', '000000000001 skipped', '000000000002 skipped'],
    ]);
    const { 'USER#ana': ana, ...rest } = await dump();
    expect(rest).toEqual(before);
    expect(ana).toMatchObject({ firstName: 'Old', tokens: [] });
  });
});

describe('one key, two records', () => {
  const records = [user('ana', ['000000000001']), user('ANA', ['000000000002', '000000000003'])];

  test.each([
    ['in order', [1, 2]],
    ['the later first', [2, 1]],
    ['the later first, then both again', [2, 1, 2, 1]],
  ])('across parts, %s: the first in the package wins', async (_name, order) => {
    const staged = await stage(records, { partSize: 1 });
    for (const [index, part] of order.entries())
      await ingestPart(staged.ports, staged.input(part, { generation: index > 1 ? 2 : 1 }));
    const totals = await settle(staged, { generation: order.length > 2 ? 2 : 1 });
    expect(await readUser('ana')).toMatchObject({ userId: 'ana', tokens: ['000000000001'] });
    expect(Object.keys(await dump())).toEqual(['TOKEN#000000000001', 'USER#ana']);
    expect(brief(staged.reports.get('false/1'))).toEqual([[1, 'created', undefined, '000000000001 created']]);
    expect(brief(staged.reports.get('false/2'))).toEqual([
      [1, 'rejected', 'user.duplicate', '000000000002 rejected', '000000000003 rejected'],
    ]);
    expect(totals).toMatchObject({
      records: { read: 2, rejected: 1 },
      users: { created: 1, rejected: 1 },
      tokens: { created: 1, rejected: 2, assigned: 1 },
    });
  });

  test('a serial twice across parts: the first record keeps it, the other user comes without', async () => {
    const staged = await stage([user('ana', ['000000000001']), user('bo', ['000000000001'])], { partSize: 1 });
    await ingestPart(staged.ports, staged.input(2));
    await ingestPart(staged.ports, staged.input(1));
    const totals = await settle(staged);
    expect(await readTokens(['000000000001'])).toMatchObject([{ assignee: 'ana' }]);
    expect(await readUser('bo')).toMatchObject({ tokens: [] });
    expect(totals).toMatchObject({ users: { created: 2, withoutToken: 1 }, tokens: { created: 1, rejected: 1 } });
  });

  test('an unassigned token of the package that a later part assigns: the first record wins', async () => {
    const staged = await stage([loose('000000000001'), user('bo', ['000000000001'])], { partSize: 1 });
    await ingestPart(staged.ports, staged.input(1));
    await ingestPart(staged.ports, staged.input(2));
    expect((await readTokens(['000000000001']))[0]!.assignee).toBeUndefined();
  });
});

describe('one bad record', () => {
  test.each<[string, UserRecord, string]>([
    ['an answer to no question', user('x', [], { answers: [{ question: 7, hash: PHC }] }), 'answers.question_unknown'],
    [
      'a cheap hash',
      user('x', [], { answers: [{ question: 0, hash: PHC.replace('m=19456', 'm=1024') }] }),
      'password.hash_unusable',
    ],
    ['a password from a directory', user('x', [], { password: PHC }), 'password.not_allowed'],
    ['two addresses in one', user('x', [], { email: 'a@corp.example, b@corp.example' }), 'user.email_invalid'],
    [
      'a seed of the wrong length',
      user('x', [], { tokens: [token('000000000001', { seed: 'AAAA' })] }),
      'token.seed_invalid',
    ],
  ])('%s: rejected with line, code and hint; the others go on', async (_name, bad, code) => {
    const staged = await stage([user('ana'), bad, user('bo')]);
    await ingestPart(staged.ports, staged.input(1));
    expect(brief(staged.reports.get('false/1')).map((row) => row.slice(0, 3))).toEqual([
      [1, 'created', undefined],
      [2, 'rejected', code],
      [3, 'created', undefined],
    ]);
    expect(staged.reports.get('false/1')![1]!.hint).toMatch(/\w{3}/u);
    expect(await readUser('x')).toBeUndefined();
    await expect(settle(staged, {}, 0)).rejects.toMatchObject({ code: 'migration.too_many_rejects' });
  });
});

test('an internal source brings passwords, and says whose is missing', async () => {
  const staged = await stage([user('ana', [], { password: PHC }), user('bo')], { kind: 'internal' });
  await ingestPart(staged.ports, staged.input(1));
  expect(await readUser('ana')).toMatchObject({
    password: { hash: expect.stringMatching(/^\$keyed\$/u), mustChange: false },
  });
  expect(staged.reports.get('false/1')!.map(({ notes }) => notes?.includes('password.missing'))).toEqual([false, true]);
});

test('a migration with a part missing says how many', async () => {
  const staged = await stage([user('ana'), user('bo')], { partSize: 1 });
  await ingestPart(staged.ports, staged.input(1));
  await expect(settle(staged)).rejects.toMatchObject({ code: 'migration.parts_failed', facts: { missing: 1 } });
});

test('a take-over needs the token as it was seen: unassigned and unchanged', async () => {
  const seen = storedToken('000000000001');
  const mine = { ...storedToken('000000000001', 'ana'), version: 1, origin: { migration: 'm', part: 1, line: 1 } };
  for (const now of [
    { ...seen, assignee: 'someone' },
    { ...seen, version: seen.version + 1 },
  ]) {
    await createTables();
    await putToken(now);
    expect(await directoryImport.takeOverToken(mine, seen)).toBe(false);
    expect(await readTokens([seen.serial])).toEqual([now]);
  }
  await createTables();
  await putToken(seen);
  expect(await directoryImport.takeOverToken(mine, seen)).toBe(true);
  await directoryImport.dropToken(seen.serial, { ...mine.origin, line: 2 });
  expect(await readTokens([seen.serial])).toMatchObject([{ assignee: 'ana' }]);
  await directoryImport.dropToken(seen.serial, mine.origin);
  expect(await readTokens([seen.serial])).toEqual([seen]);
});

test('a batch with one key twice inserts the first and does not fail the rest', async () => {
  const item = (pk: string, value: number) => ({ pk, sk: 'X', value });
  const items = [item('a', 1), item('b', 1), item('a', 2), ...Array.from({ length: 60 }, (_, i) => item(`c${i}`, i))];
  expect((await insertAll(items)).filter((won) => !won)).toHaveLength(1);
  expect(await insertAll(items)).toEqual(items.map(() => false));
  expect((await dump())['a']).toMatchObject({ value: 1 });
});
