/**
 * A8: where every way into the Self-Service Console asks for more than one factor, a run does not let a token alone in: users
 * come in, settings and mails wait for a super-admin. Over S3 and HTTP, on the real engines.
 */
import { randomBytes } from 'node:crypto';
import type { RunView } from '#core/migration/record.ts';
import type { ReportPage } from '#core/migration/report/report-page.ts';
import { ownHeaders } from '../../local/scope.ts';
import { landfall, landfallJson } from '../support/cli.ts';
import { eventually, mails } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { aTokenRecord, type Importer, openImporter } from '../support/imported.ts';
import { packInMemory, sampleUser } from '../support/package.ts';

const STRICT = 'RSA_Password+SecurID_Native';
const OPENED = `${STRICT}/SecurID_Native`;
let running: Running;
let importer: Importer;

beforeAll(async () => {
  running = await startLandfall();
  importer = await openImporter(running);
}, 300_000);
afterAll(() => running?.stop(), 30_000);
beforeEach(() =>
  importer.configure({
    consoleAuthentication: { selfService: STRICT },
    selfServiceFeatures: { forgotPasswordLink: false },
  }),
);

const settings = async () =>
  (await importer.client.call<{ settings: { consoleAuthentication: { selfService: string } } }>('GET', '/settings'))
    .settings.consoleAuthentication.selfService;
const show = (id: string) => importer.client.call<RunView>('GET', `/runs/${id}`);
const address = (userId: string) => `${userId}@corp.example`;

/** Uploads a package of one user; the object is taken away as soon as the run is over, as after its days. */
async function upload(userId: string, name = `${randomBytes(6).toString('hex')}.zip`): Promise<RunView> {
  const records = [sampleUser(userId, { email: address(userId), tokens: [aTokenRecord()] })];
  const { bytes } = await packInMemory(importer.keys, records);
  const key = await importer.upload(bytes, name);
  const over = ['waiting', 'succeeded', 'failed'];
  const found = await eventually(
    async () => (await importer.migrations()).find((one) => one.key === key && over.includes(one.status)),
    90,
  );
  const object = `${running.endpoints.s3}/${running.exportBucket}/${key}`;
  expect((await fetch(object, { method: 'DELETE', headers: ownHeaders(Date.now()) })).ok).toBe(true);
  return found;
}
const ended = (id: string) =>
  eventually(async () => {
    const migration = await show(id);
    return migration.status === 'succeeded' || migration.status === 'failed' ? migration : undefined;
  }, 90);

test('users come in, settings and mails wait without an execution, and an approval does the rest when the package is gone', async () => {
  const waiting = await upload('wait-1');
  expect(waiting).toMatchObject({
    status: 'waiting',
    totals: { users: { created: 1 } },
    settingsChange: {
      status: 'awaited',
      weakened: true,
      before: { selfService: STRICT },
      after: { selfService: OPENED },
    },
  });
  expect(waiting).not.toHaveProperty('rest');
  expect(await settings()).toBe(STRICT);
  expect(await mails(running, address('wait-1'))).toEqual([]);
  const status = await landfall(running, 'status', waiting.id);
  expect(status.stdout).toContain('waits for a super-admin');
  expect(await landfallJson(running, 'approve', waiting.id)).toMatchObject({
    status: 'succeeded',
    attempt: 2,
    notices: { sent: 1 },
    settingsChange: { status: 'applied' },
    approval: { decision: 'approved' },
  });
  expect(await settings()).toBe(OPENED);
  expect(await mails(running, address('wait-1'))).toHaveLength(1);
  await expect(
    importer.client.call('POST', `/runs/${waiting.id}/approval`, { body: { decision: 'approved' } }),
  ).rejects.toMatchObject({ code: 'run.not_waiting' });
});

test('a refusal ends the run: nothing is changed, no user is mailed, and the report says why', async () => {
  const { id } = await upload('wait-2');
  await importer.client.call('POST', `/runs/${id}/approval`, { body: { decision: 'refused' } });
  const refused = await ended(id);
  expect(refused).toMatchObject({
    status: 'succeeded',
    settingsChange: { status: 'refused' },
    notices: { sent: 0, notPossible: 1 },
  });
  expect(await settings()).toBe(STRICT);
  expect(await mails(running, address('wait-2'))).toEqual([]);
  const { records } = await importer.client.call<ReportPage>('GET', `/runs/${id}/report`);
  expect(records).toMatchObject([
    { userId: 'wait-2', notice: 'not-possible', notes: expect.arrayContaining(['notice.not_possible']) },
  ]);
});

test('an approval given before counts for one run of its source, and for these values alone', async () => {
  const first = await upload('wait-3');
  expect(first.status).toBe('waiting');
  const source = first.source!.deployment;
  await importer.client.call('POST', '/approvals', { body: { source: 'another source' } });
  expect((await upload('wait-4')).status).toBe('waiting');
  expect(await landfallJson(running, 'approve', '--source', source)).toMatchObject({
    source,
    before: { selfService: STRICT },
  });
  // The users of the runs before, who could not be told, are told with it.
  expect(await upload('wait-5')).toMatchObject({ status: 'succeeded', notices: { sent: 4 } });
  // The settings are tightened again: the approval was for once.
  await importer.configure({ consoleAuthentication: { selfService: STRICT } });
  expect((await upload('wait-6')).status).toBe('waiting');
  expect(await settings()).toBe(STRICT);
});

test('a plain upload against one factor waits for no word', async () => {
  await importer.configure({ consoleAuthentication: { selfService: 'RSA_Password' } });
  const done = await upload('plain-1');
  // With the user of the run that still waits: the console takes a token alone now.
  expect(done).toMatchObject({ status: 'succeeded', notices: { sent: 2 }, settingsChange: { weakened: false } });
});
