/** A small run of `npm run test:kills`: the deployment is killed while it works, and is at the end as if it had not been. */
import { killedRun, undisturbedRun } from '../kills/run.ts';

const SIZE = { users: 60, mails: 30, told: 0 };
/** It draws a kill while it imports and again as it starts, one of the engine first while it rolls back, and one while it mails. */
const SEED = 7;

test('what is killed while it imports, corrects, rolls back and mails ends as what was not killed', async () => {
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const { faults, kills } = await killedRun(SEED, SIZE, await undisturbedRun(SIZE, say), say);
  expect(faults).toEqual([]);
  expect(kills).toBeGreaterThan(0);
}, 300_000);
