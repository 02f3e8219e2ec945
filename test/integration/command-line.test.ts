/** Exit codes and standard streams of the command. Each spawn takes a second, so there are few. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'landfall-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

function landfall(...args: string[]) {
  const env = { ...process.env, LANDFALL_DATA: folder, FORCE_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', 'cli/main.ts', ...args], { env });
  return { status, stdout: stdout.toString(), stderr: stderr.toString() };
}

test('wrong usage ends with code 2 and names --help, with nothing on standard output', () => {
  const { status, stdout, stderr } = landfall('user', 'reset-password', 'ada', '--typed', '--one-time');
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain('--help');
});

test('a missing deployment ends with code 3 and one line that says what to do, without colour where there is no terminal', () => {
  const { status, stdout, stderr } = landfall('settings', 'list');
  expect([status, stdout]).toEqual([3, '']);
  expect(stderr).toMatch(/^deployment\.not_running: .*npm start.*\n$/u);
});

test('a deployment whose process has ended is reported as not running', () => {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const file = {
    apiUrl: 'http://127.0.0.1:9',
    region: 'eu-central-1',
    operator: credentials,
    exportBucket: 'b',
    mailUrl: '',
  };
  writeFileSync(join(folder, 'deployment.json'), JSON.stringify(file));
  const { status, stderr } = landfall('key');
  expect(status).toBe(3);
  expect(stderr).toContain('deployment.not_running');
});

test('--help ends with code 0, and its text ends with examples', () => {
  const { status, stdout } = landfall('packers', 'add', '--help');
  expect(status).toBe(0);
  expect(stdout).toMatch(/Examples:\n {2}landfall packers add /u);
});

test('the help of `settings` names each setting with its default and what it takes, and ends with examples', () => {
  const { status, stdout } = landfall('settings', '--help');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^lockout\.windowHours +24 +1 to 168 hours$/mu);
  expect(stdout).toMatch(/Examples:\n {2}landfall settings list/u);
});

test('packers new-key writes a private key that its owner alone may read, and never replaces a file', () => {
  const out = join(folder, 'hr.pem');
  const { status, stdout } = landfall('packers', 'new-key', '--out', out, '--json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ publicKey: join(folder, 'hr.pub.pem') });
  expect(statSync(out).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, 'hr.pub.pem'), 'utf8')).toContain('PUBLIC KEY');
  const again = landfall('packers', 'new-key', '--out', out);
  expect(again.status).toBe(1);
  expect(again.stderr).toContain('hr.pem');
});
