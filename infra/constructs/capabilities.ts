/** The role of a function: its grants (infra/rights) on the resources of the stacks, and the variables that say where these are. */

import type { EventBus } from 'aws-cdk-lib/aws-events';
import { type CfnRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Stack } from 'aws-cdk-lib/core';
import type { Grant } from '../rights/grant.ts';
import { grantedBy, type Use } from '../rights/grants.ts';
import { SENT_ACTIONS } from '../sent-actions.ts';
import type { StatefulResources } from './stateful-resources.ts';

/** What the capabilities refer to. */
export type Resources = {
  readonly stateful: StatefulResources;
  readonly mailQueue: IQueue;
  readonly configurationSet: string;
  readonly mailIdentity?: string;
  readonly publicOrigin: string;
  readonly eventBus: EventBus;
  /** ARN of the migration's state machine: built from its name, since its definition names the functions in turn. */
  readonly migrationMachine: string;
  /** ARN pattern of its executions. */
  readonly migrationExecutions: string;
  /** ARN of the state machine of campaigns. */
  readonly campaignMachine: string;
};

/** The ARN that a grant's name stands for. @throws Error where it stands for none */
function arnOf(name: string, resources: Resources, stack: Stack): string {
  const { stateful } = resources;
  const [kind = '', of = '', ...rest] = name.split('/');
  const tables = { ...stateful } as Readonly<Record<string, { readonly tableArn?: string } | undefined>>;
  const keys = {
    data: stateful.dataKey,
    seed: stateful.seedKey,
    export: stateful.exportKey,
    pepper: stateful.pepperKey,
    audit: stateful.auditKey,
  } as const;
  const buckets = { exports: stateful.exportBucket, reports: stateful.reportBucket } as const;
  const ses = (resource: string, resourceName: string) => stack.formatArn({ service: 'ses', resource, resourceName });
  const found: Readonly<Record<string, () => string | undefined>> = {
    table: () => tables[of]?.tableArn,
    index: () => tables[of]?.tableArn && `${tables[of].tableArn}/index/${rest.join('/')}`,
    key: () => keys[of as keyof typeof keys]?.keyArn,
    bucket: () => buckets[of as keyof typeof buckets]?.bucketArn,
    objects: () => buckets[of as keyof typeof buckets]?.arnForObjects(rest.join('/')),
    secret: () => stateful[of as 'peppers' | 'sessionKeys' | 'originSecret']?.secretArn,
    machine: () => (of === 'migration' ? resources.migrationMachine : resources.campaignMachine),
    executions: () => resources.migrationExecutions,
    queue: () => resources.mailQueue.queueArn,
    bus: () => resources.eventBus.eventBusArn,
    ses: () => (of === 'identity' ? ses(of, resources.mailIdentity ?? '*') : ses(of, resources.configurationSet)),
    '*': () => '*',
  };
  const arn = found[kind]?.();
  if (arn === undefined) throw new Error(`infra/constructs/capabilities.ts knows no ${name}.`);
  return arn;
}

function variables({ stateful, ...resources }: Resources): Readonly<Record<string, string>> {
  return {
    DIRECTORY_TABLE: stateful.directory.tableName,
    SEARCH_TABLE: stateful.search.tableName,
    JOURNEYS_TABLE: stateful.journeys.tableName,
    OPERATIONS_TABLE: stateful.operations.tableName,
    AUDIT_OUTBOX_TABLE: stateful.auditOutbox.tableName,
    AUDIT_TABLE: stateful.audit.tableName,
    AUDIT_KEY_ID: stateful.auditKey.keyId,
    SEED_KEY_ID: stateful.seedKey.keyId,
    EXPORT_KEY_ID: stateful.exportKey.keyId,
    PEPPER_SECRET_ARN: stateful.peppers.secretArn,
    SESSION_SECRET_ARN: stateful.sessionKeys.secretArn,
    ORIGIN_SECRET_ARN: stateful.originSecret.secretArn,
    EXPORT_BUCKET: stateful.exportBucket.bucketName,
    REPORT_BUCKET: stateful.reportBucket.bucketName,
    MIGRATION_MACHINE_ARN: resources.migrationMachine,
    CAMPAIGN_MACHINE_ARN: resources.campaignMachine,
    MAIL_QUEUE_URL: resources.mailQueue.queueUrl,
    CONFIGURATION_SET: resources.configurationSet,
    EVENT_BUS_NAME: resources.eventBus.eventBusName,
    PUBLIC_ORIGIN: resources.publicOrigin,
  };
}

/** Conditions as IAM takes them: a secret's name becomes its ARN, and `via` the names of the services in this region. */
function conditionsOf({ conditions = {}, via }: Grant, resources: Resources, stack: Stack): Record<string, unknown> {
  const isSecret = (value: unknown): value is string => typeof value === 'string' && value.startsWith('secret/');
  const resolved = Object.entries(conditions).map(([operator, keys]) => {
    const values = Object.entries(keys).map(([key, value]) => [
      key,
      isSecret(value) ? arnOf(value, resources, stack) : value,
    ]);
    return [operator, Object.fromEntries(values)] as const;
  });
  const all: Record<string, Record<string, unknown>> = Object.fromEntries(resolved);
  if (via)
    all['StringEquals'] = {
      ...all['StringEquals'],
      'kms:ViaService': via.map((service) => `${service}.${stack.region}.amazonaws.com`),
    };
  return all;
}

/** Its own log group and no other: AWS's managed policy for functions would allow all of them, and to make more. */
function writesItsLog(target: LambdaFunction): void {
  const role = target.role!.node.defaultChild as CfnRole;
  role.addPropertyDeletionOverride('ManagedPolicyArns');
  const actions = ['logs:CreateLogStream', 'logs:PutLogEvents'];
  target.addToRolePolicy(new PolicyStatement({ actions, resources: [target.logGroup.logGroupArn] }));
}

/** @throws Error where a grant holds an action that no code of the function sends; what services use in its name no code does */
function checkSent(name: string, grants: readonly Grant[]): void {
  const sent = SENT_ACTIONS[name] ?? [];
  const vain = grants.flatMap(({ actions, via }) => (via ? [] : actions)).filter((action) => !sent.includes(action));
  if (vain.length > 0)
    throw new Error(`infra/rights grants ${name} what its code can't send (npm run generate): ${vain.join(', ')}`);
}

/**
 * Gives a function of infra/functions.ts what its capabilities say: variables and grants from one place.
 * @throws Error where infra/sent-actions.ts does not name an action that is granted
 */
export function bind(name: string, target: LambdaFunction, uses: readonly Use[], resources: Resources): void {
  const stack = Stack.of(target);
  const where = variables(resources);
  const granted = grantedBy(uses);
  checkSent(name, granted.grants);
  writesItsLog(target);
  for (const variable of granted.variables) target.addEnvironment(variable, where[variable]!);
  for (const grant of granted.grants)
    target.addToRolePolicy(
      new PolicyStatement({
        actions: [...grant.actions],
        resources: grant.on.map((name) => arnOf(name, resources, stack)),
        conditions: conditionsOf(grant, resources, stack),
      }),
    );
}
