/**
 * A deployment that adopts what an earlier one left (landfall:adopt) is the deployment that made it, to each grant and variable; what can't work
 * is refused at synth, by a sentence.
 */
import { readFileSync } from 'node:fs';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { ADOPTED_NAMES } from '#infra/configuration/adoption.ts';
import { FUNCTIONS } from '#infra/functions.ts';
import { createApp } from '#infra/stacks/app.ts';
import { TABLE_NAMES, TABLES } from '#infra/tables.ts';
import { builtStandIns, deployedAs, deployedFunction, type Statement } from '../support/cloud.ts';

const PLACE = { name: 'landfall', region: 'eu-central-1' };
const made = deployedAs(PLACE);
/** KMS names a key by a UUID, and the CDK looks for one; here a key has the name of its construct. */
const NAMES = ['Data', 'Seed', 'Export', 'Pepper', 'Audit'].map((name, index) => ({
  name: made.of('AWS::KMS::Key').find((key) => key.name.includes(`-${name}Key`))!.name,
  uuid: `0f5c2c4e-6a1b-4c3d-8e9f-00000000000${index}`,
}));
const toUuids = (text: string) => NAMES.reduce((so, { name, uuid }) => so.replaceAll(name, uuid), text);
const toNames = <T>(value: T): T =>
  JSON.parse(NAMES.reduce((so, { name, uuid }) => so.replaceAll(uuid, name), JSON.stringify(value))) as T;
const ARNS = JSON.parse(toUuids(made.outputs['Adopt']!)) as Record<string, string>;
const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(ARNS).filter(([name]) => !names.includes(name)));

/** Each action on each resource under each condition, once. */
const grantsOf = (statements: readonly Statement[]) =>
  [
    ...new Set(
      statements.flatMap(({ Effect, Action, Resource, Condition }) =>
        [Action]
          .flat()
          .flatMap((action) =>
            [Resource].flat().map((resource) => JSON.stringify([Effect, action, resource, Condition ?? null])),
          ),
      ),
    ),
  ].sort();

const policiesOf = (assembly: Assembly) =>
  assembly
    .of<{ Roles?: string[]; PolicyDocument: { Statement: Statement[] } }>('AWS::IAM::Policy')
    .map(({ name, properties }) => [name, grantsOf(toNames(properties.PolicyDocument.Statement))] as const);

test('the stack names everything that a later deployment adopts', () => {
  expect(Object.keys(ARNS)).toEqual(ADOPTED_NAMES);
  for (const [name, arn] of Object.entries(ARNS))
    expect([name, arn]).toEqual([name, expect.stringMatching(/^arn:aws:\w+:/u)]);
});

test('with everything adopted each function has the variables and grants of the deployment that made it', () => {
  const adopted = deployedAs({ ...PLACE, adopt: ARNS });
  for (const name of Object.keys(FUNCTIONS)) {
    const [one, other] = [made, adopted].map((assembly) => deployedFunction(assembly, name));
    expect([name, toNames(other!.environment)]).toEqual([name, one!.environment]);
    expect([name, grantsOf(toNames(other!.statements))]).toEqual([name, grantsOf(one!.statements)]);
  }
});

test('with everything adopted all else of the release is the same: machines, streams, alarms, routes, roles', () => {
  const adopted = deployedAs({ ...PLACE, adopt: JSON.stringify(ARNS) });
  expect(policiesOf(adopted)).toEqual(policiesOf(made));
  const rest = (assembly: Assembly) =>
    assembly.resources.filter(
      ({ name, type }) =>
        name.startsWith('landfall-Stateless') &&
        // A version is called after what is in its function, and a nested template after its text, names of tables among it.
        !['AWS::IAM::Policy', 'AWS::CDK::Metadata', 'AWS::Lambda::Version', 'AWS::CloudFormation::Stack'].includes(
          type,
        ),
    );
  expect(rest(made).length).toBeGreaterThan(150);
  expect(toNames(rest(adopted))).toEqual(toNames(rest(made)));
  // Of what is adopted CloudFormation holds nothing; the upload queue alone is made.
  const kept = adopted.resources.filter(({ name }) => name.startsWith('landfall-Stateful')).map(({ type }) => type);
  expect([...new Set(kept)].sort()).toEqual(['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy']);
});

test('tables restored under other names are adopted alone with their keys, and each grant is on the new name', () => {
  const restored = { ...without('journeys', 'audit', 'auditOutbox', 'auditOutboxStream', 'auditKey', 'exportKey') };
  for (const name of ['directory', 'search', 'operations'] as const) restored[name] = `${ARNS[name]}-r1`;
  restored['directoryStream'] = `${restored['directory']}/stream/2026-12-01T00:00:00.000`;
  delete restored['exportBucket'];
  delete restored['reportBucket'];
  const adopted = deployedAs({ ...PLACE, adopt: restored });
  const { environment, statements } = deployedFunction(adopted, 'logon');
  expect(environment).toMatchObject({
    DIRECTORY_TABLE: restored['directory']!.split('/')[1],
    OPERATIONS_TABLE: restored['operations']!.split('/')[1],
    PEPPER_SECRET_ARN: ARNS['peppers'],
  });
  const onTables = statements.flatMap(({ Resource }) => [Resource].flat()).filter((one) => one.includes(':table/'));
  // The tables that the stack makes anew are those that are not adopted.
  const old = [ARNS['directory'], ARNS['search'], ARNS['operations']];
  expect(onTables.filter((one) => old.includes(one))).toEqual([]);
  expect(onTables).toContain(restored['directory']);
  const [follower] = adopted
    .of<{ EventSourceArn: string }>('AWS::Lambda::EventSourceMapping')
    .filter(({ properties }) => properties.EventSourceArn === restored['directoryStream']);
  expect(follower).toBeDefined();
  expect(adopted.of('AWS::DynamoDB::Table')).toHaveLength(3);
  // Two deployments are alike but for the names: no grant is lost by adopting a part.
  const shortened = (assembly: Assembly) =>
    policiesOf(assembly).map(([name, grants]) => [name, grants.length] as const);
  expect(shortened(adopted)).toEqual(shortened(made));
});

const built = builtStandIns();
const synthWith = (adopt: unknown) => () => createApp({ built, context: { 'landfall:adopt': adopt } });
const REFUSED: readonly (readonly [what: string, adopt: unknown, message: RegExp])[] = [
  ['a name that is none', { directry: ARNS['directory'] }, /directry/u],
  ['text that is no JSON', '{"directory":', /no JSON/u],
  [
    'a name of a table in place of its ARN',
    { ...ARNS, search: 'landfall-search' },
    /must be an ARN such as arn:aws:dynamodb/u,
  ],
  ['an alias of a key', { ...ARNS, dataKey: 'arn:aws:kms:eu-central-1:123456789012:alias/landfall' }, /dataKey/u],
  ['an ARN of another kind', { ...ARNS, peppers: ARNS['dataKey'] }, /secretsmanager/u],
  [
    'a directory without the keys of its seeds and hashes',
    without('seedKey', 'peppers'),
    /needs seedKey, peppers too: its seeds/u,
  ],
  ['a directory without its stream', without('directoryStream'), /needs directoryStream/u],
  ['a directory without its runs and notices', without('operations'), /needs operations/u],
  ['an audit without its outbox', without('auditOutbox', 'auditOutboxStream'), /needs auditOutbox/u],
  ['an audit without the key that signs its heads', without('auditKey'), /needs auditKey/u],
  ['peppers without the key that opens them', without('pepperKey'), /needs pepperKey/u],
  ['the stream of another table', { ...ARNS, directoryStream: ARNS['auditOutboxStream'] }, /is not a stream of/u],
  ['one table under two names', { ...ARNS, journeys: ARNS['search'] }, /the same as search/u],
  [
    'tables of two regions',
    { ...ARNS, search: ARNS['search']!.replace('eu-central-1', 'us-east-1') },
    /is in us-east-1/u,
  ],
];

test.each(REFUSED)('%s is refused at synth, by a sentence', (_what, adopt, message) => {
  expect(synthWith(adopt)).toThrow(message);
  expect(synthWith(adopt)).toThrow(/^The configuration has .*\n {2}adopt/u);
});

test('what lies elsewhere than the stacks are deployed to is refused at synth', () => {
  const before = process.env['CDK_DEFAULT_REGION'];
  try {
    process.env['CDK_DEFAULT_REGION'] = 'eu-west-1';
    expect(synthWith(ARNS)).toThrow(
      /^adopt\.directory: is in 123456789012, eu-central-1, and the stacks are deployed to 123456789012, eu-west-1\.\nadopt\./u,
    );
  } finally {
    if (before === undefined) delete process.env['CDK_DEFAULT_REGION'];
    else process.env['CDK_DEFAULT_REGION'] = before;
  }
});

test('everything that holds data stays when its stack goes or would replace it, and no table can be deleted', () => {
  const { Resources } = JSON.parse(readFileSync(`${templatesOf()}/Stateful.template.json`, 'utf8')) as {
    Resources: Record<
      string,
      { Type: string; DeletionPolicy?: string; UpdateReplacePolicy?: string; Properties: object }
    >;
  };
  const types: Record<string, number> = {};
  // A queue holds events of uploads: `landfall import` starts a run without one.
  const free = /^AWS::(?:SQS::Queue|SQS::QueuePolicy|S3::BucketPolicy|CDK::Metadata)$/u;
  for (const [id, { Type, ...resource }] of Object.entries(Resources)) {
    if (free.test(Type)) continue;
    types[Type] = (types[Type] ?? 0) + 1;
    expect([id, resource]).toMatchObject([id, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }]);
    if (Type === 'AWS::DynamoDB::Table')
      expect([id, resource.Properties]).toMatchObject([
        id,
        { DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
      ]);
  }
  expect(types).toEqual({
    'AWS::DynamoDB::Table': TABLE_NAMES.length,
    'AWS::KMS::Key': 5,
    'AWS::S3::Bucket': 2,
    'AWS::SecretsManager::Secret': 3,
  });
  expect(Object.keys(TABLES)).toHaveLength(6);
});

function templatesOf(): string {
  const app = createApp({ built });
  return app.synth().directory;
}
