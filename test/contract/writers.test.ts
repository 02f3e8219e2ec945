/**
 * Whatever changes something at a service of AWS is sent by one module, which names the writer or says why it need not
 * (docs/decisions/writes-name-their-writer.md). A command that is not in these lists fails the test, and so does one that another module names.
 */
import { readFileSync } from 'node:fs';
import { sourcesOf } from '#test/support/imports.ts';

/** They change nothing: sent again, they do the same. */
const READS =
  /^(?:Get|BatchGet|Query|Scan|GetObject|HeadObject|List\w+|Describe\w+|GetPublicKey|GetSecretValue|GetSendQuota|GetAccountSendingEnabled|GetIdentityVerificationAttributes|Decrypt|Encrypt|GenerateDataKey|GenerateMac|VerifyMac|Sign)$/u;

/** Command -> the one module that sends it, and what makes it count once. */
const WRITES: Readonly<Record<string, readonly [module: string, once: string]>> = {
  Put: ['adapters/dynamodb/items.ts', 'the item names its writer'],
  Update: ['adapters/dynamodb/items.ts', 'the item names its writer'],
  Delete: ['adapters/dynamodb/items.ts', 'what is gone stays gone; its condition names what was seen'],
  TransactWrite: ['adapters/dynamodb/transactions.ts', "DynamoDB's token"],
  ExecuteTransaction: ['adapters/dynamodb/transactions.ts', "DynamoDB's token"],
  BatchExecuteStatement: ['adapters/dynamodb/inserts.ts', 'the item names the record that it is made of'],
  BatchWrite: ['adapters/dynamodb/batch-put.ts', 'no condition: the same items again'],
  PutObject: ['adapters/aws/objects.ts', 'the object names its writer, or there is no condition'],
  DeleteObjects: ['adapters/runs/exports.ts', 'what is gone stays gone'],
  CreateMultipartUpload: ['adapters/runs/exports.ts', 'an upload more, which the lifecycle rule ends'],
  UploadPart: ['adapters/runs/exports.ts', 'presigned alone: a part replaces the same part'],
  CompleteMultipartUpload: ['adapters/runs/exports.ts', 'the key is of one upload alone: the object is read back'],
  StartExecution: ['adapters/aws/executions.ts', 'the name starts it once'],
  SendMessage: ['adapters/mail/queue.ts', 'the message names its mail, which is claimed before it is sent'],
  SendRawEmail: ['adapters/mail/ses.ts', 'is never sent again: it is uncertain then'],
  PutEvents: ['adapters/aws/events.ts', 'an event may come twice, under one id'],
};

const files = ['adapters', 'core', 'lambdas', 'cli'].flatMap((folder) => sourcesOf(folder));
const named = files.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/\b([A-Z]\w+)Command\b/gu)].map((match) => ({ file, command: match[1]! })),
);
const writing = named.filter(({ command }) => !READS.test(command));

test('each command that changes something is in the list, and sent by its module alone', () => {
  const senders = new Map<string, Set<string>>();
  for (const { file, command } of writing) senders.set(command, (senders.get(command) ?? new Set()).add(file));
  expect(Object.fromEntries([...senders].map(([command, of]) => [command, [...of]]))).toEqual(
    Object.fromEntries(Object.entries(WRITES).map(([command, [module]]) => [command, [module]])),
  );
});

test('no module takes a whole package of the SDK, or a client that has a method for each command', () => {
  const wrong = files.filter((file) => {
    const imports = readFileSync(file, 'utf8').matchAll(/^import (?!type)([^;]*?) from '@aws-sdk\/[^']+'/gmu);
    return [...imports].some(
      ([, what = '']) =>
        what.includes('*') ||
        /(?<![\w.])(?:DynamoDB|DynamoDBDocument|S3|SQS|SES|SFN|EventBridge|KMS|SecretsManager)(?!\w)/u.test(what),
    );
  });
  expect(wrong).toEqual([]);
});

test('a write of a transaction is made by the functions that bind it, and sent under a name', () => {
  const wrong = files
    .filter((file) => file !== 'adapters/dynamodb/transactions.ts')
    .filter((file) =>
      /\b(?:ConditionExpression|UpdateExpression|TransactItems|ClientRequestToken)\b/u.test(readFileSync(file, 'utf8')),
    );
  expect(wrong).toEqual(['adapters/dynamodb/items.ts']);
});
