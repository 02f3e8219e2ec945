import { checkAnswer } from '#api/check.ts';
import type { AuditEntry } from '#core/audit.ts';
import { type RunRecord, STATES } from '#core/migration/record.ts';
import type { Source } from '#core/migration/runs/source.ts';
import { defaultSettings } from '#core/settings/model.ts';
import { answerOf, eventFor, guardPorts, OPERATOR } from '#test/support/edge.ts';
import { memory } from '#test/support/memory.ts';
import { operatorsPath } from '#test/support/operators.ts';
import { newPackageKeys, packInMemory, rangeReader, sampleUser } from '#test/support/package.ts';
import { runMemory } from '#test/support/run-memory.ts';
import type { DepsOf } from '../route/route.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

const keys = newPackageKeys();

async function setUp() {
  const pack = await packInMemory(keys, [sampleUser('ana')]);
  const { ports, records, sources } = runMemory();
  const audit: AuditEntry[] = [];
  const searched: [number, number][] = [];
  const deps: DepsOf<typeof routes> = {
    ...ports,
    sizeOf: async () => pack.bytes.length,
    reader: () => rangeReader(pack.bytes),
    trustedPackers: async () => [keys.packer],
    createRun: async (record, opening) => {
      audit.push(...(opening?.entries ?? []));
      return ports.createRun(record, opening);
    },
    isUpgraded: async () => true,
    // The record stays as it was when the run started.
    markStarted: async () => undefined,
    listRuns: async (limit, next) => ({ records: [...records.values()].slice(0, limit), next: next ?? 'more' }),
    beginUpload: async () => 'u',
    targetsOf: async (_key, _id, numbers) => numbers.map((number) => ({ number, url: `https://s3/${number}` })),
    uploadedParts: async (_key, id) => (id === 'u' ? [{ number: 2, etag: 'two', size: 8 * 1024 * 1024 }] : undefined),
    uploadedPackage: async () => 'etag',
    completeUpload: async () => 'etag',
    readReport: async (_id, _dry, part) => [{ part, line: 1, type: 'user', userId: 'ana', outcome: 'created' }],
    readNotices: async () => new Map(),
    finishedFrom: async (_id, _dry, from, limit) => {
      searched.push([from, limit]);
      return [];
    },
    readSettings: async () => ({ settings: defaultSettings(), version: 0 }),
    putApproval: async () => undefined,
    listSources: async () => [...sources.values()],
    readUserIds: async () => undefined,
    closeSource: async (name, closed, entries) => {
      const { closed: _before, ...source } = sources.get(name) ?? {};
      if (!('name' in source)) return false;
      audit.push(...entries);
      return Boolean(sources.set(name, { ...(source as Source), ...(closed ? { closed } : {}) }));
    },
    writeAudit: async (entry) => void audit.push(entry),
  };
  const handler = serve(routes, deps, guardPorts(memory().ports));
  const call = async (route: string, params: Record<string, string> = {}, body?: object, query = {}) => {
    const [method, path] = route.split(' ') as [string, string];
    const key = `${method} ${operatorsPath(method, path)}`;
    const { headers, ...answer } = await answerOf(handler, eventFor(key, { params, body, query }));
    checkAnswer(key, { ...answer, contentType: headers['content-type'] });
    return { status: answer.status, body: answer.body };
  };
  return { call, audit, records, searched, sources };
}
const start = { key: 'staged/u/export.zip', etag: 'e', kind: 'preview' };
type Id = { id: string };

test('a start answers with id and execution, and is in the audit with the actor and the kind', async () => {
  const { call, audit } = await setUp();
  const { status, body } = await call('POST /runs', {}, start);
  const { id } = body as unknown as Id;
  expect({ status, body }).toEqual({ status: 202, body: { id, status: 'starting', execution: `${id}-dry-1` } });
  expect(audit).toMatchObject([
    {
      actor: OPERATOR,
      action: 'migration.started',
      object: id,
      outcome: 'success',
      source: '198.51.100.1',
      facts: { kind: 'preview' },
    },
  ]);
});

test('a second start while the migration runs is a 409 and leaves no second line in the audit', async () => {
  const { call, audit } = await setUp();
  const { body } = await call('POST /runs', {}, { ...start, kind: 'import' });
  const { id: run } = body as unknown as Id;
  expect(await call('POST /runs', {}, { ...start, kind: 'import' })).toMatchObject({
    status: 409,
    body: { code: 'run.running', run },
  });
  expect(audit).toHaveLength(1);
});

test.each([
  [{ ...start, key: 'plans/x' }, 'run.key'],
  [{ ...start, kind: 'both' }, 'request.invalid'],
  [{ ...start, policy: 'overwrite' }, 'request.invalid'],
  [{ ...start, extra: 1 }, 'request.invalid'],
])('%j is refused', async (body, code) => {
  const { call, records } = await setUp();
  expect(await call('POST /runs', {}, body)).toMatchObject({ status: 400, body: { code } });
  expect(records.size).toBe(0);
});

test('a migration is shown with its states in order and without the input of its execution', async () => {
  const { call } = await setUp();
  const { id } = (await call('POST /runs', {}, start)).body as unknown as Id;
  const { body } = await call('GET /runs/{id}', { id });
  expect(body).toMatchObject({ id, kind: 'preview', status: 'starting' });
  expect(body.states).toHaveLength(STATES.length);
  expect(body).not.toHaveProperty('input');
  expect((await call('GET /runs', {}, undefined, { limit: '1' })).body).toMatchObject({
    runs: [{ id }],
    next: 'more',
  });
});

test('an unknown migration and an invalid page are refused', async () => {
  const { call } = await setUp();
  const unknown = { id: 'a'.repeat(32) };
  const missing = { status: 404, body: { code: 'run.not_found' } };
  expect(await call('GET /runs/{id}', unknown)).toMatchObject(missing);
  expect(await call('POST /runs/{id}/resume', unknown)).toMatchObject(missing);
  const { id } = (await call('POST /runs', {}, start)).body as unknown as Id;
  expect(await call('GET /runs/{id}/report', { id }, undefined, { part: '0' })).toMatchObject({ status: 400 });
});

test('a report is searched by outcome, code and notice, and an unknown filter is refused', async () => {
  const { call, searched } = await setUp();
  const { id } = (await call('POST /runs', {}, start)).body as unknown as Id;
  const search = (query: object) => call('GET /runs/{id}/report', { id }, undefined, query);
  const filter = { outcome: 'rejected,skipped', code: 'user.duplicate', notice: 'sent' };
  expect(await search({ part: '7', ...filter })).toMatchObject({ status: 200, body: { records: [] } });
  expect(searched).toEqual([[7, 1000]]);
  const wrong = [
    { outcome: 'lost' },
    { outcome: 'rejected,' },
    { code: 'x.y' },
    { notice: 'read' },
    { outcom: 'created' },
  ];
  for (const query of wrong)
    expect(await search(query)).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  expect(searched).toHaveLength(1);
});

test('an upload gets a key of its own and a URL for each chunk, and is completed only under staged/', async () => {
  const { call } = await setUp();
  const { status, body } = await call('POST /uploads', {}, { name: 'my export.zip', size: 20 * 1024 * 1024 });
  expect([status, body.parts.length]).toEqual([201, 3]);
  expect(body.key).toMatch(/^staged\/[\w-]{36}\/my_export\.zip$/u);
  const parts = [{ number: 1, etag: 'x' }];
  expect(await call('POST /uploads/complete', {}, { key: body.key, uploadId: 'u', parts })).toMatchObject({
    status: 200,
    body: { etag: 'etag' },
  });
  expect(await call('POST /uploads/complete', {}, { key: 'uploads/x', uploadId: 'u', parts })).toMatchObject({
    status: 400,
  });
});

test('a resumed upload answers with the chunks that are there and a URL for each other one, in order; a completed upload with its ETag', async () => {
  const { call } = await setUp();
  const resume = (over: object = {}) =>
    call('POST /uploads/resume', {}, { key: 'staged/x/e.zip', uploadId: 'u', size: 20 * 1024 * 1024, ...over });
  expect(await resume()).toEqual({
    status: 200,
    body: {
      key: 'staged/x/e.zip',
      uploadId: 'u',
      partSize: 8 * 1024 * 1024,
      parts: [
        { number: 1, url: 'https://s3/1' },
        { number: 2, etag: 'two', size: 8 * 1024 * 1024 },
        { number: 3, url: 'https://s3/3' },
      ],
    },
  });
  expect(await resume({ uploadId: 'done' })).toEqual({ status: 200, body: { key: 'staged/x/e.zip', etag: 'etag' } });
  expect(await resume({ key: 'uploads/x' })).toMatchObject({ status: 400, body: { code: 'upload.key' } });
  expect(await resume({ size: 6 * 1024 ** 4 })).toMatchObject({ status: 413, body: { code: 'upload.too_large' } });
});

test('what a migration waits for is decided by a super-admin, and nothing is approved where no run would wait', async () => {
  const { call, records } = await setUp();
  const decision = { decision: 'approved' };
  const ID = 'a'.repeat(32);
  expect((await call('POST /runs/{id}/approval', { id: ID }, decision)).status).toBe(404);
  records.set(ID, { id: ID, status: 'succeeded', states: {} } as unknown as RunRecord);
  const over = await call('POST /runs/{id}/approval', { id: ID }, decision);
  expect(over).toMatchObject({ status: 409, body: { code: 'run.not_waiting' } });
  const needless = await call('POST /approvals', {}, { source: 'am-old' });
  expect(needless).toMatchObject({ status: 409, body: { code: 'approval.not_needed' } });
});

test('sources are listed with who writes and who waits, and are closed and opened by name', async () => {
  const { call, audit } = await setUp();
  expect((await call('GET /sources')).body).toEqual({ sources: [] });
  const { body } = await call('POST /runs', {}, { ...start, kind: 'import' });
  const { id } = body as unknown as Id;
  const source = { name: 'old', kind: 'external', firstRun: id, lastRun: id, writer: id, queued: [] };
  expect((await call('GET /sources')).body).toMatchObject({ sources: [{ firstRun: id, writer: id, queued: [] }] });
  const [{ name }] = (await call('GET /sources')).body['sources'] as unknown as [{ name: string }];
  const closed = await call('PATCH /source', {}, { name, closed: true });
  expect(closed).toMatchObject({ status: 200, body: { ...source, name, closed: true } });
  expect(await call('POST /runs', {}, { ...start, kind: 'import', again: true })).toMatchObject({ status: 409 });
  expect((await call('PATCH /source', {}, { name, closed: false })).body).not.toHaveProperty('closed');
  expect(audit.slice(-2)).toMatchObject([
    { action: 'source.closed', object: name },
    { action: 'source.opened', object: name },
  ]);
  expect(await call('PATCH /source', {}, { name: 'none', closed: true })).toMatchObject({
    status: 404,
    body: { code: 'source.not_found' },
  });
});

test('a run is started with all that it may be asked for', async () => {
  const { call, records } = await setUp();
  const asked = { disableGone: true, expectGone: 5, older: true, confirm: true, only: ['Bob', 'ann', 'bob'] };
  const lists = { renames: [['ann', 'ann2']], userIdSuffix: '@old' };
  const { status, body } = await call('POST /runs', {}, { ...start, kind: 'import', ...asked, ...lists });
  expect(status).toBe(202);
  expect(records.get((body as unknown as Id).id)).toMatchObject({
    options: { only: true, disableGone: true, expectGone: 5, older: true, confirmed: true },
    wave: expect.stringMatching(/^[0-9a-f]{32}$/u),
    givenUserIds: true,
  });
  const twice = {
    ...start,
    renames: [
      ['ann', 'x'],
      ['ANN', 'y'],
    ],
  };
  expect(await call('POST /runs', {}, twice)).toMatchObject({
    status: 400,
    body: { code: 'renames.invalid', line: 2 },
  });
});

test('a run that waits for nothing is not confirmed', async () => {
  const { call } = await setUp();
  const { body } = await call('POST /runs', {}, start);
  const { id } = body as unknown as Id;
  const refused = { status: 409, body: { code: 'run.not_waiting' } };
  expect(await call('POST /runs/{id}/confirmation', { id })).toMatchObject(refused);
});

test('runs are listed by source, and those that wait for a yes apart', async () => {
  const { call, records } = await setUp();
  const { id } = (await call('POST /runs', {}, start)).body as unknown as Id;
  const listed = async (query: object) => {
    const { body } = await call('GET /runs', {}, undefined, query);
    return (body['runs'] as unknown as Id[]).map((run) => run.id);
  };
  const name = records.get(id)!.source!.deployment;
  expect(await listed({ limit: '1', source: name })).toEqual([id]);
  expect(await listed({ limit: '1', source: 'another' })).toEqual([]);
  expect(await listed({ limit: '1', waiting: 'yes' })).toEqual([]);
  records.set(id, { ...records.get(id)!, waitsFor: ['confirmation'] });
  expect(await listed({ limit: '1', waiting: 'yes' })).toEqual([id]);
  expect(await call('GET /runs', {}, undefined, { waiting: 'no' })).toMatchObject({ status: 400 });
});
