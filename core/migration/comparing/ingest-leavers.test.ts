import type { User } from '#core/directory/model.ts';
import { RING, storedToken, storedUser } from '#test/support/staging.ts';
import type { ReportLine } from '../outcome.ts';
import type { FinishedPart } from '../part-work.ts';
import type { MigrationRun } from '../run.ts';
import { type IngestLeaversPorts, ingestLeavers, previewLeavers } from './ingest-leavers.ts';
import type { DisabledItem } from './leavers.ts';

const PART = { kind: 'leavers' as const, index: 3, object: 'r.leavers/000001.json', records: 3 };
const RUN = { migration: 'r', generation: 1, sourceName: 'north', packedAt: 100 } as MigrationRun;
const ana = (more: Partial<User> = {}) => storedUser('Ana', { source: 'north', packedAt: 1, ...more });

function prepared(wins: (round: number) => boolean = () => true) {
  const users = new Map<string, User>([['ana', ana()]]);
  const tokens = new Map([['2', { ...storedToken('2'), source: 'north', touchedAt: 1 }]]);
  const parts = new Map<string, FinishedPart>();
  const reports = new Map<string, readonly ReportLine[]>();
  const writes: (readonly [DisabledItem[], string, boolean])[] = [];
  const list = [{ user: 'gone already', tokens: [] }, { user: 'ana', tokens: [] }, { serial: '2' }];
  const ports: IngestLeaversPorts = {
    readPlan: async (name) => (name === PART.object ? JSON.stringify(list) : undefined),
    readUsers: async () => new Map(users),
    readTokens: async () => tokens,
    peppers: async () => RING,
    readPart: async (_run, preview, part) => parts.get(`${preview}/${part}`),
    putReport: async (_run, preview, part, lines) => void reports.set(`${preview}/${part}`, lines),
    putPart: async (_run, preview, finished) => void parts.set(`${preview}/${finished.part}`, finished),
    disableItems: async (items, run, touchedToo) => {
      writes.push([[...items], run, touchedToo]);
      return wins(writes.length);
    },
  };
  const input = (options: MigrationRun['options'] = {}) => ({ run: { ...RUN, options }, part: PART });
  const outcomes = (key: string) => reports.get(key)?.map(({ line, outcome, code }) => [line, outcome, code]);
  return { ports, users, parts, writes, input, outcomes };
}

test('who is gone is reported in the list’s order, and nothing is written', async () => {
  const { ports, parts, writes, outcomes } = prepared();
  expect(await ingestLeavers(ports, { run: RUN, part: PART })).toEqual({ part: 3, records: 2, rejected: 0 });
  expect(outcomes('false/3')).toEqual([
    [2, 'unchanged', 'user.gone'],
    [3, 'unchanged', 'token.gone'],
  ]);
  expect(parts.get('false/3')).toMatchObject({ generation: 1, totals: { gone: { users: 1, tokens: 1, disabled: 0 } } });
  expect(writes).toEqual([]);
});

test('a preview says what would be disabled, and has no port that writes', async () => {
  const { ports, writes, input, outcomes } = prepared();
  await previewLeavers(ports, input({ disableGone: true }));
  expect(outcomes('true/3')).toEqual([
    [2, 'updated', 'user.gone'],
    [3, 'unchanged', 'token.gone'],
  ]);
  expect(writes).toEqual([]);
});

test('what changes in the moment of the write is read again', async () => {
  const { ports, users, writes, input, outcomes } = prepared((round) => {
    users.set('ana', ana({ packedAt: 100 }));
    return round > 1;
  });
  await ingestLeavers(ports, input({ disableGone: true }));
  expect(outcomes('false/3')).toEqual([[3, 'unchanged', 'token.gone']]);
  expect(writes).toHaveLength(1);
});

test('a run that was asked to disables what has been used, too', async () => {
  const { ports, users, writes, input } = prepared();
  users.set('ana', ana({ touchedAt: 1 }));
  await ingestLeavers(ports, input({ disableGone: true, applyToTouched: true }));
  expect(writes.map(([items, run, touchedToo]) => [items.map(({ key }) => key), run, touchedToo])).toEqual([
    [['ana'], 'r', true],
    [['2'], 'r', true],
  ]);
});

test('where others keep changing the same items the part is tried again later', async () => {
  const { ports, input } = prepared(() => false);
  await expect(ingestLeavers(ports, input({ disableGone: true }))).rejects.toMatchObject({ code: 'directory.busy' });
});

test('a part that this generation has finished stays so; a missing list is named', async () => {
  const { ports, input, outcomes } = prepared();
  await ingestLeavers(ports, input());
  const unread = { ...ports, readPlan: async () => undefined };
  expect(await ingestLeavers(unread, input())).toMatchObject({ part: 3 });
  await expect(previewLeavers(unread, input())).rejects.toMatchObject({ code: 'stored.damaged' });
  expect(outcomes('false/3')).toHaveLength(2);
});
