/** The state machines as they are deployed, with every placeholder bound, read by a validator of the Amazon States Language. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machinesOf } from '#infra/cloud-assembly/description.ts';
import { deployedAs } from '../support/cloud.ts';

const machines = [...machinesOf<object>(deployedAs({ name: 'landfall', region: 'eu-central-1' }))];
const folder = mkdtempSync(join(tmpdir(), 'landfall-asl-'));

function validate(definition: object): { status: number | null; said: string } {
  const file = join(folder, `${crypto.randomUUID()}.json`);
  writeFileSync(file, JSON.stringify(definition));
  const { status, stdout, stderr } = spawnSync('asl-validator', ['--json-path', file], { encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}`.replaceAll(file, 'the definition') };
}

test('the deployment has its machines', () => {
  expect(machines.map(([name]) => name).sort()).toEqual(['landfall-campaign', 'landfall-migration']);
});

test.each(machines)(
  '%s is valid Amazon States Language, with its paths and the ARNs of its resources',
  (_name, definition) => {
    expect(validate(definition)).toMatchObject({ status: 0 });
  },
);

test.each([
  [
    'a transition to a state that is not there',
    (text: string) => text.replace('"Next":"RecordFailure"', '"Next":"Nowhere"'),
  ],
  ['a path that is none', (text: string) => text.replace(/"OutputPath":"[^"]*"/u, '"OutputPath":"$.[["')],
  ['a Resource that is no ARN', (text: string) => text.replace('arn:aws:states:::lambda:invoke', 'lambda:invoke')],
])('the validator sees %s', (_what, damage) => {
  const text = JSON.stringify(machines.find(([name]) => name === 'landfall-migration')![1]);
  const damaged = damage(text);
  expect(damaged).not.toBe(text);
  expect(validate(JSON.parse(damaged) as object).status).toBe(1);
});
