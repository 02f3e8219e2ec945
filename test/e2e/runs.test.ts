/**
 * Runs of several packages and sources on the whole deployment: one writes for a source at a time, the others wait in a queue; what was
 * killed is taken over; a failed run goes on until a newer one begins.
 */
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { SourceView } from '#core/administration/sources.ts';
import type { RunView } from '#core/migration/record.ts';
import { landfall } from '../support/cli.ts';
import { eventually } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { aTokenRecord, type Importer, openImporter } from '../support/imported.ts';
import { packInMemory, sampleUser } from '../support/package.ts';

let running: Running;
let importer: Importer;

beforeAll(async () => {
  running = await startLandfall();
  importer = await openImporter(running);
}, 300_000);
afterAll(() => running?.stop(), 30_000);

const show = (id: string) => importer.client.call<RunView>('GET', `/runs/${id}`);
const over = (id: string) =>
  eventually(async () => {
    const run = await show(id);
    return ['succeeded', 'failed', 'waiting', 'not-started'].includes(run.status) ? run : undefined;
  }, 120);
const sourceOf = (deployment: string) => ({ deployment, kind: 'internal' as const, identitySource: 'other' as const });

/** A package of `count` users of a source, in parts of 20, so that its import takes a while. */
async function pack(deployment: string, prefix: string, count: number) {
  const users = Array.from({ length: count }, (_user, index) => sampleUser(`${prefix}-${index}`));
  const description = { source: sourceOf(deployment) };
  return (await packInMemory(importer.keys, users, { partSize: 20, description })).bytes;
}
const runOf = (key: string) => eventually(async () => (await importer.migrations()).find((one) => one.key === key), 30);
const begun = (id: string) =>
  eventually(
    async () =>
      (await show(id)).states.some(({ state, status }) => state === 'IngestParts' && status === 'running')
        ? true
        : undefined,
    60,
  );
const source = async (name: string) =>
  (await importer.client.call<{ sources: SourceView[] }>('GET', '/sources')).sources.find((one) => one.name === name);

/** Ends an execution as an operator would, in the middle of its work. */
async function kill({ execution }: RunView): Promise<void> {
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const sfn = new SFNClient({ endpoint: running.endpoints.sfn, region: running.region, credentials });
  const file = readFileSync(join(running.data, 'executions', `${execution}.json`), 'utf8');
  const { executionArn } = JSON.parse(file) as { executionArn: string };
  await sfn.send(new StopExecutionCommand({ executionArn }));
}

test('two uploads of one source at once are imported one after the other, the second by itself, and a third source beside them', async () => {
  const [first, second, beside] = await Promise.all([
    pack('one', 'a', 300),
    pack('one', 'b', 60),
    pack('two', 'c', 60),
  ]);
  const keys = await Promise.all([
    importer.upload(first, 'first.zip'),
    importer.upload(second, 'second.zip'),
    importer.upload(beside, 'beside.zip'),
  ]);
  const runs = await Promise.all(keys.map(runOf));
  const ended = await Promise.all(runs.map(({ id }) => over(id)));
  expect(ended.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  const ingest = (run: RunView) =>
    run.states.find(({ state }) => state === 'IngestParts') as { startedAt: number; finishedAt: number };
  const [one, two] = ended.slice(0, 2).toSorted((a, b) => ingest(a).startedAt - ingest(b).startedAt) as [
    RunView,
    RunView,
  ];
  expect(ingest(two).startedAt).toBeGreaterThanOrEqual(ingest(one).finishedAt);
  expect(await source('one')).toMatchObject({ kind: 'internal', newestRun: two.id, lastRun: two.id, queued: [] });
  expect((await source('one'))?.writer).toBeUndefined();
}, 240_000);

test('a killed run gives its source back to the one that waits, and is resumed no more once that has begun', async () => {
  const [big, next] = [await pack('killed', 'k', 900), await pack('killed', 'n', 20)];
  const { id } = await runOf(await importer.upload(big, 'big.zip'));
  await begun(id);
  const waiting = await runOf(await importer.upload(next, 'next.zip'));
  expect(waiting).toMatchObject({ status: 'queued', source: { deployment: 'killed' } });
  expect(await source('killed')).toMatchObject({ writer: id, queued: [waiting.id] });
  await kill(await show(id));
  expect(await over(id)).toMatchObject({ status: 'failed' });
  // It waits until no function of the killed one can still write.
  await eventually(async () => ((await show(waiting.id)).status === 'queued' ? undefined : true), 30);
  const resumed = await landfall(running, 'run', 'resume', id, '--json');
  expect(resumed).toMatchObject({ code: 1 });
  expect(JSON.parse(resumed.stderr)).toMatchObject({ code: 'run.superseded' });
  await kill(await show(waiting.id));
  expect(await over(waiting.id)).toMatchObject({ status: 'failed' });
}, 240_000);

test('a killed run goes on with its finished parts when it is resumed, as the same run', async () => {
  const { id } = await runOf(await importer.upload(await pack('resumed', 'r', 600), 'resumed.zip'));
  await begun(id);
  await kill(await show(id));
  await over(id);
  const { execution } = await importer.client.call<{ execution: string }>('POST', `/runs/${id}/resume`);
  expect(execution).toBe(`${id}-run-2`);
  const ended = await eventually(async () => {
    const run = await show(id);
    return run.execution === execution && run.status === 'succeeded' ? run : undefined;
  }, 200);
  expect(ended).toMatchObject({ attempt: 2, totals: { users: { created: 600 } } });
  expect((await importer.migrations()).filter((one) => one.key === 'uploads/resumed.zip')).toHaveLength(1);
}, 300_000);

test('a packer that is trusted no more leaves nothing waiting, and a packer for one source imports no other', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const body = { name: 'one source', publicKey: spki, sources: ['guarded'] };
  const packer = await importer.client.call<{ id: string }>('POST', '/packers', { body });
  const keys = { ...importer.keys, signingKey: privateKey };
  const users = (prefix: string, deployment: string) =>
    packInMemory(keys, [sampleUser(`${prefix}-0`)], { description: { source: sourceOf(deployment) } });

  const foreign = await users('foreign', 'another');
  expect(await over((await runOf(await importer.upload(foreign.bytes, 'foreign.zip'))).id)).toMatchObject({
    status: 'failed',
    error: { code: 'package.source_not_trusted' },
  });
  expect(await source('another')).toBeUndefined();

  const { id } = await runOf(await importer.upload(await pack('guarded', 'g', 900), 'guarded.zip'));
  await begun(id);
  const waiting = await runOf(await importer.upload((await users('late', 'guarded')).bytes, 'late.zip'));
  expect(waiting.status).toBe('queued');
  const removed = await importer.client.call('DELETE', `/packers/${packer.id}`);
  expect(removed).toMatchObject({ stopped: [waiting.id], imported: [] });
  expect(await show(waiting.id)).toMatchObject({ status: 'not-started', error: { code: 'package.untrusted' } });
  expect(await over(id)).toMatchObject({ status: 'succeeded' });
}, 240_000);

test('the command line lists runs and sources, and closes a source to imports', async () => {
  expect((await landfall(running, 'runs', '--source', 'one')).stdout).toMatch(/ succeeded +import +one /u);
  expect((await landfall(running, 'sources')).stdout).toMatch(/^one +internal +open /mu);
  expect((await landfall(running, 'source', 'close', 'one')).code).toBe(0);
  const refused = await runOf(await importer.upload(await pack('one', 'late', 1), 'closed.zip'));
  expect(refused).toMatchObject({ status: 'not-started', error: { code: 'source.closed' } });
  expect((await landfall(running, 'source', 'open', 'one')).code).toBe(0);
  expect(await landfall(running, 'run', 'confirm', '--json')).toMatchObject({ code: 1 });
}, 120_000);

test('what waits for a yes is listed with the command that answers, and done by it, once', async () => {
  const deployment = { deployment: 'told', kind: 'external' as const, identitySource: 'other' as const };
  const token = aTokenRecord();
  const people = (address: string) => [sampleUser('told-1', { email: `${address}@corp.example`, tokens: [token] })];
  const packed = async (address: string) =>
    (await packInMemory(importer.keys, people(address), { description: { source: deployment } })).bytes;
  await importer.configure({ migration: { policy: 'correct' } });
  const first = await over((await runOf(await importer.upload(await packed('one'), 'told-1.zip'))).id);
  expect(first).toMatchObject({ status: 'succeeded', notices: { sent: 1 } });
  const { id } = await runOf(await importer.upload(await packed('two'), 'told-2.zip'));
  expect(await over(id)).toMatchObject({ status: 'succeeded', waitsFor: ['confirmation'] });
  const email = async () =>
    (await importer.client.call<{ email: string }>('GET', '/user', { query: { userId: 'told-1' } })).email;
  expect(await email()).toBe('one@corp.example');
  expect((await landfall(running, 'runs', '--waiting')).stdout).toContain(id);
  const confirmed = await landfall(running, 'run', 'confirm', '--json');
  expect(confirmed.code).toBe(0);
  expect(JSON.parse(confirmed.stdout)).toMatchObject({ id, attempt: 2, options: { confirmed: true }, waitsFor: [] });
  expect(await email()).toBe('two@corp.example');
  expect(await landfall(running, 'run', 'confirm', id, '--json')).toMatchObject({ code: 1 });
}, 240_000);
