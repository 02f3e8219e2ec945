/** L5: what the roles of the functions may do to the audit, by the templates as CloudFormation resolves them. */
import { FUNCTIONS } from '#infra/functions.ts';
import { allows, deployedAs, deployedFunction, type Statement } from '../support/cloud.ts';
import { mayDo } from '../support/policies.ts';

const assembly = deployedAs({ name: 'landfall', region: 'eu-central-1' });
const ARN = 'arn:aws:dynamodb:eu-central-1:123456789012:table/';
const table = (id: string) => {
  const found = assembly
    .of('AWS::DynamoDB::Table')
    .filter(({ name }) => new RegExp(`-${id}[0-9A-F]{8}$`, 'u').test(name));
  expect(found).toHaveLength(1);
  return { ...found[0]!, arn: `${ARN}${found[0]!.name}` };
};
const [audit, outbox, operations] = [table('Audit'), table('AuditOutbox'), table('Operations')];
const roles = Object.keys(FUNCTIONS).map((name) => ({ name, ...deployedFunction(assembly, name) }));
const allowedTo = (action: string, resource: string) =>
  roles.filter(({ statements }) => allows(statements, action, resource)).map(({ name }) => name);

/** Whatever changes items, or a table under them (service authorization reference of DynamoDB). */
const OF_ITEMS = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'PartiQLUpdate', 'PartiQLDelete'];
const OF_TABLES = [
  'UpdateTable',
  'DeleteTable',
  'UpdateTimeToLive',
  'UpdateContinuousBackups',
  'RestoreTableFromBackup',
  'RestoreTableToPointInTime',
  'ImportTable',
  'PutResourcePolicy',
  'DeleteResourcePolicy',
];
const CHANGING = [...OF_ITEMS, ...OF_TABLES].map((action) => `dynamodb:${action}`);

test('one function may insert into the audit, where INSERT fails on a key that is there, and none may do anything else to it', () => {
  expect(allowedTo('dynamodb:PartiQLInsert', audit.arn)).toEqual(['audit-append']);
  for (const action of CHANGING)
    for (const resource of [audit.arn, `${audit.arn}/index/byDay`])
      expect([action, allowedTo(action, resource)]).toEqual([action, []]);
});

test('the table itself denies every change of an entry, also to a role that is given the right', () => {
  type Policy = { PolicyDocument: { Statement: (Statement & { Principal: unknown })[] } };
  const { PolicyDocument } = audit.properties['ResourcePolicy'] as Policy;
  expect(PolicyDocument.Statement).toHaveLength(1);
  const [{ Effect, Principal, Action, Condition }] = PolicyDocument.Statement as [Statement & { Principal: unknown }];
  expect([Effect, Principal, Condition]).toEqual(['Deny', { AWS: '*' }, undefined]);
  expect([Action].flat().sort()).toEqual(CHANGING.slice(0, 6).sort());
});

test('functions put entries into the outbox and can neither change nor remove one without the stream telling of it', () => {
  const recording = Object.entries(FUNCTIONS).filter(([, { uses }]) => uses.includes('audit:append'));
  expect(recording.length).toBeGreaterThan(10);
  expect(allowedTo('dynamodb:PutItem', outbox.arn).sort()).toEqual(recording.map(([name]) => name).sort());
  for (const action of CHANGING.slice(1)) expect([action, allowedTo(action, outbox.arn)]).toEqual([action, []]);
  expect(allowedTo('dynamodb:PartiQLInsert', outbox.arn)).toEqual([]);
  expect(outbox.properties['StreamSpecification']).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' });
  expect(allowedTo('dynamodb:GetRecords', `${outbox.arn}/stream/0`)).toEqual(['audit-append']);
});

test('one function may sign with the key of the audit', () => {
  const key = assembly.of('AWS::KMS::Key').find(({ name }) => /-AuditKey[0-9A-F]{8}$/u.test(name))!;
  expect(key.properties).toMatchObject({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
  const arn = `arn:aws:kms:eu-central-1:123456789012:key/${key.name}`;
  expect(allowedTo('kms:Sign', arn)).toEqual(['audit-append']);
  expect(allowedTo('kms:GetPublicKey', arn)).toEqual(['admin-audit']);
});

test('no function may add to, change or delete what the audit held before it had tables of its own', () => {
  const context = { 'dynamodb:LeadingKeys': ['AUDIT#2026-11-30'] };
  for (const { name, statements } of roles)
    for (const action of [...CHANGING, 'dynamodb:PartiQLInsert'])
      expect([name, action, mayDo(statements, { action, resource: operations.arn, context })]).toEqual([
        name,
        action,
        false,
      ]);
});
