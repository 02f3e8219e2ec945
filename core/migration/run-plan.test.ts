import { keyHash } from '#core/key-hash.ts';
import { comparisonName } from './comparing/comparison.ts';
import { partKeysName } from './comparing/part-keys.ts';
import { rangesName } from './ranges.ts';
import {
  isDuplicateToken,
  isOfPersons,
  leaversName,
  movesName,
  partPlanName,
  readMoves,
  readPartPlan,
  workName,
} from './run-plan.ts';
import { waveName } from './wave.ts';

const RUN = 'a'.repeat(32);
const MOVE = {
  part: 1,
  line: 2,
  from: 'ana',
  to: 'anna',
  userId: 'Anna',
  externalId: 'e-1',
  verdict: 'user.id_reused' as const,
  other: { userId: 'anna', name: 'Anna Bell' },
};

test('a part of which nothing was said has no duplicates and no moves', async () => {
  const none = async () => undefined;
  expect(await readPartPlan(none, RUN, 3)).toEqual({ lines: {}, vacated: [] });
  expect(await readMoves(none, RUN)).toEqual([]);
});

test('what was said of a part is read as it was written', async () => {
  const plan = {
    lines: { 2: { move: MOVE }, 4: { user: 'user.duplicate' as const }, 5: { tokens: [keyHash('000000000001')] } },
    vacated: ['ana'],
  };
  const stored = new Map([
    [partPlanName(RUN, 1), JSON.stringify(plan)],
    [movesName(RUN), JSON.stringify([MOVE])],
  ]);
  const read = await readPartPlan(async (name) => stored.get(name), RUN, 1);
  expect(read).toEqual(plan);
  expect(await readMoves(async (name) => stored.get(name), RUN)).toEqual([MOVE]);
  expect(isDuplicateToken(read, 5, '000000000001')).toBe(true);
  expect(isDuplicateToken(read, 5, '000000000002')).toBe(false);
  expect(isDuplicateToken(read, 2, '000000000001')).toBe(false);
});

test('a damaged object is named', async () => {
  await expect(readPartPlan(async () => '{"lines":1}', RUN, 1)).rejects.toMatchObject({ code: 'stored.damaged' });
  await expect(readMoves(async () => '[1]', RUN)).rejects.toMatchObject({ code: 'stored.damaged' });
});

test('what of a run’s plan says something of persons is known by its name', () => {
  const personal = [partKeysName, comparisonName, partPlanName, leaversName].map((name) => name(RUN, 1));
  for (const name of [...personal, movesName(RUN), waveName(RUN)]) {
    expect([name, isOfPersons(RUN, name)]).toEqual([name, true]);
    expect(isOfPersons('b'.repeat(32), name)).toBe(false);
  }
  for (const name of [`${RUN}.jsonl`, workName(RUN), rangesName(RUN), `${RUN}.mapping.json`])
    expect([name, isOfPersons(RUN, name)]).toEqual([name, false]);
});
