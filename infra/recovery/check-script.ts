/**
 * The commands that look whether what is to be adopted is as a deployment needs it: CloudFormation does not hold it, so that neither a synth nor a
 * deployment would say what is missing.
 */
import { ADOPTED_NAMES, type Adoption } from '../configuration/adoption.ts';
import { specOf, TABLE_NAMES, type TableName } from '../tables.ts';
import { nameIn, quoted } from './shell.ts';

/** What the services that deliver need of the key of tables, queues and topics (infra/constructs/mail.ts). */
const DELIVERING = ['sns', 'ses', 'cloudwatch', 's3'].map((service) => `${service}.amazonaws.com`);

/** `what` should be `wanted`, and is what the command prints. */
const line = (what: string, wanted: string, command: string): string =>
  `check ${quoted(what)} ${quoted(wanted)} "$(${command} --output text)"`;

function ofTable(name: TableName, arn: string, dataKey: string): string[] {
  const { stream = 'None', timeToLive = 'None', indexes } = specOf(name);
  const on = `--table-name ${quoted(nameIn(arn))}`;
  const table = (what: string, wanted: string, query: string) =>
    line(`${name}: ${what}`, wanted, `aws dynamodb describe-table ${on} --query ${quoted(query)}`);
  return [
    table('table', 'ACTIVE', 'Table.TableStatus'),
    table('protected from deletion', 'True', 'Table.DeletionProtectionEnabled'),
    table('encrypted with dataKey', dataKey, 'Table.SSEDescription.KMSMasterKeyArn'),
    ...(stream === 'None' ? [] : [table('stream', stream, 'Table.StreamSpecification.StreamViewType')]),
    ...indexes.map((index) =>
      table(`index ${index.name}`, 'ACTIVE', `Table.GlobalSecondaryIndexes[?IndexName=='${index.name}'].IndexStatus`),
    ),
    line(
      `${name}: point-in-time recovery`,
      'ENABLED',
      `aws dynamodb describe-continuous-backups ${on} --query ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus`,
    ),
    line(
      `${name}: TTL`,
      timeToLive,
      `aws dynamodb describe-time-to-live ${on} --query TimeToLiveDescription.AttributeName`,
    ),
  ];
}

/** A shell script for the AWS command line; it ends with 1 where something is otherwise than it has to be. */
export function checkScript(adopted: Adoption): string {
  const tables = TABLE_NAMES.flatMap((name) =>
    adopted[name] === undefined ? [] : ofTable(name, adopted[name], adopted.dataKey ?? ''),
  );
  const of = (pattern: RegExp) =>
    ADOPTED_NAMES.flatMap((name) => (pattern.test(adopted[name] ?? '') ? [[name, adopted[name]!] as const] : []));
  const keys = of(/:kms:/u).map(([name, arn]) =>
    line(name, 'Enabled', `aws kms describe-key --key-id ${quoted(arn)} --query KeyMetadata.KeyState`),
  );
  const deliveries = DELIVERING.map((service) => {
    const policy = `aws kms get-key-policy --key-id ${quoted(adopted.dataKey ?? '')} --policy-name default --query Policy`;
    return `check ${quoted(`dataKey: its policy allows ${service}`)} 1 "$(${policy} --output text | grep -c ${quoted(service)} | sed 's/^[1-9].*/1/')"`;
  });
  const secrets = of(/:secretsmanager:/u).map(([name, arn]) =>
    line(name, 'None', `aws secretsmanager describe-secret --secret-id ${quoted(arn)} --query DeletedDate`),
  );
  const buckets = of(/:s3:/u).map(([name, arn]) =>
    line(
      `${name}: encrypted with dataKey`,
      adopted.dataKey ?? '',
      `aws s3api get-bucket-encryption --bucket ${quoted(arn.split(':').at(-1)!)} --query 'ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.KMSMasterKeyID'`,
    ),
  );
  return `${[
    '#!/usr/bin/env bash',
    'set -uo pipefail',
    'faults=0',
    'check() { if [ "$3" = "$2" ]; then echo "ok    $1"; else echo "WRONG $1: $3, should be $2"; faults=1; fi; }',
    ...tables,
    ...keys,
    ...(adopted.dataKey === undefined ? [] : deliveries),
    ...secrets,
    ...buckets,
    'exit "$faults"',
  ].join('\n')}\n`;
}
