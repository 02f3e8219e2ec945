import type { Account } from './account.ts';
import { dynamoDbNeeds } from './dynamodb-needs.ts';
import type { Need } from './judge.ts';
import { s3Needs } from './s3-needs.ts';
import { jsonNeeds, sesNeeds, sqsNeeds } from './service-needs.ts';

const arn = (service: string, rest: string) => `arn:aws:${service}:eu-central-1:000000000000:${rest}`;
const KEY = arn('kms', 'key/k');
const TABLE = arn('dynamodb', 'table/t');
const account: Account = {
  tables: new Map([
    ['t', { arn: TABLE, partition: 'pk', indexes: new Map([['byDay', 'day']]), key: KEY }],
    ['plain', { arn: arn('dynamodb', 'table/plain'), partition: 'pk', indexes: new Map() }],
  ]),
  buckets: new Map([['b', { arn: 'arn:aws:s3:::b', key: KEY }]]),
  queues: new Map([['q', { arn: arn('sqs', 'q'), key: KEY }]]),
  topics: new Map(),
  secrets: new Map([[arn('secretsmanager', 'secret:s'), { arn: arn('secretsmanager', 'secret:s'), key: KEY }]]),
};
/** "action resource [leading keys]" of each, without the use of keys. */
const short = (needs: readonly Need[]) =>
  needs
    .filter(({ action }) => !action.startsWith('kms:'))
    .map(({ action, resource, context }) => {
      const keys = context['dynamodb:leadingkeys'];
      return `${action} ${resource.replace(TABLE, 't')}${keys ? ` ${keys.join()}` : ''}`;
    });
const keyUse = (needs: readonly Need[]) =>
  needs.filter(({ action }) => action.startsWith('kms:')).map(({ action }) => action);

const item = (pk: string) => ({ pk: { S: pk }, sk: { S: 'x' } });
const statement = (pk: string) => ({
  Statement: `INSERT INTO "t" VALUE {'sk': ?, 'pk': ?}`,
  Parameters: [{ S: 'x' }, { S: pk }],
});
const query = {
  TableName: 't',
  KeyConditionExpression: '#sk > :sk AND #pk = :pk',
  ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk' },
  ExpressionAttributeValues: { ':pk': { S: 'A' }, ':sk': { S: 'B' } },
};

test.each<[operation: string, input: object, needs: string[]]>([
  ['GetItem', { TableName: 't', Key: item('A') }, ['dynamodb:GetItem t A']],
  ['PutItem', { TableName: 't', Item: item('A') }, ['dynamodb:PutItem t A']],
  ['UpdateItem', { TableName: 't', Key: item('A') }, ['dynamodb:UpdateItem t A']],
  ['DeleteItem', { TableName: TABLE, Key: item('A') }, ['dynamodb:DeleteItem t A']],
  ['Query', query, ['dynamodb:Query t A']],
  [
    'Query',
    {
      TableName: 't',
      IndexName: 'byDay',
      KeyConditionExpression: 'day=:d',
      ExpressionAttributeValues: { ':d': { S: 'D' } },
    },
    ['dynamodb:Query t/index/byDay D'],
  ],
  ['Scan', { TableName: 't' }, ['dynamodb:Scan t']],
  [
    'BatchGetItem',
    { RequestItems: { t: { Keys: [item('A'), item('B'), item('A')] } } },
    ['dynamodb:BatchGetItem t A,B'],
  ],
  [
    'BatchWriteItem',
    { RequestItems: { t: [{ PutRequest: { Item: item('A') } }, { DeleteRequest: { Key: item('B') } }] } },
    ['dynamodb:BatchWriteItem t A,B'],
  ],
  [
    'TransactWriteItems',
    {
      TransactItems: [
        { Put: { TableName: 't', Item: item('A') } },
        { ConditionCheck: { TableName: 't', Key: item('B') } },
        { Update: { TableName: 't', Key: item('C') } },
        { Delete: { TableName: 't', Key: item('D') } },
      ],
    },
    ['dynamodb:PutItem t A', 'dynamodb:ConditionCheckItem t B', 'dynamodb:UpdateItem t C', 'dynamodb:DeleteItem t D'],
  ],
  ['TransactGetItems', { TransactItems: [{ Get: { TableName: 't', Key: item('A') } }] }, ['dynamodb:GetItem t A']],
  ['ExecuteStatement', statement('A'), ['dynamodb:PartiQLInsert t A']],
  [
    'BatchExecuteStatement',
    { Statements: [statement('A'), statement('B')] },
    ['dynamodb:PartiQLInsert t A', 'dynamodb:PartiQLInsert t B'],
  ],
  ['ExecuteTransaction', { TransactStatements: [statement('A')] }, ['dynamodb:PartiQLInsert t A']],
])(
  "DynamoDB's %s needs its action on the table or index, with its partition keys, and the table's key",
  (operation, input, needs) => {
    const asked = dynamoDbNeeds(operation, input, account);
    expect(short(asked)).toEqual(needs);
    expect(keyUse(asked)).toEqual(['kms:Decrypt']);
  },
);

test('what else a request to DynamoDB says is there for conditions', () => {
  const [transacted] = dynamoDbNeeds(
    'TransactWriteItems',
    { TransactItems: [{ Put: { TableName: 't', Item: item('A') } }] },
    account,
  );
  expect(transacted!.context).toMatchObject({
    'dynamodb:enclosingoperation': ['TransactWriteItems'],
    'dynamodb:returnvalues': ['NONE'],
    'aws:securetransport': ['true'],
  });
  const [queried] = dynamoDbNeeds('Query', { ...query, ProjectionExpression: 'pk' }, account);
  expect(queried!.context).toMatchObject({ 'dynamodb:select': ['SPECIFIC_ATTRIBUTES'] });
  expect(queried!.context).not.toHaveProperty('dynamodb:enclosingoperation');
  expect(dynamoDbNeeds('GetItem', { TableName: 'plain', Key: item('A') }, account)).toHaveLength(1);
  const [, key] = dynamoDbNeeds('GetItem', { TableName: 't', Key: item('A') }, account);
  expect(key!.context).toMatchObject({
    'kms:viaservice': ['dynamodb.eu-central-1.amazonaws.com'],
    'kms:encryptioncontext:aws:dynamodb:tablename': ['t'],
  });
});

test.each<[string, string, object]>([
  ['an action', 'DescribeTable', { TableName: 't' }],
  ['an action named like a method', 'toString', {}],
  ['a table', 'GetItem', { TableName: 'x', Key: item('A') }],
  ['an index', 'Query', { ...query, IndexName: 'x' }],
  [
    'a query without its key',
    'Query',
    { TableName: 't', KeyConditionExpression: 'sk = :sk', ExpressionAttributeValues: { ':sk': { S: 'A' } } },
  ],
  ['a query of the old form', 'Query', { TableName: 't', KeyConditions: {} }],
  ['an item without its key', 'PutItem', { TableName: 't', Item: {} }],
  ['part of a transaction', 'TransactWriteItems', { TransactItems: [{ Other: {} }] }],
  ['a statement', 'ExecuteStatement', { Statement: 'SELECT * FROM "t"' }],
  ['a statement with a value in it', 'ExecuteStatement', { Statement: `INSERT INTO "t" VALUE {'pk': 'A'}` }],
])('%s of DynamoDB that is not known cannot be judged', (_name, operation, input) => {
  expect(() => dynamoDbNeeds(operation, input, account)).toThrow("can't judge");
});

const ask = (line: string, headers: Record<string, string> = {}, body = '') => {
  const [method = '', url = ''] = line.split(' ');
  const [path = '', query = ''] = url.split('?');
  return s3Needs({ method, path, query: new URLSearchParams(query), headers, body }, account);
};
test.each<[line: string, needs: string[], keyUse: string[]]>([
  ['GET /b/a%20b/c', ['s3:GetObject arn:aws:s3:::b/a b/c'], ['kms:Decrypt']],
  ['HEAD /b/k', ['s3:GetObject arn:aws:s3:::b/k'], ['kms:Decrypt']],
  ['PUT /b/k?x-id=PutObject', ['s3:PutObject arn:aws:s3:::b/k'], ['kms:GenerateDataKey']],
  ['DELETE /b/k', ['s3:DeleteObject arn:aws:s3:::b/k'], []],
  ['POST /b/k?uploads', ['s3:PutObject arn:aws:s3:::b/k'], ['kms:GenerateDataKey']],
  ['PUT /b/k?partNumber=1&uploadId=u', ['s3:PutObject arn:aws:s3:::b/k'], ['kms:Decrypt']],
  ['POST /b/k?uploadId=u', ['s3:PutObject arn:aws:s3:::b/k'], ['kms:Decrypt']],
  ['GET /b/k?uploadId=u', ['s3:ListMultipartUploadParts arn:aws:s3:::b/k'], []],
  ['DELETE /b/k?uploadId=u', ['s3:AbortMultipartUpload arn:aws:s3:::b/k'], []],
  ['GET /b?list-type=2&prefix=p', ['s3:ListBucket arn:aws:s3:::b'], []],
  ['GET /b?uploads', ['s3:ListBucketMultipartUploads arn:aws:s3:::b'], []],
  ['GET /b?location', ['s3:GetBucketLocation arn:aws:s3:::b'], []],
])('%s needs its action, and the key of the bucket', (line, needs, used) => {
  expect(short(ask(line))).toEqual(needs);
  expect(keyUse(ask(line))).toEqual(used);
});

test('a copy reads its source, and a list of objects to delete needs each', () => {
  expect(short(ask('PUT /b/k', { 'x-amz-copy-source': '/b/from%20here' }))).toEqual([
    's3:PutObject arn:aws:s3:::b/k',
    's3:GetObject arn:aws:s3:::b/from here',
  ]);
  const body = '<Delete><Object><Key>a&amp;b</Key></Object><Object><Key>c</Key></Object></Delete>';
  expect(short(ask('POST /b?delete', {}, body))).toEqual([
    's3:DeleteObject arn:aws:s3:::b/a&b',
    's3:DeleteObject arn:aws:s3:::b/c',
  ]);
});

test.each(['PUT /b', 'GET /b?policy', 'GET /b/k?acl', 'PUT /b/k?tagging', 'PATCH /b/k', 'GET /b/k?versionId=1'])(
  '%s cannot be judged',
  (line) => {
    expect(() => ask(line)).toThrow("can't judge");
  },
);

test('a queue that is encrypted needs its key', () => {
  const QueueUrl = 'http://127.0.0.1:1/000000000000/q';
  const of = (operation: string) => sqsNeeds(operation, { QueueUrl }, account);
  expect(short(of('SendMessageBatch'))).toEqual([`sqs:SendMessage ${arn('sqs', 'q')}`]);
  expect(keyUse(of('SendMessage'))).toEqual(['kms:GenerateDataKey', 'kms:Decrypt']);
  expect(keyUse(of('ReceiveMessage'))).toEqual(['kms:Decrypt']);
  expect(keyUse(of('DeleteMessage'))).toEqual([]);
  expect(() => of('PurgeQueue')).toThrow("can't judge");
});

test('KMS, Secrets Manager, Step Functions and EventBridge need their action on what they name', () => {
  const encrypted = { KeyId: 'k', EncryptionContext: { Serial: '1' } };
  const [decrypt] = jsonNeeds('kms', 'Decrypt', encrypted, account);
  expect(decrypt).toMatchObject({ action: 'kms:Decrypt', resource: KEY });
  expect(decrypt!.context).toMatchObject({
    'kms:encryptioncontext:serial': ['1'],
    'kms:encryptioncontextkeys': ['Serial'],
  });
  expect(jsonNeeds('kms', 'Sign', { KeyId: KEY }, account)[0]!.context).not.toHaveProperty('kms:encryptioncontextkeys');
  const read = jsonNeeds('secretsmanager', 'GetSecretValue', { SecretId: arn('secretsmanager', 'secret:s') }, account);
  expect(read.map(({ action }) => action)).toEqual(['secretsmanager:GetSecretValue', 'kms:Decrypt']);
  expect(read[1]!.context).toMatchObject({ 'kms:viaservice': ['secretsmanager.eu-central-1.amazonaws.com'] });
  expect(short(jsonNeeds('states', 'StartExecution', { stateMachineArn: 'm' }, account))).toEqual([
    'states:StartExecution m',
  ]);
  expect(short(jsonNeeds('states', 'DescribeExecution', { executionArn: 'e' }, account))).toEqual([
    'states:DescribeExecution e',
  ]);
  const entries = { Entries: [{ EventBusName: 'bus', Source: 'landfall', DetailType: 'x', Detail: '{}' }] };
  expect(jsonNeeds('events', 'PutEvents', entries, account)[0]).toMatchObject({
    resource: arn('events', 'event-bus/bus'),
    context: { 'events:source': ['landfall'] },
  });
  for (const [service, action] of [
    ['kms', 'ScheduleKeyDeletion'],
    ['states', 'ListExecutions'],
    ['secretsmanager', 'ListSecrets'],
    ['other', 'Get'],
  ] as const)
    expect(() => jsonNeeds(service, action, {}, account)).toThrow("can't judge");
});

test("SES needs one of the sender's identities, and the configuration set", () => {
  const form = new URLSearchParams({
    Action: 'SendRawEmail',
    Source: 'Help <help@mail.corp.example>',
    ConfigurationSetName: 'set',
    'Destinations.member.1': 'ana@corp.example',
  });
  const [identities, sets] = sesNeeds(form);
  expect(identities!.map(({ resource }) => resource.split('identity/')[1])).toEqual([
    'help@mail.corp.example',
    'mail.corp.example',
    'corp.example',
    'example',
  ]);
  expect(identities![0]!.context).toMatchObject({
    'ses:fromaddress': ['help@mail.corp.example'],
    'ses:recipients': ['ana@corp.example'],
  });
  expect(short(sets!)).toEqual([`ses:SendRawEmail ${arn('ses', 'configuration-set/set')}`]);
  expect(sesNeeds(new URLSearchParams({ Action: 'GetSendQuota' }))[0]).toMatchObject([
    { action: 'ses:GetSendQuota', resource: '*' },
  ]);
  expect(() => sesNeeds(new URLSearchParams({ Action: 'DeleteIdentity' }))).toThrow("can't judge");
});
