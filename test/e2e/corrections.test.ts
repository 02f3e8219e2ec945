/** Exports of one source that follow each other, on the whole deployment: who moves, who is gone, and what waits for a yes. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExportRecord, TokenOfUser, UserRecord } from '#core/export/record.ts';
import type { ReportLine } from '#core/migration/outcome.ts';
import type { RunView } from '#core/migration/record.ts';
import { uploadPackage } from '../../cli/online/upload.ts';
import { ApiUser, eventually } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { aTokenRecord, type Importer, openImporter, shown } from '../support/imported.ts';
import { packInMemory, sampleDescription, sampleUser } from '../support/package.ts';

let running: Running;
let importer: Importer;
let folder: string;

beforeAll(async () => {
  running = await startLandfall();
  importer = await openImporter(running);
  folder = mkdtempSync(join(tmpdir(), 'corrections-'));
}, 300_000);
afterAll(() => running?.stop(), 30_000);

type Person = { readonly externalId: string; readonly token: TokenOfUser };
const person = (externalId: string): Person => ({ externalId, token: aTokenRecord() });
const record = (userId: string, { externalId, token }: Person, more: Partial<UserRecord> = {}): ExportRecord =>
  sampleUser(userId, { externalId, email: `${externalId}@corp.example`, tokens: [token], ...more });

let packed = Date.now() - 3_600_000;
/** Packs a whole source, a minute after the one before, and starts it. */
async function start(deployment: string, records: readonly ExportRecord[], request: object = {}): Promise<string> {
  packed += 60_000;
  const source = { ...sampleDescription.source, deployment };
  const { bytes } = await packInMemory(importer.keys, records, {
    partSize: 7,
    now: packed,
    description: { source, full: true },
  });
  const file = join(folder, `${randomBytes(6).toString('hex')}.zip`);
  writeFileSync(file, bytes);
  const uploaded = await uploadPackage(importer.client, file, () => undefined);
  const body = { ...uploaded, kind: 'import', ...request };
  return (await importer.client.call<{ id: string }>('POST', '/runs', { body })).id;
}
const over = (id: string) =>
  eventually(async () => {
    const found = await importer.client.call<RunView>('GET', `/runs/${id}`);
    return ['succeeded', 'failed', 'waiting'].includes(found.status) ? found : undefined;
  }, 90);
async function follow(...given: Parameters<typeof start>): Promise<RunView> {
  const found = await over(await start(...given));
  if (found.status === 'failed') throw new Error(`${found.error?.code}: ${found.error?.hint}`);
  return found;
}
async function report(id: string): Promise<ReportLine[]> {
  const lines: ReportLine[] = [];
  let part: number | undefined = 1;
  while (part !== undefined) {
    const page: { records: ReportLine[]; next?: number } = await importer.client.call('GET', `/runs/${id}/report`, {
      query: { part: String(part) },
    });
    lines.push(...page.records);
    part = page.next;
  }
  return lines;
}
const outcomes = async (id: string) =>
  (await report(id)).map(({ userId, serial, outcome, code }) => [userId ?? serial, outcome, code]);
const user = (userId: string) =>
  importer.client.call<{ userId: string; email?: string; enabled: boolean }>('GET', '/user', { query: { userId } });
const whoIs = async (userId: string) =>
  user(userId).then(
    ({ email }) => email?.split('@')[0],
    () => undefined,
  );

test('a swap and a chain of three come over with their tokens, as the preview said', async () => {
  const [ann, bob, cy, dee, eve] = ['ann', 'bob', 'cy', 'dee', 'eve'].map((id) => person(`swap-${id}`));
  const named = (names: readonly string[]) =>
    [ann, bob, cy, dee, eve].map((one, index) => record(names[index]!, one!, { lastName: 'Same' }));
  await follow('swaps', named(['ann', 'bob', 'cy', 'dee', 'eve']));
  const changed = named(['bob', 'ann', 'dee', 'eve', 'fay']);
  const preview = await follow('swaps', changed, { kind: 'preview' });
  expect(await whoIs('ann')).toBe('swap-ann');
  const run = await follow('swaps', changed, { confirm: true });
  expect(await Promise.all(['bob', 'ann', 'dee', 'eve', 'fay', 'cy'].map(whoIs))).toEqual([
    'swap-ann',
    'swap-bob',
    'swap-cy',
    'swap-dee',
    'swap-eve',
    undefined,
  ]);
  const told = (lines: ReportLine[]) =>
    lines.map(({ userId, outcome, code, changes }) => ({ userId, outcome, code, changes }));
  expect(told(await report(preview.id))).toEqual(told(await report(run.id)));
  expect(run.totals?.moved).toBe(5);
  // The token went with its person.
  const logon = { userId: 'fay', method: 'SecurID_Native', console: 'self-service', secret: shown(eve!.token) };
  const answer = await new ApiUser(running).post('/api/logon', logon);
  expect(answer.status).toBe(200);
});

test('whom a full export does not bring any more is reported, and disabled only where that was asked for', async () => {
  const people = Array.from({ length: 10 }, (_, index) => person(`leave-${index}`));
  const all = people.map((one, index) => record(`leave-${index}`, one));
  const spare = aTokenRecord();
  await follow('leavers', [...all, { type: 'token', ...spare }]);
  const first = await follow('leavers', all.slice(0, 9));
  expect(await outcomes(first.id)).toEqual(
    expect.arrayContaining([
      ['leave-9', 'unchanged', 'user.gone'],
      [spare.serial, 'unchanged', 'token.gone'],
    ]),
  );
  expect((await user('leave-9')).enabled).toBe(true);
  const second = await follow('leavers', all.slice(1, 9), { disableGone: true });
  expect((await outcomes(second.id)).filter(([, , code]) => code === 'user.gone')).toEqual(
    expect.arrayContaining([
      ['leave-0', 'updated', 'user.gone'],
      ['leave-9', 'updated', 'user.gone'],
    ]),
  );
  expect((await user('leave-0')).enabled).toBe(false);
  // A later export that brings the person again enables what a run disabled.
  await follow('leavers', all);
  expect((await user('leave-0')).enabled).toBe(true);
});

test('a run that would change a large share of its source waits, and goes on with a yes', async () => {
  const people = Array.from({ length: 30 }, (_, index) => person(`large-${index}`));
  await follow(
    'large',
    people.map((one, index) => record(`large-${index}`, one)),
  );
  const slip = people.map((one, index) => record(`large-${index}`, one, { enabled: false }));
  const waiting = await follow('large', slip);
  expect(waiting).toMatchObject({
    status: 'waiting',
    waitsFor: ['confirmation'],
    needsYes: { people: 30, changed: 30 },
    error: { code: 'run.needs_yes' },
  });
  expect((await user('large-0')).enabled).toBe(true);
  await importer.client.call('POST', `/runs/${waiting.id}/confirmation`, { body: {} });
  const done = await eventually(async () => {
    const found = await importer.client.call<RunView>('GET', `/runs/${waiting.id}`);
    return found.status === 'succeeded' ? found : undefined;
  }, 90);
  expect(done.attempt).toBe(2);
  expect((await user('large-0')).enabled).toBe(false);
});

test('many who are gone are disabled only as far as they were expected', async () => {
  const people = Array.from({ length: 30 }, (_, index) => person(`gone-${index}`));
  const all = people.map((one, index) => record(`gone-${index}`, one));
  await follow('gone', all);
  const waiting = await follow('gone', all.slice(12), { disableGone: true });
  expect(waiting).toMatchObject({ status: 'waiting', needsYes: { people: 30, gone: 12 } });
  const run = await follow('gone', all.slice(11), { disableGone: true, expectGone: 11 });
  expect(run).toMatchObject({ status: 'succeeded', totals: { gone: { users: 11 } } });
  expect((await user('gone-0')).enabled).toBe(false);
  expect((await user('gone-11')).enabled).toBe(true);
});

test('the same record twice in an export is one user, whichever part it is in', async () => {
  const one = person('twice-1');
  const records = Array.from({ length: 8 }, (_, index) => record(`twice-${index}`, person(`twice-other-${index}`)));
  const run = await follow('twice', [
    record('twice', one),
    ...records,
    record('TWICE', person('twice-2')),
    record('renamed', one),
  ]);
  const lines = await outcomes(run.id);
  expect(lines.filter(([, outcome]) => outcome === 'rejected')).toEqual([
    ['TWICE', 'rejected', 'user.duplicate'],
    ['renamed', 'rejected', 'user.duplicate'],
  ]);
});

test('a wave says which user IDs of its list the package does not hold', async () => {
  const records = ['wave-ann', 'wave-bob'].map((userId) => record(userId, person(userId)));
  const wave = await follow('wave-unknown', records, { only: ['wave-ann', 'nosuch'] });
  expect(wave.totals?.users).toMatchObject({ created: 1, skipped: 1 });
  expect(wave.refusals).toEqual([{ code: 'user.wave_missing', count: 1, details: ['nosuch'] }]);
}, 120_000);
