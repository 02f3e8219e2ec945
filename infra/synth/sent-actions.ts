/**
 * Which IAM actions each function's code can send: read from its bundle, in which esbuild has left what is reached from its index.ts. What
 * infra/rights grants must be among them.
 */
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { FUNCTIONS } from '../functions.ts';
import { ROOT } from '../paths.ts';

/** The SDK's command -> the actions that it needs. HEAD and GET ask for the list too, or a missing object would be a 403. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  BatchExecuteStatement: ['dynamodb:PartiQLInsert'],
  BatchGet: ['dynamodb:BatchGetItem'],
  BatchWrite: ['dynamodb:BatchWriteItem'],
  Delete: ['dynamodb:DeleteItem'],
  ExecuteTransaction: ['dynamodb:PartiQLInsert'],
  Get: ['dynamodb:GetItem'],
  Put: ['dynamodb:PutItem'],
  Query: ['dynamodb:Query'],
  Scan: ['dynamodb:Scan'],
  Update: ['dynamodb:UpdateItem'],
  CompleteMultipartUpload: ['s3:PutObject'],
  CreateMultipartUpload: ['s3:PutObject'],
  DeleteObjects: ['s3:DeleteObject'],
  GetObject: ['s3:GetObject', 's3:ListBucket'],
  HeadObject: ['s3:GetObject', 's3:ListBucket'],
  ListObjectsV2: ['s3:ListBucket'],
  ListParts: ['s3:ListMultipartUploadParts'],
  PutObject: ['s3:PutObject'],
  UploadPart: ['s3:PutObject'],
  Decrypt: ['kms:Decrypt'],
  Encrypt: ['kms:Encrypt'],
  GenerateDataKey: ['kms:GenerateDataKey'],
  GenerateMac: ['kms:GenerateMac'],
  GetPublicKey: ['kms:GetPublicKey'],
  Sign: ['kms:Sign'],
  VerifyMac: ['kms:VerifyMac'],
  GetSecretValue: ['secretsmanager:GetSecretValue'],
  GetAccountSendingEnabled: ['ses:GetAccountSendingEnabled'],
  GetIdentityVerificationAttributes: ['ses:GetIdentityVerificationAttributes'],
  GetSendQuota: ['ses:GetSendQuota'],
  SendRawEmail: ['ses:SendRawEmail'],
  SendMessage: ['sqs:SendMessage'],
  DescribeExecution: ['states:DescribeExecution'],
  StartExecution: ['states:StartExecution'],
  StopExecution: ['states:StopExecution'],
  PutEvents: ['events:PutEvents'],
  Invoke: ['lambda:InvokeFunction'],
};
/** What a transaction may hold (adapters/dynamodb/transactions.ts). */
const IN_TRANSACTIONS: Readonly<Record<string, string>> = {
  Put: 'dynamodb:PutItem',
  Update: 'dynamodb:UpdateItem',
  Delete: 'dynamodb:DeleteItem',
  ConditionCheck: 'dynamodb:ConditionCheckItem',
};

/** @param code of a bundle @throws Error naming a command that is not in the table */
export function actionsIn(code: string): string[] {
  const commands = [...code.matchAll(/\bnew (\w+)Command\d*\(/gu)].map((match) => match[1]!);
  const actions = commands.flatMap((command) => {
    if (command === 'TransactWrite')
      return [...code.matchAll(/\b(Put|Update|Delete|ConditionCheck): \{\s*TableName/gu)].map(
        (match) => IN_TRANSACTIONS[match[1]!]!,
      );
    const known = ACTIONS[command];
    if (!known) throw new Error(`Name the actions of ${command}Command in infra/synth/sent-actions.ts.`);
    return known;
  });
  return [...new Set(actions)].sort();
}

/** Function -> what esbuild leaves of its code, with the names as they are written. */
export function bundledCode(): ReadonlyMap<string, string> {
  const names = Object.keys(FUNCTIONS);
  const { outputFiles } = buildSync({
    entryPoints: names.map((name) => ({ in: join(ROOT, 'lambdas', name, 'index.ts'), out: name })),
    outdir: ROOT,
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    treeShaking: true,
    logLevel: 'warning',
  });
  const codes = new Map(outputFiles.map(({ path, text }) => [path, text]));
  return new Map(names.map((name) => [name, codes.get(join(ROOT, `${name}.js`)) ?? '']));
}

/** Function -> actions, in the order of infra/functions.ts. */
export const sentActions = (codes = bundledCode()): Record<string, string[]> =>
  Object.fromEntries([...codes].map(([name, code]) => [name, actionsIn(code)]));

/** The text of infra/sent-actions.ts. */
export function sentActionsFile(sent: Readonly<Record<string, readonly string[]>>): string {
  const lines = Object.entries(sent).map(([name, actions]) => {
    const key = /^\w+$/u.test(name) ? name : `'${name}'`;
    const list = actions.map((action) => `'${action}'`);
    const short = `  ${key}: [${list.join(', ')}],`;
    return short.length <= 120 ? short : `  ${key}: [\n${list.map((one) => `    ${one},\n`).join('')}  ],`;
  });
  return [
    "/** Which IAM actions each function's code can send. Written by `npm run generate`; a reviewer sees here what a change may newly do. */",
    'export const SENT_ACTIONS: Readonly<Record<string, readonly string[]>> = {',
    ...lines,
    '};',
    '',
  ].join('\n');
}
