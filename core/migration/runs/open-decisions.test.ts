import type { RunRecord } from '../record.ts';
import { checkStillTrusted, withOpenDecisions } from './open-decisions.ts';

const run = (id: string, more: Partial<RunRecord> = {}): RunRecord => ({
  id,
  kind: 'import',
  policy: 'correct',
  attempt: 1,
  generation: 1,
  key: 'uploads/p.zip',
  etag: 'e',
  size: 1,
  requestedBy: 'upload',
  status: 'succeeded',
  firstSeenAt: 0,
  startedAt: 0,
  execution: id,
  states: {},
  source: { kind: 'external', deployment: 'old', packedAt: '2026-01-01T00:00:00Z', packer: 'p' },
  waitsFor: ['approval', 'confirmation'],
  ...more,
});

async function shown(record: RunRecord, lastRun?: string) {
  const asked: string[] = [];
  const readSource = async (name: string) => {
    asked.push(name);
    return lastRun === undefined ? undefined : { lastRun };
  };
  const trustedPackers = async () => [{ id: 'packer' }];
  const [found] = await withOpenDecisions({ readSource, trustedPackers }, [record, record]);
  return { ...found!, asked };
}

test('the newest run of a source waits for all that it waited for, and its source is read once', async () => {
  expect(await shown(run('b'), 'b')).toMatchObject({ waitsFor: ['approval', 'confirmation'], asked: ['old'] });
  expect(await shown(run('b'))).toMatchObject({ waitsFor: ['approval', 'confirmation'] });
});

test('once a newer run of the source has begun, a yes to its changes is asked for no more, one to settings is', async () => {
  expect(await shown(run('a'), 'b')).toMatchObject({ status: 'succeeded', waitsFor: ['approval'] });
});

test('a run that had written nothing when a newer one began is not started, and says why', async () => {
  const held = run('a', { status: 'waiting', waitsFor: ['confirmation'], error: { code: 'run.needs_yes', hint: 'h' } });
  expect(await shown(held, 'b')).toMatchObject({
    status: 'not-started',
    waitsFor: [],
    error: { code: 'run.superseded' },
  });
});

test('once the packer is removed, its changes are confirmed no more', async () => {
  expect((await shown(run('a', { signedBy: 'packer' }), 'a')).waitsFor).toEqual(['approval', 'confirmation']);
  expect((await shown(run('a', { signedBy: 'removed' }), 'a')).waitsFor).toEqual(['approval']);
  const held = run('a', { status: 'waiting', waitsFor: ['confirmation'], signedBy: 'removed' });
  expect(await shown(held, 'a')).toMatchObject({ status: 'not-started', error: { code: 'package.untrusted' } });
  const ports = { trustedPackers: async () => [{ id: 'packer' }] };
  await expect(checkStillTrusted(ports, held)).rejects.toMatchObject({ code: 'run.not_waiting' });
  await checkStillTrusted(ports, run('a', { signedBy: 'packer' }));
});

test('a run that is taken back waits for nothing', async () => {
  expect((await shown(run('a', { rollback: { run: 'c', at: 1 } }), 'a')).waitsFor).toEqual([]);
});

test('no source is read for a run that waits for nothing or whose source is not known yet', async () => {
  const { waitsFor: _none, ...plain } = run('a');
  expect((await shown(plain)).asked).toEqual([]);
  const ports = { readSource: async () => undefined, trustedPackers: async () => [] };
  expect(await withOpenDecisions(ports, [run('b'), plain])).toEqual([run('b'), plain]);
  const { source: _unknown, ...unread } = run('a');
  expect(await shown(unread)).toMatchObject({ waitsFor: ['approval', 'confirmation'], asked: [] });
});
