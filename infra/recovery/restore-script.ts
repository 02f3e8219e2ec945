/**
 * The commands that restore tables to a point in time and make them what a deployment needs (docs/operations.md). DynamoDB restores items,
 * keys, indexes and encryption; stream, TTL, point-in-time recovery, protection, resource policy and tags are switched on again here.
 */
import { type Adoption, streamOf } from '../configuration/adoption.ts';
import { CHANGING_ACTIONS, specOf, TABLE_NAMES, type TableName } from '../tables.ts';
import { nameIn, quoted } from './shell.ts';

export type RestoreRequest = {
  /** What the deployment had: output `Adopt` of the stateful stack. */
  readonly from: Adoption;
  /** ISO 8601 in UTC; `latest`: the newest point that DynamoDB has. */
  readonly at: string;
  /** The restored tables are named `<table>-<suffix>`. */
  readonly suffix: string;
  readonly tables: readonly TableName[];
  /** Value of the tag `application`: the deployment's name. */
  readonly application: string;
};

/** The shell variable that holds the stream of a table. */
const variableOf = (name: TableName): string =>
  `STREAM_${name.replaceAll(/[A-Z]/gu, (one) => `_${one}`).toUpperCase()}`;

const policyOf = (): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: { AWS: '*' }, Action: CHANGING_ACTIONS, Resource: '*' }],
  });

function commandsOf(name: TableName, arn: string, { at, suffix, application }: RestoreRequest): string[] {
  const { stream, timeToLive, insertsAlone } = specOf(name);
  const target = `${nameIn(arn)}-${suffix}`;
  const restored = `${arn.slice(0, arn.indexOf('/'))}/${target}`;
  const point = at === 'latest' ? '--use-latest-restorable-time' : `--restore-date-time ${quoted(at)}`;
  const on = `--table-name ${quoted(target)}`;
  return [
    `say "Restoring ${name} as ${target}"`,
    `aws dynamodb restore-table-to-point-in-time --source-table-arn ${quoted(arn)} --target-table-name ${quoted(target)} ${point}`,
    `ready ${quoted(target)}`,
    `aws dynamodb update-continuous-backups ${on} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true`,
    `aws dynamodb update-table ${on} --deletion-protection-enabled`,
    `ready ${quoted(target)}`,
    ...(stream === undefined
      ? []
      : [
          `aws dynamodb update-table ${on} --stream-specification StreamEnabled=true,StreamViewType=${stream}`,
          `ready ${quoted(target)}`,
          `${variableOf(name)}=$(aws dynamodb describe-table ${on} --query Table.LatestStreamArn --output text)`,
        ]),
    ...(timeToLive === undefined
      ? []
      : [
          `aws dynamodb update-time-to-live ${on} --time-to-live-specification Enabled=true,AttributeName=${timeToLive}`,
        ]),
    ...(insertsAlone
      ? [`aws dynamodb put-resource-policy --resource-arn ${quoted(restored)} --policy ${quoted(policyOf())}`]
      : []),
    `aws dynamodb tag-resource --resource-arn ${quoted(restored)} --tags Key=application,Value=${application}`,
  ];
}

/** What the new deployment adopts: the restored tables, and all else as it is. Tables left out are made anew. */
function adoptedAfter({ from, suffix, tables }: RestoreRequest): Record<string, string | undefined> {
  const { journeys: _rebuilt, ...rest } = from;
  const kept: Record<string, string | undefined> = {
    ...rest,
    ...(tables.includes('journeys') ? { journeys: from.journeys } : {}),
  };
  for (const name of tables) {
    const arn = `${from[name]!}-${suffix}`;
    kept[name] = arn;
    const stream = streamOf(name);
    if (stream) kept[stream] = `$${variableOf(name)}`;
  }
  return kept;
}

/**
 * A shell script for the AWS command line; the last thing that it does is to write `adopt-<suffix>.json`.
 * @throws Error where a table is not in `from`, the suffix or the time is none, or a table is restored without what belongs to it
 */
export function restoreScript(request: RestoreRequest): string {
  const { from, at, suffix, tables } = request;
  if (!/^[a-z0-9]{1,20}$/u.test(suffix)) throw new Error('--suffix: 1 to 20 small letters and digits, such as r1.');
  if (at !== 'latest' && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/u.test(at))
    throw new Error('--at: a time such as 2026-12-01T02:30:00Z (UTC), or latest.');
  const unknown = tables.filter((name) => from[name] === undefined);
  if (unknown.length > 0) throw new Error(`The file names no ${unknown.join(', ')}.`);
  for (const [one, other] of [
    ['directory', 'search'],
    ['search', 'directory'],
    ['audit', 'auditOutbox'],
    ['auditOutbox', 'audit'],
  ] as const)
    if (tables.includes(one) && !tables.includes(other))
      throw new Error(`--tables: ${one} is restored together with ${other}, to the same point.`);
  const adopted = JSON.stringify(adoptedAfter(request), undefined, 2);
  const restored = TABLE_NAMES.filter((name) => tables.includes(name));
  return `${[
    '#!/usr/bin/env bash',
    `# Restores ${restored.join(', ')} to ${at}, under new names; what is there now stays.`,
    'set -euo pipefail',
    'say() { echo "$1" >&2; }',
    '# A restore takes from minutes to hours.',
    `ready() { until [ "$(aws dynamodb describe-table --table-name "$1" --query Table.TableStatus --output text)" = ACTIVE ]; do sleep "\${PAUSE:-10}"; done; }`,
    ...restored.flatMap((name) => ['', ...commandsOf(name, from[name]!, request)]),
    '',
    `cat > adopt-${suffix}.json <<END`,
    adopted,
    'END',
    `say "Deploy with what adopt-${suffix}.json names: npx cdk deploy --all -c landfall:adopt=\\"\\$(cat adopt-${suffix}.json)\\""`,
  ].join('\n')}\n`;
}
