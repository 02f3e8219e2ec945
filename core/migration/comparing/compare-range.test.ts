import { keyHash } from '#core/key-hash.ts';
import type { MigrationRun } from '../run.ts';
import { waveName } from '../wave.ts';
import { compareRange } from './compare-range.ts';
import { type Indexed, readComparison } from './comparison.ts';
import { partKeysName } from './part-keys.ts';

const RUN = { migration: 'r', sourceName: 'north', full: true, older: false, parts: 10 } as MigrationRun;

function prepared() {
  const plans = new Map<string, string>();
  for (let part = 1; part <= 10; part++) {
    const lines = [{ line: 1, user: keyHash(`u${part % 9}`), serials: [] }];
    plans.set(partKeysName('r', part), JSON.stringify({ part, lines, renames: [], unknown: { users: 0, tokens: 0 } }));
  }
  const walked: string[] = [];
  const ports = {
    readPlan: async (name: string) => plans.get(name),
    putPlan: async (name: string, body: string) => void plans.set(name, body),
    async *peopleOf(source: string): AsyncGenerator<Indexed> {
      walked.push(source);
      for (const userKey of ['u1', 'x', 'y']) yield { kind: 'user', userKey, tokens: [] };
    },
  };
  const compare = async (over: Partial<MigrationRun> = {}) => {
    const output = await compareRange(ports, { ...RUN, ...over }, { number: 0, of: 1 });
    return { output, found: await readComparison(ports.readPlan, 'r', 0) };
  };
  return { plans, walked, compare };
}

test('a range reads the keys of all parts in order, and leaves what it found', async () => {
  const { walked, compare } = prepared();
  const { output, found } = await compare();
  expect(output).toEqual({ range: 0, collisions: 1, gone: 2, renames: 0 });
  expect(found.collisions).toEqual([
    {
      kind: 'user',
      hash: keyHash('u1'),
      places: [
        [1, 1],
        [10, 1],
      ],
    },
  ]);
  expect(found.gone).toEqual([
    { user: 'x', tokens: [] },
    { user: 'y', tokens: [] },
  ]);
  expect(walked).toEqual(['north']);
});

test('an older export, and one that is not full, says nothing of who is gone', async () => {
  const { walked, compare } = prepared();
  expect((await compare({ older: true })).found.gone).toEqual([]);
  expect((await compare({ full: false })).found.gone).toEqual([]);
  expect(walked).toEqual([]);
});

test('of a wave only those who are in it can be gone; one without its list ends', async () => {
  const { plans, compare } = prepared();
  plans.set(waveName('r'), '["y"]');
  expect((await compare({ options: { only: true } })).found.gone).toEqual([{ user: 'y', tokens: [] }]);
  plans.delete(waveName('r'));
  await expect(compare({ options: { only: true } })).rejects.toMatchObject({ code: 'run.wave_missing' });
});
