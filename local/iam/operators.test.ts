import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemblyOf } from '#test/support/assembly.ts';
import { operatorsIn } from './operators.ts';
import { routeArn } from './policies.ts';

const Statement = {
  Effect: 'Allow',
  Action: 'execute-api:Invoke',
  Resource: routeArn('api', 'GET', '/api/operator/runs/*'),
};
const PolicyDocument = { Version: '2012-10-17', Statement };
const properties = { ManagedPolicyName: 'landfall-read', PolicyDocument };
const assembly = assemblyOf([{ type: 'AWS::IAM::ManagedPolicy', name: 'Read', properties }]);
const folder = mkdtempSync(join(tmpdir(), 'landfall-operators-'));
const keep = (name: string, policy: string) =>
  writeFileSync(
    join(folder, `${name}.json`),
    JSON.stringify({ accessKeyId: `key-of-${name}`, secretAccessKey: 's', policy }),
  );

test('the key of a file is bound by the managed policy that the file names, from the moment that it is there', () => {
  const find = operatorsIn(folder, assembly);
  expect(find('key-of-ana')).toBeUndefined();
  keep('ana', 'landfall-read');
  const ana = find('key-of-ana')!;
  expect(ana.arn).toBe('arn:aws:iam::000000000000:user/ana');
  expect(ana.mayInvoke(routeArn('api', 'GET', '/api/operator/runs/one'))).toBe(true);
  expect(ana.mayInvoke(routeArn('api', 'POST', '/api/operator/runs/one'))).toBe(false);
  expect(operatorsIn(join(folder, 'none'), assembly)('key-of-ana')).toBeUndefined();
});

test('a policy that the templates do not have is said', () => {
  keep('bo', 'landfall-other');
  expect(() => operatorsIn(folder, assembly)('key-of-bo')).toThrow(
    'There is no policy landfall-other, but landfall-read.',
  );
});
