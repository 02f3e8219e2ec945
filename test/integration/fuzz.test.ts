/** The fuzzer of `npm run test:fuzz`, with 2,000 inputs of fixed seeds; and that it finds what it is there to find. */
import { spawnSync } from 'node:child_process';

function fuzz(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', 'test/fuzz/main.ts', ...args], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  return { status, said: stdout + stderr };
}

test('every reader and every route takes 2,000 drawn inputs, or refuses them with a documented code', () => {
  const { status, said } = fuzz('--inputs', '2000', '--workers', '1');
  expect(said).toContain('2000 inputs, 0 findings');
  expect(status).toBe(0);
}, 600_000);

test.each([
  ['a crash', 'throws', 'throws TypeError'],
  ['a code that is not in the catalogue', 'undocumented', 'an error that is none of the catalogue'],
  ['a rejection that none waits for', 'unhandled', 'an unhandled rejection'],
  ['an exit', 'exit', 'the process ended'],
  ['an endless loop', 'hang', 'hangs'],
  ['more than 256 MB', 'memory', 'more than 256 MB'],
])(
  'the fuzzer finds %s, and says how to play it again',
  (_what, name, kind) => {
    const { status, said } = fuzz('--target', `trial-${name}`, '--inputs', '1', '--workers', '1');
    expect(said).toContain(`trial-${name}: ${kind}`);
    expect(said).toContain(`npm run test:fuzz -- --target trial-${name} --seed 0`);
    expect(status).toBe(1);
  },
  120_000,
);
