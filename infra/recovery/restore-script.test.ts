import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Adoption } from '../configuration/adoption.ts';
import { adoptionSchema } from '../configuration/adoption.ts';
import { specOf, TABLE_NAMES, type TableName } from '../tables.ts';
import { restoreScript } from './restore-script.ts';

const HERE = 'eu-central-1:123456789012';
const KEY = `arn:aws:kms:${HERE}:key/0f5c2c4e-6a1b-4c3d-8e9f-00000000000`;
const from: Adoption = {
  ...Object.fromEntries(TABLE_NAMES.map((name) => [name, `arn:aws:dynamodb:${HERE}:table/landfall-${name}`])),
  directoryStream: `arn:aws:dynamodb:${HERE}:table/landfall-directory/stream/1`,
  auditOutboxStream: `arn:aws:dynamodb:${HERE}:table/landfall-auditOutbox/stream/1`,
  ...Object.fromEntries(['dataKey', 'seedKey', 'exportKey', 'pepperKey', 'auditKey'].map((name, n) => [name, KEY + n])),
  peppers: `arn:aws:secretsmanager:${HERE}:secret:Peppers-AbCdEf`,
};
const request = { from, at: '2026-12-01T02:30:00Z', suffix: 'r1', application: 'landfall' } as const;
const usual: readonly TableName[] = ['directory', 'search', 'operations'];

/** Runs the script with a command in place of `aws` that notes what it is asked. @returns the calls, and what is to be adopted */
function run(tables: readonly TableName[]) {
  const folder = mkdtempSync(join(tmpdir(), 'landfall-restore-'));
  const stub = `#!/usr/bin/env bash
printf '%s\\n' "$*" >> calls
case "$*" in
  *TableStatus*) if [ -e asked ]; then rm asked; echo ACTIVE; else touch asked; echo CREATING; fi;;
  *LatestStreamArn*) echo "arn:aws:dynamodb:${HERE}:table/$4/stream/2";;
esac
`;
  writeFileSync(join(folder, 'aws'), stub);
  chmodSync(join(folder, 'aws'), 0o755);
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}`, PAUSE: '0' };
  execFileSync('bash', ['-s'], { cwd: folder, env, input: restoreScript({ ...request, tables }), stdio: 'pipe' });
  const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  const adopt = JSON.parse(readFileSync(join(folder, 'adopt-r1.json'), 'utf8')) as Record<string, string>;
  return { calls: calls.filter((call) => !call.includes('TableStatus')), adopt };
}

test('a restored table gets again what a restore leaves out: stream, TTL, recovery, protection, policy, tags', () => {
  const { calls } = run(TABLE_NAMES);
  const asked = (name: TableName, words: RegExp) =>
    calls.some((call) => call.includes(`landfall-${name}-r1`) && words.test(call));
  for (const name of TABLE_NAMES) {
    const { stream, timeToLive, insertsAlone = false } = specOf(name);
    expect([name, asked(name, /restore-table-to-point-in-time.*--restore-date-time 2026-12-01T02:30:00Z/u)]).toEqual([
      name,
      true,
    ]);
    for (const words of [
      /PointInTimeRecoveryEnabled=true/u,
      /deletion-protection-enabled/u,
      /Key=application,Value=landfall/u,
    ])
      expect([name, words, asked(name, words)]).toEqual([name, words, true]);
    expect([name, asked(name, /StreamEnabled=true/u)]).toEqual([name, stream !== undefined]);
    expect([name, asked(name, /AttributeName=expiresAt/u)]).toEqual([name, timeToLive !== undefined]);
    expect([name, asked(name, /put-resource-policy.*Deny.*PartiQLDelete/u)]).toEqual([name, insertsAlone]);
  }
});

test('the script waits for each table, and writes what a deployment adopts: the new tables with their streams, all else as it is', () => {
  const { adopt } = run(usual);
  const { journeys: _rebuilt, ...rest } = from;
  expect(adopt).toEqual({
    ...rest,
    directory: `${from.directory}-r1`,
    search: `${from.search}-r1`,
    operations: `${from.operations}-r1`,
    directoryStream: `arn:aws:dynamodb:${HERE}:table/landfall-directory-r1/stream/2`,
  });
  expect(adoptionSchema.safeParse(adopt)).toMatchObject({ success: true });
  expect(run([...usual, 'journeys']).adopt['journeys']).toBe(`${from.journeys}-r1`);
});

test('the newest point is asked for as such', () => {
  expect(restoreScript({ ...request, at: 'latest', tables: usual })).toContain('--use-latest-restorable-time');
});

test.each([
  ['a suffix that no table may bear', { suffix: 'R 1' }, /--suffix/u],
  ['a time of no zone', { at: '2026-12-01 02:30' }, /--at/u],
  ['a table that the file lacks', { from: { ...from, search: undefined } }, /names no search/u],
  [
    'a directory without what finds its people',
    { tables: ['directory'] as const },
    /directory is restored together with search/u,
  ],
  ['an audit without its outbox', { tables: ['audit'] as const }, /audit is restored together with auditOutbox/u],
])('%s is refused', (_what, change, message) => {
  expect(() => restoreScript({ ...request, tables: usual, ...change } as never)).toThrow(message);
});

test('the command says what is wrong with its file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'landfall-restore-'));
  writeFileSync(join(folder, 'adopt.json'), JSON.stringify({ directory: 'landfall' }));
  const args = ['infra/recovery/main.ts', '--from', join(folder, 'adopt.json'), '--at', 'latest'];
  const { status, stderr } = spawnSync(process.execPath, ['--no-warnings', ...args], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toContain('must be an ARN');
  writeFileSync(join(folder, 'adopt.json'), JSON.stringify(from));
  const checked = execFileSync(process.execPath, ['--no-warnings', ...args, '--check'], { encoding: 'utf8' });
  expect(checked).toContain('directory: stream');
  expect(execFileSync(process.execPath, ['--no-warnings', ...args], { encoding: 'utf8' })).toContain(
    '#!/usr/bin/env bash',
  );
  const wrong = spawnSync(process.execPath, ['--no-warnings', ...args, '--tables', 'directry'], { encoding: 'utf8' });
  expect(wrong.stderr).toContain('there is no directry');
});
