/**
 * What an organisation attaches to the roles of its operators: a managed policy for each kind of work, made from the routes, each of which says
 * which policies hold it (lambdas/route/callers.ts). They add up.
 */
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { OPERATOR_POLICIES, type OperatorPolicy, policiesOf } from '#lambdas/route/callers.ts';
import { BY_KEY } from '#lambdas/routes.ts';

const MEANS: Readonly<Record<OperatorPolicy, string>> = {
  read: 'reads everything that administrators may read, and changes nothing',
  'help-desk': 'does what a help desk does, to users without a role',
  'run-migrations': 'uploads packages, starts and follows runs and campaigns; approves nothing',
  administer: 'does what a super-administrator does: settings, packers, approvals, rollbacks, roles',
  'break-glass': 'creates an administrator while there are others: for an emergency alone',
};

/** "POST /api/operator/runs/{id}/resume" -> "POST/api/operator/runs/*\/resume": a name in a path stands for one of its parts. */
const resourceOf = (key: string): string => key.replace(' ', '').replaceAll(/\{\w+\}/gu, '*');

/** The routes of each policy, as resources behind the stage. */
const resourcesOf = (policy: OperatorPolicy): string[] =>
  [...BY_KEY].filter(([key, { caller }]) => policiesOf(key, caller).includes(policy)).map(([key]) => resourceOf(key));

export class Operators extends Construct {
  /** @param name of the deployment @param api id of the HTTP API */
  constructor(scope: Construct, id: string, { name, api }: { readonly name: string; readonly api: string }) {
    super(scope, id);
    const { region } = Stack.of(this);
    const arn = (resource: string) =>
      Stack.of(this).formatArn({ service: 'execute-api', resource: api, resourceName: `$default/${resource}` });
    for (const policy of OPERATOR_POLICIES)
      new ManagedPolicy(this, policy, {
        // The names of policies are the account's, not the region's.
        managedPolicyName: `${name}-${region}-${policy}`,
        description: `Landfall ${name}: whoever has it ${MEANS[policy]}`,
        statements: [
          new PolicyStatement({
            actions: ['execute-api:Invoke'],
            resources: resourcesOf(policy).map((one) => arn(one)),
          }),
        ],
      });
  }
}
