/**
 * Tables restored to an earlier point, as docs/operations.md has it: the script restores them, a deployment that adopts them with all that was kept is
 * deployed, and the first act ends what was used after the point. Users log on, the run goes on, the audit is whole.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import getPort from 'get-port';
import type { RunView } from '#core/migration/record.ts';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { readAssembly } from '#infra/cloud-assembly/assembly.ts';
import { ACCOUNT, REGION } from '#local/aws/names.ts';
import { startDynamoDb } from '#local/dynamodb.ts';
import { COLLECTED } from '#local/iam/records.ts';
import { streamArn } from '#local/streams.ts';
import { Accounts, type Device } from '../support/accounts.ts';
import { landfallJson } from '../support/cli.ts';
import { ApiUser, eventually } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { fastFolder } from '../support/fast-folder.ts';
import { openImporter } from '../support/imported.ts';
import { packInMemory, sampleUser } from '../support/package.ts';
import { commandsOf, type } from '../support/runbook.ts';

const SECTION = 'Tables restored to an earlier point';
const USERS = 300;
const NO_TABLES = { of: () => [] } as unknown as Assembly;

const folder = fastFolder('landfall-restore-');
let restored: Running | undefined;
afterAll(async () => {
  await restored?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

type Entry = { readonly id: string; readonly action: string };
const run = (client: Accounts['client'], id: string) => client.call<RunView>('GET', `/runs/${id}`);
const status = async (person: ApiUser) => (await person.get('/api/me')).status;

/** What the output Adopt of the stateful stack names. On AWS a secret's ARN ends with six characters of its own. */
function adoptOf(assembly: string): Record<string, string> {
  const { outputs } = readAssembly(assembly, ['Stateful'], {
    region: REGION,
    account: ACCOUNT,
    parameters: {},
    attributes: {
      'AWS::DynamoDB::Table.StreamArn': streamArn,
      'AWS::SecretsManager::Secret.Ref': (name) => `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}-AbCdEf`,
    },
  });
  return JSON.parse(outputs['Adopt']!) as Record<string, string>;
}

/** Runs what the section says restores tables, with the engine's own command in place of `aws`. @returns what is to be adopted */
async function restore(point: string, engines: { from: string; to: string }): Promise<string> {
  const [command = ''] = commandsOf(SECTION).filter((line) => line.startsWith('npm run restore-script'));
  const args = command
    .replace(/^.*? -- /u, '')
    .replace(/ > .*$/u, '')
    .replace('POINT', point)
    .replace('adopt.json', join(folder, 'adopt.json'))
    .split(' ');
  const script = execFileSync(process.execPath, ['--no-warnings', 'infra/recovery/main.ts', ...args], {
    encoding: 'utf8',
  });
  const stub = join(folder, 'aws');
  writeFileSync(
    stub,
    `#!/bin/sh\ncd '${process.cwd()}'\nexec '${process.execPath}' --no-warnings test/support/restore-engine.ts "$@"\n`,
  );
  chmodSync(stub, 0o755);
  const env = {
    ...process.env,
    PATH: `${folder}:${process.env['PATH']}`,
    RESTORE_FROM: engines.from,
    RESTORE_TO: engines.to,
    PAUSE: '0.1',
  };
  execFileSync('bash', ['-s'], { cwd: folder, env, input: script, stdio: ['pipe', 'ignore', 'inherit'] });
  return readFileSync(join(folder, 'adopt-r1.json'), 'utf8');
}

test('a deployment that adopts restored tables and what was kept logs users on, goes on with its run, and takes nothing that was used after the point', async () => {
  // The deployment that will be lost: users, sessions, and an import that is half done.
  const first = await startLandfall();
  const accounts = new Accounts(first);
  await accounts.allowTestLogons();
  const [anna, bert] = [await accounts.add('anna'), await accounts.add('bert')] as [Device, Device];
  const early = await accounts.logon(anna);
  const importer = await openImporter(first);
  const users = Array.from({ length: USERS }, (_user, index) => sampleUser(`r-${index}`));
  const source = { deployment: 'lost', kind: 'internal', identitySource: 'other' } as const;
  const { bytes } = await packInMemory(importer.keys, users, { partSize: 20, description: { source } });
  const key = await importer.upload(bytes, 'lost.zip');
  const { id } = await eventually(async () => (await importer.migrations()).find((one) => one.key === key), 30);
  await eventually(async () => {
    const { states } = await run(importer.client, id);
    return states.some(({ state, status: is }) => state === 'IngestParts' && is === 'running') ? true : undefined;
  }, 60);
  await first.stop(true);
  const point = new Date().toISOString().replace(/\.\d+Z$/u, 'Z');
  cpSync(join(first.data, 'dynamodb'), join(folder, 'then'), { recursive: true });

  // After the point: a session ends, passcodes are used, the import ends.
  const second = await startLandfall({ data: first.data });
  const later = new Accounts(second);
  expect((await early.post('/api/logoff')).status).toBe(204);
  const usedCode = later.passcode(bert);
  const logonOf = (running: Running, secret: string) =>
    new ApiUser(running).post('/api/logon', { userId: 'bert', method: 'SecurID_Native', secret });
  expect(await logonOf(second, usedCode)).toMatchObject({ status: 200, body: { status: 'authenticated' } });
  await eventually(async () => ((await run(later.client, id)).status === 'succeeded' ? true : undefined), 200);
  const heads = join(folder, 'heads.json');
  await landfallJson(second, 'audit', 'verify', '--heads', heads);
  const { entries: before } = await landfallJson<{ entries: Entry[] }>(second, 'audit', '--limit', '10000');
  await second.stop(true);

  // What was kept, without what only the lost stack had: executions, places of streams, mails, logs.
  const data = join(folder, 'now');
  mkdirSync(data, { mode: 0o700 });
  for (const kept of ['dynamodb', 'storage', 'operator.json'])
    cpSync(join(first.data, kept), join(data, kept), { recursive: true });
  const { keys, secrets } = JSON.parse(readFileSync(join(first.data, 'keys.json'), 'utf8')) as Record<string, object>;
  const named = Object.entries(secrets!).map(([name, text]) => [`${name}-AbCdEf`, text]);
  writeFileSync(join(data, 'keys.json'), JSON.stringify({ keys, secrets: Object.fromEntries(named) }), { mode: 0o600 });
  writeFileSync(join(folder, 'adopt.json'), JSON.stringify(adoptOf(process.env['LANDFALL_ASSEMBLY'] ?? 'cdk.out')));
  const ports = [await getPort(), await getPort()] as const;
  const engines = [
    await startDynamoDb(ports[0], join(folder, 'then'), NO_TABLES),
    await startDynamoDb(ports[1], join(data, 'dynamodb'), NO_TABLES),
  ];
  const [from, to] = ports.map((port) => `http://127.0.0.1:${port}`) as [string, string];
  let adopt = '';
  try {
    adopt = await restore(point, { from, to });
  } finally {
    for (const { stop } of engines) await stop();
  }
  rmSync(first.data, { recursive: true, force: true });

  // Its tables and secrets have names of their own, by which the report of permissions would take each for one that no test uses.
  const env = { CDK_CONTEXT_JSON: JSON.stringify({ 'landfall:adopt': adopt }), [COLLECTED]: '' };
  restored = await startLandfall({ data, env });
  // Of six tables the stack made one.
  expect(restored.tables).toEqual(['landfall-Journeys']);
  const now = new Accounts(restored);
  const again = new ApiUser(restored);
  again.cookie = early.cookie;
  const shown = await type(restored, SECTION, 'after-restore --point', { POINT: point });
  expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining(`landfall run resume ${id}`) });

  // What was used or ended after the point is not taken again.
  expect(await status(again)).toBe(401);
  expect(await logonOf(restored, usedCode)).toMatchObject({ body: { status: 'next-tokencode' } });
  // Users log on, with the token and two codes where it is a counter's.
  const challenge = (await logonOf(restored, now.passcode(bert))).body['challenge'];
  const next = { challenge, tokencode: now.passcode(bert) };
  expect(await new ApiUser(restored).post('/api/logon/next-tokencode', next)).toMatchObject({
    status: 200,
    body: { status: 'authenticated' },
  });

  // The run goes on where it was at the point.
  // For its first minute a run whose execution is not known counts as under way.
  await eventually(async () => {
    const { code, stderr } = await type(restored!, SECTION, 'run resume', { RUN: id });
    if (code !== 0 && !stderr.includes('run.running')) throw new Error(stderr);
    return code === 0 ? true : undefined;
  }, 200);
  expect(await run(now.client, id)).toMatchObject({
    status: 'succeeded',
    attempt: 2,
    totals: { users: { created: USERS } },
  });

  // The audit goes on: every entry of before, once, the restore itself, unbroken chains.
  const verified = await type(restored, SECTION, 'audit verify', { 'audit-heads.json': heads });
  expect(verified).toMatchObject({ code: 0 });
  const { entries: after } = await landfallJson<{ entries: Entry[] }>(restored, 'audit', '--limit', '10000');
  const ids = after.map(({ id: one }) => one);
  expect(new Set(ids).size).toBe(ids.length);
  expect(before.filter(({ id: one }) => !ids.includes(one))).toEqual([]);
  expect(after).toContainEqual(expect.objectContaining({ action: 'deployment.restored', outcome: 'success' }));

  // The journeys are made anew by a recount.
  await eventually(async () => {
    const { stdout } = await type(restored!, SECTION, 'people', {});
    return new RegExp(`\\b${USERS}\\b`, 'u').test(stdout) ? true : undefined;
  }, 120);
}, 600_000);
