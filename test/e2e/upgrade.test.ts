/**
 * A release on what the one before has stored: test/fixtures/data-b839643.tar.gz is the data folder of a deployment of commit b839643,
 * with the sample imported (and looked at once more by a preview), a second package, of "Branch office", and three people at work:
 * `lbjrnsen` logged on and answered questions, `aschafer` logged on, an administrator disabled `bhaddad`. A wrong passcode was tried
 * on `sjansen`.
 */
import { execFileSync } from 'node:child_process';
import { readUser } from '#adapters/directory/index.ts';
import { peopleOf } from '#adapters/directory/people.ts';
import { readTokens } from '#adapters/directory/tokens.ts';
import { operationsTable, readItem } from '#adapters/dynamodb/items.ts';
import { isUpgraded, readUpgrade } from '#adapters/upgrade/state.ts';
import type { PeopleList, Totals } from '#core/administration/people.ts';
import { SHARDS } from '#core/directory/journey.ts';
import type { User } from '#core/directory/model.ts';
import { landfall, landfallJson } from '../support/cli.ts';
import { ApiUser, eventually } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { fastFolder } from '../support/fast-folder.ts';

const [SAMPLE, BRANCH] = ['corp.example (sample)', 'Branch office'];
const FIXTURE = 'test/fixtures/data-b839643.tar.gz';
/** The ids of the two imports: a release before named them after their packages. */
const [SAMPLE_RUN, BRANCH_RUN] = ['b1f60200f75ffcb474580ac7ae24a912', '41820ba429ad5e0f6d3096d0e0e364ed'];

let running: Running;

beforeAll(async () => {
  const data = fastFolder('landfall-upgrade-');
  execFileSync('tar', ['xzf', FIXTURE, '-C', data]);
  running = await startLandfall({ data });
  Object.assign(process.env, {
    AWS_REGION: running.region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: running.endpoints.dynamodb,
    DIRECTORY_TABLE: 'landfall-Directory',
    OPERATIONS_TABLE: 'landfall-Operations',
  });
}, 300_000);

afterAll(() => running?.stop(), 30_000);

async function people(source: string) {
  const found = [];
  for (let shard = 0; shard < SHARDS; shard++) for await (const one of peopleOf(source, shard)) found.push(one);
  return found;
}
const usersOf = async (source: string) => (await people(source)).flatMap((one) => (one.kind === 'user' ? [one] : []));

test('the upgrade has ended when the deployment is up, and both old imports are sources', async () => {
  expect(await isUpgraded()).toBe(true);
  expect(await readUpgrade()).toMatchObject({ segments: { 0: 'done', 1: 'done', 2: 'done', 3: 'done' } });
  const source = (name: string) => readItem(operationsTable(), { pk: `SOURCE#${name}`, sk: 'SOURCE' });
  expect(await source(SAMPLE)).toMatchObject({ kind: 'external', firstRun: SAMPLE_RUN, newestRun: SAMPLE_RUN });
  expect(await source(BRANCH)).toMatchObject({ name: BRANCH, newestRun: BRANCH_RUN });
  expect(await readItem(operationsTable(), { pk: 'SOURCES', sk: SAMPLE })).toMatchObject({ name: SAMPLE });
});

test('each imported user, and each token that no user has, is found by the source that brought it', async () => {
  expect(await usersOf(SAMPLE)).toHaveLength(42);
  expect((await usersOf(BRANCH)).map(({ userKey }) => userKey).sort()).toEqual(['branch.one', 'branch.two']);
  const spare = (await people(SAMPLE)).filter(({ kind }) => kind === 'token');
  expect(spare).toHaveLength(2);
  expect(await people(BRANCH)).toContainEqual(expect.objectContaining({ kind: 'token', serial: 'OA000002' }));
  const lea = (await readUser('lbjrnsen'))!;
  expect(lea).toMatchObject({ source: SAMPLE, sourceUserId: 'lbjrnsen', packedAt: Date.UTC(2026, 10, 30, 20, 33, 6) });
  const [token] = await readTokens(lea.tokens);
  expect(token).toMatchObject({ source: SAMPLE, assignee: 'lbjrnsen' });
  expect(token).not.toHaveProperty('peopleOf');
});

test('who has used the account is touched with the token; who was only guessed at, or never came, is not', async () => {
  const touched = async (key: string) => ((await readUser(key)) as User).touchedAt !== undefined;
  for (const key of ['lbjrnsen', 'aschafer', 'bhaddad']) expect([key, await touched(key)]).toEqual([key, true]);
  for (const key of ['sjansen', 'opena', 'branch.one']) expect([key, await touched(key)]).toEqual([key, false]);
  const tokenOf = async (key: string) => (await readTokens((await readUser(key))!.tokens))[0]!;
  expect((await tokenOf('aschafer')).touchedAt).toBeDefined();
  expect((await tokenOf('sjansen')).touchedAt).toBeUndefined();
});

test('the administrator, whom no package brought, has no source', async () => {
  const admin = (await readUser('admin'))!;
  expect(admin.source).toBeUndefined();
  expect((await readTokens(admin.tokens))[0]!.source).toBeUndefined();
});

test('the old runs are listed, with what they say of themselves', async () => {
  const { stdout } = await landfall(running, 'status', BRANCH_RUN, '--json');
  expect(JSON.parse(stdout)).toMatchObject({ id: BRANCH_RUN, kind: 'import', status: 'succeeded' });
  expect(await landfallJson(running, 'status', SAMPLE_RUN)).toMatchObject({ id: SAMPLE_RUN, status: 'succeeded' });
});

test('administrators find users by address and by the beginning of their ID, and every token that no user has', async () => {
  expect(await landfallJson(running, 'user', 'show', '--email', 'bo.one@branch.example')).toMatchObject({
    userId: 'branch.one',
  });
  const found = await landfallJson<object>(running, 'token', 'find', '--unassigned');
  expect(found).toMatchObject({ tokens: [expect.anything(), expect.anything(), expect.anything()] });
  expect(found).not.toHaveProperty('upgrading');
});

test('people of the release before are counted, listed and found, without a run or a logon', async () => {
  const counts = await eventually(async () => {
    const found = await landfallJson<Totals>(running, 'people');
    return found.filling ? undefined : found;
  }, 90);
  expect(counts.sources.map(({ source, people: all }) => [source, all])).toEqual([
    ['', 1],
    [BRANCH, 2],
    [SAMPLE, 42],
  ]);
  const { people: stuck } = await landfallJson<PeopleList>(running, 'people', 'list', '--stuck', 'disabled');
  expect(stuck.map(({ userId }) => userId)).toContain('bhaddad');
}, 120_000);

test('a user whom the release before imported logs on', async () => {
  const person = new ApiUser(running);
  const { stdout } = await landfall(running, 'passcode', 'opena');
  const answer = await person.post('/api/logon', { userId: 'opena', method: 'SecurID_Native', secret: stdout.trim() });
  expect([200, 202]).toContain(answer.status);
});

test('the package that the release before imported brings nothing new, and what its users have changed here is left and named', async () => {
  type Imported = { readonly totals: { readonly users: object; readonly tokens: object; readonly codes: object } };
  const file = `${running.data}/sample-export.zip`;
  const { totals } = await landfallJson<Imported>(running, 'import', file, '--again', '--policy', 'correct');
  expect(totals.users).toMatchObject({ created: 0, updated: 0, unchanged: 42 });
  expect(totals.tokens).toMatchObject({ created: 0, updated: 0, unchanged: 45 });
  // Of lbjrnsen the answers, of bhaddad whether the account is enabled.
  expect(totals.codes).toMatchObject({ 'user.differs': 2 });
  expect((await readUser('bhaddad'))!.enabled).toBe(false);
}, 60_000);
