/** Whole deployments in a simulated AWS whose services fail: `npm run simulate:faults -- --help` says more. */
import { spawnSync } from 'node:child_process';
import { ROOT } from '#infra/paths.ts';

const simulate = (...options: readonly string[]) =>
  spawnSync('node', ['bin/run.cjs', 'test/simulation/main.ts', ...options], { cwd: ROOT, encoding: 'utf8' });

/** Seeds that have found something, and what it was. */
const FOUND: readonly (readonly [number, string])[] = [
  [1005, 'a campaign that stopped can be ended by its id'],
  [1016, 'a user whom an import renames is told by a mail that its function can read'],
];

test('200 simulated deployments with lost answers, kills and throttles are in the end as they must be', () => {
  const { status, stdout, stderr } = simulate('--seeds', '200');
  expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' });
}, 900_000);

test('the same seed is the same world, call by call', () => {
  const { status, stdout } = simulate('--seed', '4', '--twice');
  expect({ status, stdout }).toMatchObject({ status: 0 });
}, 120_000);

test('a mix of faults that does not exist, and a seed that is no number, are refused', () => {
  for (const options of [
    ['--only', 'lostAnswer'],
    ['--seed', 'x'],
    ['--seeds', '0'],
  ])
    expect(simulate(...options).status).toBe(2);
}, 120_000);

test.each(FOUND)(
  'seed %d: %s',
  (seed) => {
    expect(simulate('--seed', String(seed))).toMatchObject({ status: 0 });
  },
  120_000,
);
