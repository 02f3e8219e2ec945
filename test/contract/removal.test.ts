/** What `cdk destroy` leaves in the account, and what goes: the template against docs/operations.md. */
import { fullTemplates } from '../support/full-deployment.ts';
import { sectionOf } from '../support/runbook.ts';
import { resourcesOf } from '../support/templates.ts';

const resources = resourcesOf(fullTemplates());
/** "Stateful/DataKey17AFBB84" -> "DataKey" */
const nameOf = (path: string) => path.split('/')[1]!.replace(/[0-9A-F]{8}$/u, '');
const HOLD_DATA = ['AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::SecretsManager::Secret'];

test('what holds data of users stays when its stack is deleted, and when it is replaced', () => {
  const holders = resources.filter(([path, { Type }]) => HOLD_DATA.includes(Type) && nameOf(path) !== 'SiteBucket');
  expect(holders).toHaveLength(17);
  for (const [path, { DeletionPolicy, UpdateReplacePolicy }] of holders)
    expect([path, DeletionPolicy, UpdateReplacePolicy]).toEqual([path, 'Retain', 'Retain']);
});

test('nothing else stays but policies of the buckets, and versions, which go with their functions', () => {
  const kept = resources.filter(
    ([, { Type, DeletionPolicy = 'Delete' }]) => !HOLD_DATA.includes(Type) && DeletionPolicy !== 'Delete',
  );
  const [versions, others] = [true, false].map((is) =>
    kept.filter(([, { Type }]) => (Type === 'AWS::Lambda::Version') === is),
  );
  expect(others!.map(([path]) => nameOf(path)).sort()).toEqual([
    'AccessLogPolicy',
    'ExportBucketPolicy',
    'ReportBucketPolicy',
  ]);
  for (const [, { Properties }] of versions!) {
    const { Ref: id } = Properties!['FunctionName'] as { Ref: string };
    expect(resources.find(([path]) => path === `Stateless/${id}`)![1].DeletionPolicy ?? 'Delete').toBe('Delete');
  }
});

test('the page names everything that stays, and nothing else', () => {
  const rows = [...sectionOf('Removing a deployment').matchAll(/^\| ((?:tables|buckets|secrets|keys) .*?) \|/gmu)];
  const named = rows.flatMap(([, cell]) => [...cell!.matchAll(/`(\w+)`/gu)].map((match) => match[1]!));
  const kept = resources.filter(
    ([, { Type, DeletionPolicy }]) => HOLD_DATA.includes(Type) && DeletionPolicy === 'Retain',
  );
  expect(named.sort()).toEqual(kept.map(([path]) => nameOf(path)).sort());
});

test('each function writes to a log group of the template, which goes with it: Lambda would make one that stays', () => {
  const functions = resources.filter(([, { Type }]) => Type === 'AWS::Lambda::Function');
  expect(functions.length).toBeGreaterThan(40);
  for (const [path, { Properties }] of functions) {
    const { LogGroup } = (Properties!['LoggingConfig'] ?? {}) as { LogGroup?: { Ref: string } };
    const found = resources.find(([other]) => other === `Stateless/${LogGroup?.Ref}`);
    expect([path, found?.[1].Type, found?.[1].DeletionPolicy]).toEqual([path, 'AWS::Logs::LogGroup', 'Delete']);
  }
});

test('every bucket that goes is emptied first, since CloudFormation deletes none that holds anything', () => {
  const going = resources.filter(
    ([, { Type, DeletionPolicy = 'Delete' }]) => Type === 'AWS::S3::Bucket' && DeletionPolicy === 'Delete',
  );
  expect(going.map(([path]) => nameOf(path))).toEqual(['SiteBucket']);
  const emptied = resources
    .filter(([, { Type }]) => Type === 'Custom::S3AutoDeleteObjects')
    .map(([, { Properties }]) => JSON.stringify(Properties!['BucketName']));
  for (const [path] of going) expect(emptied).toContain(JSON.stringify({ Ref: path.split('/')[1] }));
});
