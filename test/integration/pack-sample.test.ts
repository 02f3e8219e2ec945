/** The sample, packed as an administrator packs it and opened as a target opens it: the numbers that its README states. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packExport } from '#cli/package/pack.ts';
import { SAMPLE } from '#cli/package/sample-files.ts';
import { parseCatalogue } from '#core/questions/read-catalogue.ts';
import { reconcile } from '#core/questions/reconcile.ts';
import { unpack } from '#test/support/unpack.ts';

const sample = (name: string) => join('samples/corp', name);
const folder = mkdtempSync(join(tmpdir(), 'landfall-sample-'));
const rsa = generateKeyPairSync('rsa', { modulusLength: 3072 });
const ed = generateKeyPairSync('ed25519');
let summary: Awaited<ReturnType<typeof packExport>>;
let unpacked: Awaited<ReturnType<typeof unpack>>;

beforeAll(async () => {
  summary = await packExport({
    directory: { kind: 'ldif', file: sample(SAMPLE.directory) },
    tokens: SAMPLE.tokenFiles.map(({ name, password }) => ({ file: sample(name), password })),
    assignments: sample(SAMPLE.assignments),
    answers: sample(SAMPLE.answers),
    recipient: rsa.publicKey.export({ type: 'spki', format: 'pem' }),
    signingKey: ed.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    source: 'external',
    sourceName: 'CORP-AM-PRIMARY',
    partSize: 20,
    out: join(folder, 'export.zip'),
    now: Date.now(),
  });
  unpacked = await unpack(summary.file, rsa.privateKey);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const users = () => unpacked.records.filter((record) => record.type === 'user');

test('the package holds the users and tokens that the README states', () => {
  expect(summary.counts).toEqual({
    users: 42,
    tokensAssigned: 43,
    tokensUnassigned: 2,
    tokensUserMissing: 1,
    answers: 200,
    usersWithoutEmail: 2,
    usersWithoutToken: 18,
  });
  expect(summary.refusals).toEqual([]);
  expect(unpacked.manifest.parts.map((part) => part.records)).toEqual([20, 20, 5]);
  const alone = unpacked.records.filter((record) => record.type === 'token');
  expect(alone.map((token) => token.assignedTo)).toEqual(['nosuchuser', undefined, undefined]);
  const withoutPin = users()
    .flatMap((user) => user.tokens)
    .filter((token) => token.pin === undefined);
  expect(withoutPin).toHaveLength(17);
});

test('a user has the first address in the order of the file, or none', () => {
  const without = users().filter((user) => user.email === undefined);
  expect(without.map((user) => user.userId).sort()).toEqual(['gtanaka', 'nwojcik']);
  expect(users().find((user) => user.userId === 'bhaddad')?.email).toBe('bhaddad@corp.example');
});

test("answers are matched with the target's catalogue", () => {
  const catalogue = parseCatalogue(readFileSync(sample(SAMPLE.questions), 'utf8')).map((set) => ({
    ...set,
    version: 1,
  }));
  expect(unpacked.manifest.questions).toHaveLength(12);
  const matched = reconcile(unpacked.manifest.questions, catalogue, [], 'en_US');
  const kept = users().map((user) => user.answers.filter((answer) => matched[answer.question] !== null).length);
  const total = kept.reduce((sum, count) => sum + count, 0);
  expect([total, 200 - total]).toEqual([110, 90]);
  expect([3, 2, 0].map((wanted) => kept.filter((count) => count === wanted).length)).toEqual([30, 10, 2]);
});

test('the package holds no password, no plain answer and no unwanted attribute, and the manifest no user ID', () => {
  const { records, manifest, bytes } = unpacked;
  const everything = `${JSON.stringify(records)}${JSON.stringify(manifest)}${bytes.toString('latin1')}`;
  const secrets = [...readFileSync(sample(SAMPLE.directory), 'utf8').matchAll(/userPassword:: (\S+)/gu)].flatMap(
    ([, hash]) => [hash!, Buffer.from(hash!, 'base64').toString()],
  );
  expect(secrets).toHaveLength(120);
  for (const secret of [...secrets, 'SSHA', 'Škoda', 'Dune', 'employeeNumber', '+1 555', 'jpegPhoto'])
    expect(everything.includes(secret)).toBe(false);
  for (const user of [...users().map((one) => one.userId), 'nosuchuser'])
    expect(JSON.stringify(manifest)).not.toContain(user);
});
