/**
 * A capability of a function is the environment variables and the grants that it takes, together; of the grants a function gets those that its
 * code can send.
 */

import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Stack } from 'aws-cdk-lib/core';
import type { Capability } from '../functions.ts';
import { SENT_ACTIONS } from '../sent-actions.ts';
import type { StatefulResources } from './stateful-resources.ts';

/** What the capabilities refer to. */
export type Resources = {
  readonly stateful: StatefulResources;
  readonly mailQueue: IQueue;
  readonly configurationSet: string;
  readonly mailIdentity?: string;
  readonly publicOrigin: string;
  /** ARN of the migration's state machine: built from its name, since its definition names the functions in turn. */
  readonly migrationMachine: string;
  /** ARN pattern of its executions. */
  readonly migrationExecutions: string;
};

type Binding = {
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
};

const allow = (actions: readonly string[], resources: readonly string[], conditions: Record<string, unknown> = {}) =>
  new PolicyStatement({ actions: [...actions], resources: [...resources], conditions });

const TABLE_ACTIONS = [
  'BatchGetItem',
  'GetItem',
  'Query',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'ConditionCheckItem',
  'PartiQLInsert',
].map((action) => `dynamodb:${action}`);

/** What is found by is put whole and removed, never updated. */
const SEARCH_ACTIONS = ['BatchGetItem', 'BatchWriteItem', 'PutItem', 'DeleteItem'].map(
  (action) => `dynamodb:${action}`,
);

function table(variable: string, target: Table, dataKey: IKey, actions = TABLE_ACTIONS): Binding {
  return {
    environment: { [variable]: target.tableName },
    statements: [
      allow(actions, [target.tableArn]),
      allow(['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'], [dataKey.keyArn]),
    ],
  };
}

const both = (...bindings: readonly Binding[]): Binding => ({
  environment: Object.assign({}, ...bindings.map(({ environment }) => environment)) as Binding['environment'],
  statements: bindings.flatMap(({ statements }) => statements),
});

function secret(variable: string, target: Secret, key: IKey): Binding {
  return {
    environment: { [variable]: target.secretArn },
    statements: [allow(['secretsmanager:GetSecretValue'], [target.secretArn]), allow(['kms:Decrypt'], [key.keyArn])],
  };
}

function binding(capability: Capability, resources: Resources, stack: Stack): Binding {
  const { stateful } = resources;
  const dataKeyUse = allow(['kms:Decrypt', 'kms:GenerateDataKey'], [stateful.dataKey.keyArn]);
  const exports = stateful.exportBucket;
  const reports = stateful.reportBucket;
  switch (capability) {
    case 'directory':
      return table('DIRECTORY_TABLE', stateful.directory, stateful.dataKey);
    case 'people':
      return {
        environment: { DIRECTORY_TABLE: stateful.directory.tableName },
        statements: [allow(['dynamodb:Query'], [`${stateful.directory.tableArn}/index/journey`])],
      };
    case 'scan':
      return {
        environment: { DIRECTORY_TABLE: stateful.directory.tableName },
        statements: [allow(['dynamodb:Scan'], [stateful.directory.tableArn])],
      };
    case 'search':
      return table('SEARCH_TABLE', stateful.search, stateful.dataKey, SEARCH_ACTIONS);
    case 'operations': {
      const { environment, statements } = table('OPERATIONS_TABLE', stateful.operations, stateful.dataKey);
      // L3: no function adds to, changes or deletes what was in the audit before it had tables of its own.
      const keepAudit = new PolicyStatement({
        effect: Effect.DENY,
        actions: ['PutItem', 'UpdateItem', 'DeleteItem', 'PartiQLInsert', 'PartiQLUpdate'].map(
          (action) => `dynamodb:${action}`,
        ),
        resources: [stateful.operations.tableArn],
        conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['AUDIT#*'] } },
      });
      return { environment, statements: [...statements, keepAudit] };
    }
    case 'record':
      return table('AUDIT_OUTBOX_TABLE', stateful.auditOutbox, stateful.dataKey, ['dynamodb:PutItem']);
    case 'readAudit': {
      const key = { AUDIT_KEY_ID: stateful.auditKey.keyId };
      const index = allow(['dynamodb:Query'], [`${stateful.audit.tableArn}/index/byDay`]);
      return both(
        table('AUDIT_OUTBOX_TABLE', stateful.auditOutbox, stateful.dataKey, ['dynamodb:Query']),
        table('AUDIT_TABLE', stateful.audit, stateful.dataKey, ['dynamodb:Query']),
        { environment: key, statements: [index, allow(['kms:GetPublicKey'], [stateful.auditKey.keyArn])] },
      );
    }
    case 'appendAudit':
      return both(
        table('AUDIT_TABLE', stateful.audit, stateful.dataKey, ['dynamodb:Query', 'dynamodb:PartiQLInsert']),
        {
          environment: { AUDIT_KEY_ID: stateful.auditKey.keyId },
          statements: [allow(['kms:Sign'], [stateful.auditKey.keyArn])],
        },
      );
    case 'exports':
      return {
        environment: { EXPORT_BUCKET: exports.bucketName },
        statements: [
          allow(
            ['s3:GetObject'],
            ['uploads/*', 'staged/*', 'plans/*'].map((keys) => exports.arnForObjects(keys)),
          ),
          allow(['s3:PutObject', 's3:DeleteObject'], [exports.arnForObjects('plans/*')]),
          allow(['s3:ListBucket'], [exports.bucketArn]),
          dataKeyUse,
        ],
      };
    case 'uploads':
      return {
        environment: { EXPORT_BUCKET: exports.bucketName },
        statements: [
          allow(['s3:PutObject', 's3:ListMultipartUploadParts'], [exports.arnForObjects('staged/*')]),
          dataKeyUse,
        ],
      };
    case 'reports':
      return {
        environment: { REPORT_BUCKET: reports.bucketName },
        statements: [
          allow(['s3:GetObject', 's3:PutObject'], [reports.arnForObjects('reports/*')]),
          allow(['s3:ListBucket'], [reports.bucketArn]),
          dataKeyUse,
        ],
      };
    case 'exportPublicKey':
      return {
        environment: { EXPORT_KEY_ID: stateful.exportKey.keyId },
        statements: [allow(['kms:GetPublicKey'], [stateful.exportKey.keyArn])],
      };
    case 'exportKey':
      return {
        environment: { EXPORT_KEY_ID: stateful.exportKey.keyId },
        statements: [allow(['kms:Decrypt'], [stateful.exportKey.keyArn])],
      };
    case 'seedKey':
      return {
        environment: { SEED_KEY_ID: stateful.seedKey.keyId },
        statements: [allow(['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey'], [stateful.seedKey.keyArn])],
      };
    case 'peppers':
      return secret('PEPPER_SECRET_ARN', stateful.peppers, stateful.pepperKey);
    case 'sessionKeys':
      return secret('SESSION_SECRET_ARN', stateful.sessionKeys, stateful.dataKey);
    case 'originSecret':
      return secret('ORIGIN_SECRET_ARN', stateful.originSecret, stateful.dataKey);
    case 'migrationMachine':
      return {
        environment: { MIGRATION_MACHINE_ARN: resources.migrationMachine },
        statements: [
          allow(['states:StartExecution'], [resources.migrationMachine]),
          allow(['states:DescribeExecution'], [resources.migrationExecutions]),
        ],
      };
    case 'mailQueue':
      return {
        environment: { MAIL_QUEUE_URL: resources.mailQueue.queueUrl },
        statements: [allow(['sqs:SendMessage'], [resources.mailQueue.queueArn]), dataKeyUse],
      };
    case 'ses': {
      const identity = resources.mailIdentity === undefined ? '*' : resources.mailIdentity;
      return {
        environment: { CONFIGURATION_SET: resources.configurationSet },
        statements: [
          allow(
            ['ses:SendRawEmail'],
            [
              stack.formatArn({ service: 'ses', resource: 'identity', resourceName: identity }),
              stack.formatArn({
                service: 'ses',
                resource: 'configuration-set',
                resourceName: resources.configurationSet,
              }),
            ],
          ),
          // These three know no resource.
          allow(['ses:GetSendQuota', 'ses:GetAccountSendingEnabled', 'ses:GetIdentityVerificationAttributes'], ['*']),
        ],
      };
    }
    case 'publicOrigin':
      return { environment: { PUBLIC_ORIGIN: resources.publicOrigin }, statements: [] };
  }
}

/** Of what a capability allows, what this function's code can send. `keys`: used by the services on the function's behalf. */
function sendable(
  statement: PolicyStatement,
  sent: readonly string[],
  keys: readonly IKey[],
): PolicyStatement | undefined {
  const { actions, resources, effect } = statement;
  if (effect === Effect.DENY || resources.every((resource) => keys.some(({ keyArn }) => resource === keyArn)))
    return statement;
  const kept = actions.filter((action) => sent.includes(action));
  return kept.length === 0 ? undefined : allow(kept, resources, statement.conditions as Record<string, unknown>);
}

/**
 * Gives a function of infra/functions.ts what its capabilities say: variables and grants from one place.
 * @throws Error where infra/sent-actions.ts does not know the function
 */
export function bind(
  name: string,
  target: LambdaFunction,
  capabilities: readonly Capability[],
  resources: Resources,
): void {
  const sent = SENT_ACTIONS[name];
  if (!sent) throw new Error(`infra/sent-actions.ts has no ${name}: run \`npm run generate\`.`);
  const { dataKey, pepperKey } = resources.stateful;
  for (const capability of capabilities) {
    const { environment, statements } = binding(capability, resources, Stack.of(target));
    for (const [variable, value] of Object.entries(environment)) target.addEnvironment(variable, value);
    for (const statement of statements) {
      const granted = sendable(statement, sent, [dataKey, pepperKey]);
      if (granted) target.addToRolePolicy(granted);
    }
  }
}
