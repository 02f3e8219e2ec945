import type { RunRecord } from '#core/migration/record.ts';
import { storedToken, storedUser } from '#test/support/staging.ts';
import {
  exportsOf,
  type Found,
  type FoundSource,
  sourcesOf,
  type UpgradePorts,
  type UpgradeState,
  upgrade,
} from './upgrade.ts';

const HOUR = 3_600_000;
const iso = (at: number) => new Date(at).toISOString();
const run = (id: string, deployment: string, packedAt: number, more: Partial<RunRecord> = {}): RunRecord => ({
  id,
  status: 'succeeded',
  kind: 'import',
  policy: 'skip',
  attempt: 1,
  generation: 1,
  key: 'staged/x',
  etag: 'e',
  size: 1,
  requestedBy: 'upload',
  firstSeenAt: 1,
  startedAt: 1,
  importedAt: packedAt,
  execution: 'x',
  states: {},
  source: { kind: 'external', deployment, packedAt: iso(packedAt), packer: 'p' },
  ...more,
});
const user = (name: string, migration = 'm1'): Found => ({
  kind: 'user',
  key: name,
  user: storedUser(name, { origin: { migration, part: 1, line: 1 } }),
});

/** Three pages in segment 0, none in the others. */
function world(pages: Found[][], runs: RunRecord[] = [run('m1', 'prod', 1000)]) {
  let state: UpgradeState | undefined;
  let now = 10;
  const sources: FoundSource[] = [];
  const followed: string[] = [];
  const calls: string[] = [];
  const nameOf = (found: Found) => (found.kind === 'user' ? found.key : found.token.serial);
  const ports: UpgradePorts = {
    readUpgrade: async () => state,
    beginUpgrade: async (at) => {
      state ??= { version: 1, startedAt: at, segments: {} };
    },
    saveSegment: async (segment, progress) => {
      state = { ...state!, segments: { ...state!.segments, [segment]: progress } };
    },
    endUpgrade: async (at) => {
      state = { ...state!, endedAt: at };
    },
    listRuns: async (_limit, next) => {
      const at = Number(next ?? 0);
      return { records: runs.slice(at, at + 1), ...(at + 1 < runs.length ? { next: String(at + 1) } : {}) };
    },
    putSource: async (source) => void sources.push(source),
    readSegment: async (segment, from) => {
      calls.push(`${segment}/${from ?? ''}`);
      if (segment !== 0) return { found: [], damaged: 0 };
      const page = Number(from ?? 0);
      now += 1;
      return {
        found: pages[page] ?? [],
        damaged: page,
        ...(page + 1 < pages.length ? { next: String(page + 1) } : {}),
      };
    },
    readAgain: async () => undefined,
    follow: async (found) => {
      followed.push(nameOf(found));
      return true;
    },
  };
  return { ports, clock: { now: () => now }, sources, followed, calls, state: () => state, runs };
}

test('every page of every segment is gone through, the sources are registered, and the end is kept', async () => {
  const { ports, clock, sources, followed, state } = world([[user('ana')], [user('bo')], []]);
  expect(await upgrade(ports, clock, 1000)).toEqual({ done: true, upgraded: 2, damaged: 3 });
  expect(followed).toEqual(['ana', 'bo']);
  expect(sources.map(({ name }) => name)).toEqual(['prod']);
  expect(state()).toMatchObject({ segments: { 0: 'done', 3: 'done' }, endedAt: expect.any(Number) });
  expect(await upgrade(ports, clock, 1000)).toEqual({ done: true, upgraded: 0, damaged: 0 });
});

test('a round that is cut off goes on where its segment stood, and reads no segment again that is done', async () => {
  const { ports, clock, followed, calls, state } = world([[user('ana')], [user('bo')], [user('cy')]]);
  expect(await upgrade(ports, clock, clock.now() + 1)).toMatchObject({ done: false, upgraded: 1 });
  expect(state()?.endedAt).toBeUndefined();
  expect(state()?.segments['0']).toBe('1');
  calls.length = 0;
  expect(await upgrade(ports, clock, 1000)).toMatchObject({ done: true, upgraded: 2 });
  expect(followed).toEqual(['ana', 'bo', 'cy']);
  expect(calls.filter((call) => call.startsWith('0'))).toEqual(['0/1', '0/2']);
});

test('a new deployment is upgraded at once', async () => {
  const { ports, clock, sources } = world([[]], []);
  expect(await upgrade(ports, clock, 1000)).toEqual({ done: true, upgraded: 0, damaged: 0 });
  expect(sources).toEqual([]);
});

test('an item that changed since it was read is read again, one that is gone is left, and one that never rests is tried later', async () => {
  const { ports, clock } = world([[user('ana')]]);
  let refusals = 2;
  const busy = { ...ports, readAgain: async () => user('ana'), follow: async () => refusals-- <= 0 };
  expect(await upgrade(busy, clock, 1000)).toMatchObject({ done: true, upgraded: 1 });
  const gone = world([[user('ana')]]);
  expect(await upgrade({ ...gone.ports, follow: async () => false }, clock, 1000)).toMatchObject({ upgraded: 0 });
  const never = world([[user('ana')]]);
  const always = { ...never.ports, readAgain: async () => user('ana'), follow: async () => false };
  await expect(upgrade(always, clock, 1000)).rejects.toMatchObject({ code: 'directory.busy', retryable: true });
  expect(never.state()?.endedAt).toBeUndefined();
});

test('users and tokens of an import without a record register the source `here`', async () => {
  const token: Found = {
    kind: 'token',
    token: { ...storedToken('s1'), origin: { migration: 'gone', part: 1, line: 1 } },
  };
  for (const found of [user('ana', 'gone'), token]) {
    const { ports, clock, sources } = world([[found]], []);
    await upgrade(ports, clock, 1000);
    expect(sources).toEqual([
      { name: 'here', kind: 'external', firstRun: 'gone', newestRun: 'gone', newestPackedAt: 0 },
    ]);
  }
});

const ended = { status: 'succeeded', startedAt: 1, finishedAt: 2 } as const;
const WRITING: Partial<RunRecord> = {
  status: 'running',
  startedAt: 5,
  states: { ReadManifest: ended, IngestParts: { status: 'running', startedAt: 3 } },
};

test('an import that the release before began is waited for while it writes users', async () => {
  const { ports, clock, runs, followed } = world([[user('ana')]], [run('m1', 'prod', 1000, WRITING)]);
  expect(await upgrade(ports, clock, 1000)).toEqual({ done: false, waits: true, upgraded: 0, damaged: 0 });
  expect(followed).toEqual([]);
  runs[0] = run('m1', 'prod', 1000);
  expect(await upgrade(ports, clock, 1000)).toMatchObject({ done: true, upgraded: 1 });
});

test.each<[string, Partial<RunRecord>]>([
  ['an import of this release', { startedAt: 11 }],
  ['one that was last heard of a day ago', { startedAt: -25 * HOUR }],
  ['one that reads its manifest, which waits for the upgrade', { states: {} }],
  ['one that only mails still', { states: { ReadManifest: ended, CheckRejects: ended } }],
  ['a preview', { kind: 'preview' }],
  ['one that has failed', { status: 'failed' }],
])('%s is not waited for', async (_name, more) => {
  const { ports, clock } = world([[]], [run('m1', 'prod', 1000, { ...WRITING, ...more })]);
  expect(await upgrade(ports, clock, 1000)).toMatchObject({ done: true });
});

test('a source has its first run and its last, and the time of its newest package; previews and packages that could not be read have none', () => {
  const { importedAt: _none, ...preview } = run('p', 'seen', 1);
  const { source: _source, ...unread } = run('u', 'unread', 1);
  const runs = [
    run('m2', 'prod', 2000, { importedAt: 5000 }),
    run('m1', 'prod', 1000, { importedAt: 4000 }),
    run('m3', 'prod', 1500, { importedAt: 6000, kind: 'preview' }),
    run('b1', 'branch', 1000, { source: { kind: 'internal', deployment: 'branch', packedAt: iso(1000), packer: 'p' } }),
    preview,
    unread,
  ];
  expect(sourcesOf(runs)).toEqual([
    { name: 'branch', kind: 'internal', firstRun: 'b1', newestRun: 'b1', newestPackedAt: 1000 },
    { name: 'prod', kind: 'external', firstRun: 'm1', newestRun: 'm3', newestPackedAt: 2000 },
  ]);
  expect([...exportsOf(runs).keys()]).toEqual(['m2', 'm1', 'm3', 'b1']);
  expect(exportsOf(runs).get('m1')).toEqual({ source: 'prod', packedAt: 1000 });
});
