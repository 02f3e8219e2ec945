import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Adoption } from '../configuration/adoption.ts';
import { checkScript } from './check-script.ts';

const HERE = 'eu-central-1:123456789012';
const DATA_KEY = `arn:aws:kms:${HERE}:key/data`;
const adopted: Adoption = {
  directory: `arn:aws:dynamodb:${HERE}:table/d-r1`,
  audit: `arn:aws:dynamodb:${HERE}:table/audit`,
  dataKey: DATA_KEY,
  peppers: `arn:aws:secretsmanager:${HERE}:secret:p-AbCdEf`,
  reportBucket: 'arn:aws:s3:::reports',
};
/** What the AWS command line prints for the words of a command. */
const SOUND: readonly (readonly [string, string])[] = [
  ['TableStatus', 'ACTIVE'],
  ['DeletionProtectionEnabled', 'True'],
  ['KMSMasterKeyArn', DATA_KEY],
  ['StreamViewType', 'KEYS_ONLY'],
  ['IndexStatus', 'ACTIVE'],
  ['PointInTimeRecoveryStatus', 'ENABLED'],
  ['describe-time-to-live', 'None'],
  ['KeyState', 'Enabled'],
  ['get-key-policy', 'sns.amazonaws.com ses.amazonaws.com cloudwatch.amazonaws.com s3.amazonaws.com'],
  ['DeletedDate', 'None'],
  ['get-bucket-encryption', DATA_KEY],
];

function run(of: Adoption, otherwise: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'landfall-check-'));
  const cases = SOUND.map(([words, printed]) => `  *${words}*) echo '${otherwise[words] ?? printed}';;`);
  writeFileSync(join(folder, 'aws'), ['#!/bin/sh', 'case "$*" in', ...cases, 'esac', ''].join('\n'));
  chmodSync(join(folder, 'aws'), 0o755);
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}` };
  const { status, stdout } = spawnSync('bash', ['-s'], { env, input: checkScript(of), encoding: 'utf8' });
  return {
    status,
    wrong: stdout.split('\n').filter((line) => line.startsWith('WRONG')),
    lines: stdout.trim().split('\n'),
  };
}

test('what is adopted and is as it has to be is said to be so, line by line', () => {
  const { status, wrong, lines } = run(adopted);
  expect([status, wrong]).toEqual([0, []]);
  expect(lines).toContain('ok    directory: stream');
  expect(lines).toContain('ok    audit: index byDay');
  expect(lines).toContain('ok    dataKey: its policy allows ses.amazonaws.com');
  expect(run({ exportKey: `arn:aws:kms:${HERE}:key/export` }).lines).toEqual(['ok    exportKey']);
});

test.each([
  ['StreamViewType', 'None', 'directory: stream: None, should be KEYS_ONLY'],
  ['PointInTimeRecoveryStatus', 'DISABLED', 'audit: point-in-time recovery: DISABLED, should be ENABLED'],
  ['DeletionProtectionEnabled', 'False', 'directory: protected from deletion: False'],
  ['KeyState', 'PendingDeletion', 'dataKey: PendingDeletion, should be Enabled'],
  ['get-key-policy', 'sns.amazonaws.com', 'dataKey: its policy allows s3.amazonaws.com: 0, should be 1'],
  ['KMSMasterKeyArn', 'other', 'directory: encrypted with dataKey: other'],
])('%s that is %s is named, and the script ends with 1', (words, printed, message) => {
  const { status, wrong } = run(adopted, { [words]: printed });
  expect(status).toBe(1);
  expect(wrong.some((line) => line.includes(message))).toBe(true);
});
