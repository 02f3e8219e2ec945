/** The managed policies of operators, in the templates as CloudFormation resolves them: each lets in at its routes and nowhere else. */
import { readFileSync } from 'node:fs';
import { operatorRoutesFile } from '#api/operator-routes.ts';
import { OPERATOR_POLICIES, policiesOf } from '#lambdas/route/callers.ts';
import { BY_KEY } from '#lambdas/routes.ts';
import { ACCOUNT, deployedAs, type Statement } from '../support/cloud.ts';
import { mayDo } from '../support/policies.ts';

const REGION = 'eu-central-1';
const assembly = deployedAs({ name: 'landfall', region: REGION });
type Managed = { ManagedPolicyName: string; PolicyDocument: { Statement: Statement[] } };
const managed = assembly.of<Managed>('AWS::IAM::ManagedPolicy').map(({ properties }) => properties);
const statementsOf = (policy: string) =>
  managed.find(({ ManagedPolicyName }) => ManagedPolicyName === `landfall-${REGION}-${policy}`)!.PolicyDocument
    .Statement;
const [api] = assembly.of('AWS::ApiGatewayV2::Api');
/** What IAM is asked of a request, by its method and path. */
const asked = (key: string) => ({
  action: 'execute-api:Invoke',
  resource: `arn:aws:execute-api:${REGION}:${ACCOUNT}:${api!.name}/$default/${key.replace(' ', '').replaceAll(/\{\w+\}/gu, '0f3a')}`,
});

test.each(OPERATOR_POLICIES)('%s lets in at its routes alone', (policy) => {
  const statements = statementsOf(policy);
  const own = [...BY_KEY].filter(([key, { caller }]) => policiesOf(key, caller).includes(policy)).map(([key]) => key);
  expect(own.length).toBeGreaterThan(0);
  expect([...BY_KEY.keys()].filter((key) => mayDo(statements, asked(key)))).toEqual(own);
  for (const strange of [
    'POST /api/operator/administer/settings',
    'POST /api/operator/x',
    'DELETE /api/operator/runs/0f',
  ])
    expect([strange, mayDo(statements, asked(strange))]).toEqual([strange, false]);
  expect(mayDo(statements, { ...asked(own[0]!), resource: asked(own[0]!).resource.replace(api!.name, 'other') })).toBe(
    false,
  );
});

test('there are no others, and each fits into a managed policy', () => {
  expect(managed.map(({ ManagedPolicyName }) => ManagedPolicyName).sort()).toEqual(
    OPERATOR_POLICIES.map((policy) => `landfall-${REGION}-${policy}`).sort(),
  );
  // AWS: "IAM and AWS STS quotas": characters of a managed policy, without white space.
  for (const { PolicyDocument } of managed) expect(JSON.stringify(PolicyDocument).length).toBeLessThan(6_144);
});

test('no path with a name in it lets in at another route', () => {
  for (const policy of OPERATOR_POLICIES)
    for (const [key, { caller }] of BY_KEY) {
      if (policiesOf(key, caller).includes(policy)) continue;
      // A name as long as a path: IAM's `*` stands for slashes, too.
      for (const name of ['0f/resume', '0f/report', '../administer'])
        expect([policy, key, mayDo(statementsOf(policy), asked(key.replaceAll(/\{\w+\}/gu, name)))]).toEqual([
          policy,
          key,
          false,
        ]);
    }
});

test('the command line knows the same', () => {
  expect(readFileSync('cli/online/operator-routes.ts', 'utf8')).toBe(operatorRoutesFile());
});
