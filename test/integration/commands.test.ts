/** `npm run unit` and `npm run integration` as CONTRIBUTING.md shows them: parts and options reach jest. */
import { spawnSync } from 'node:child_process';
import { relative } from 'node:path';

function npm(script: string, ...given: string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', script, '--', ...given], {
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

const list = (script: string, ...parts: string[]) =>
  npm(script, ...parts, '--listTests')
    .stdout.trim()
    .split('\n')
    .filter((line) => line.endsWith('.test.ts'))
    .map((file) => relative(process.cwd(), file))
    .sort();

test('one part names its tests, and several parts name the tests of each', () => {
  expect(list('unit', 'core/keys', 'core/xml')).toEqual(['core/keys.test.ts', 'core/xml.test.ts']);
  expect(list('integration', 'browser/recovery')).toEqual(['test/browser/recovery.test.ts']);
});

test('-t runs the tests whose names match, and no others', () => {
  const { code, stderr } = npm('unit', 'core/text', '-t', 'sigma');
  expect(stderr).toMatch(/^Tests: .*\d+ skipped, 1 passed/mu);
  expect(code).toBe(0);
});

test('a name that no test has fails the command', () => {
  const { code, stderr } = npm('unit', 'core/text', '-t', 'no test has this name');
  expect(stderr).toContain('No test ran');
  expect(code).toBe(1);
});

test.each(['unit', 'integration'])('npm run %s -- --help says how to name a part and a test', (script) => {
  const { code, stdout } = npm(script, '--help');
  expect(stdout).toContain(`npm run ${script} -- [PART ...] [OPTION ...]`);
  expect(stdout).toContain('-t');
  expect(code).toBe(0);
});
