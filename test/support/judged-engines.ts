/**
 * Started by test/integration/iam.test.ts: the embedded engines with IAM before them, for two functions: one whose role allows what the test
 * asks, and one whose role allows nothing. Prints where they are, and the functions' keys. @param argv folder
 */
import { join } from 'node:path';
import getPort from 'get-port';
import { serveActions } from '../../local/aws-json.ts';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { createEvents } from '../../local/events.ts';
import { startIam } from '../../local/iam/iam.ts';
import { COLLECTED } from '../../local/iam/records.ts';
import { openKeys } from '../../local/keys.ts';
import { startMail } from '../../local/mail.ts';
import { createStates } from '../../local/states.ts';
import { startStorage } from '../../local/storage.ts';
import { assemblyOf } from './assembly.ts';
import { PERMITTED } from './permits.ts';

const [data = ''] = process.argv.slice(2);
const at = (name: string) => join(data, name);
const arn = (service: string, rest: string) => `arn:aws:${service}:eu-central-1:000000000000:${rest}`;
const resource = (type: string, name: string, properties: object = {}) => ({
  type,
  name,
  properties: { ...properties },
});
const trust = { Version: '2012-10-17', Statement: { Principal: { Service: 'lambda.amazonaws.com' } } };
const AssumeRolePolicyDocument = JSON.parse(JSON.stringify(trust)) as object;
const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const key = arn('kms', 'key/k');
const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
const keys = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['A#*'] } };

/** What the first function may; each of the second's calls is denied. */
const ALLOWED = policy(
  { Effect: 'Allow', Action: ['dynamodb:GetItem'], Resource: arn('dynamodb', 'table/items') },
  { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: arn('dynamodb', 'table/items'), Condition: keys },
  { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::bucket/open/*' },
  { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arn('sqs', 'q') },
  {
    Effect: 'Allow',
    Action: 'ses:SendRawEmail',
    Resource: [arn('ses', 'identity/corp.example'), arn('ses', 'configuration-set/set')],
  },
  {
    Effect: 'Allow',
    Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
    Resource: key,
    Condition: { StringEquals: { 'kms:EncryptionContext:serial': '1' } },
  },
  {
    Effect: 'Allow',
    Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
    Resource: key,
    Condition: { StringEquals: { 'kms:ViaService': 'sqs.eu-central-1.amazonaws.com' } },
  },
  { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: arn('secretsmanager', 'secret:s') },
  { Effect: 'Allow', Action: 'states:StartExecution', Resource: arn('states', 'stateMachine:m') },
  { Effect: 'Allow', Action: 'events:PutEvents', Resource: arn('events', 'event-bus/bus') },
);
const lambda = (name: string) => [
  resource('AWS::Lambda::Function', name, {
    Code: { S3Key: 'code' },
    Handler: 'index.handler',
    Role: `${name}-role.Arn`,
  }),
  resource('AWS::IAM::Role', `${name}-role`, { AssumeRolePolicyDocument }),
];
const machine = {
  StateMachineName: 'm',
  DefinitionString: '{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}',
  RoleArn: 'm-role.Arn',
};
const generated = { SecretStringTemplate: '{}', GenerateStringKey: 'k', PasswordLength: 8 };
const states = JSON.parse(JSON.stringify(trust).replace('lambda', 'states')) as object;
const assembly = assemblyOf(
  [
    ...lambda('may'),
    ...lambda('may-not'),
    resource('AWS::IAM::Policy', 'may-policy', { PolicyDocument: ALLOWED, Roles: ['may-role'] }),
    resource('AWS::IAM::Role', 'm-role', { AssumeRolePolicyDocument: states }),
    resource('AWS::StepFunctions::StateMachine', 'M', machine),
    resource('AWS::DynamoDB::Table', 'items', {
      AttributeDefinitions: [attribute('pk')],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
    resource('AWS::S3::Bucket', 'bucket'),
    resource('AWS::SQS::Queue', 'q', { KmsMasterKeyId: key }),
    resource('AWS::KMS::Key', 'k'),
    resource('AWS::SecretsManager::Secret', 's', { GenerateSecretString: generated }),
    resource('AWS::Events::EventBus', 'bus'),
    resource('AWS::SES::ConfigurationSet', 'set'),
  ],
  { code: data },
);

const ports = { dynamodb: await getPort(), mail: await getPort(), inbox: await getPort(), services: await getPort() };
const said: string[] = [];
// The policies here are drawn for the tests of the judge: what they deny is no denial of the product's roles.
delete process.env[COLLECTED];
const iam = startIam(assembly, at('logs'), (line) => said.push(line));
const dynamoDb = await startDynamoDb(ports.dynamodb, at('dynamodb'), assembly);
const front = await iam.startFront(`http://127.0.0.1:${ports.dynamodb}`);
const storage = await startStorage(0, at('storage'), assembly, () => undefined, iam);
const publish = () => undefined;
const mails = {
  file: at('mails.ndjson'),
  accountFile: at('account.json'),
  publish,
  refuse: iam.refuseMail,
  say: () => undefined,
};
await startMail(assembly, { port: ports.mail, inboxPort: ports.inbox, ...mails });
const { actions } = await openKeys(at('keys.json'), assembly);
const services = { invoke: async () => ({}), s3: '', permits: PERMITTED };
const machines = createStates(assembly, services, at('executions'), () => undefined);
const served = { ...actions, ...machines.actions, ...createEvents(assembly, at('events.log')) };
await serveActions(ports.services, served, iam.permitAction);
const url = (port: number) => `http://127.0.0.1:${port}`;
const endpoints = {
  dynamodb: front.url,
  s3: `http://s3.localhost:${storage.port}`,
  sqs: url(storage.port),
  ses: url(ports.mail),
  services: url(ports.services),
};
const keysOf = Object.fromEntries(
  [...iam.sessions].map(([name, { accessKeyId, secretAccessKey }]) => [name, { accessKeyId, secretAccessKey }]),
);
process.stdout.write(`${JSON.stringify({ endpoints, keysOf })}\n`);
process.on('SIGTERM', () => void dynamoDb.stop().then(() => process.exit(0)));
