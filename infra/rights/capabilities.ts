/** Capabilities by verb, beside those on kinds of items (items.ts): each with what it allows and the variables that it brings. */
import type { Grant } from './grant.ts';
import type { ItemUse } from './items.ts';

export type Capability = {
  readonly means: string;
  readonly items?: readonly ItemUse[];
  readonly grants?: readonly Grant[];
  readonly variables?: readonly string[];
};

const READ = ['s3:GetObject'];
const WRITE = ['s3:PutObject'];
/** A bucket's own key seals each object, in the caller's name. */
const openedByS3: Grant = { actions: ['kms:Decrypt'], on: ['key/data'], via: ['s3'] };
const sealedByS3: Grant = { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], on: ['key/data'], via: ['s3'] };
/** Without it S3 answers 403 and not 404 where there is no such object, so that "gone" and "refused" were one. */
const listing = (bucket: 'exports' | 'reports'): Grant => ({ actions: ['s3:ListBucket'], on: [`bucket/${bucket}`] });

const secret = (name: 'peppers' | 'sessionKeys' | 'originSecret', key: 'pepper' | 'data'): readonly Grant[] => [
  { actions: ['secretsmanager:GetSecretValue'], on: [`secret/${name}`] },
  {
    actions: ['kms:Decrypt'],
    on: [`key/${key}`],
    via: ['secretsmanager'],
    conditions: { StringEquals: { 'kms:EncryptionContext:SecretARN': `secret/${name}` } },
  },
];

/**
 * Data keys under the seed key, told apart by their encryption context, which KMS binds into each: {run} the data key of a package, while
 * its run goes on; {migration} those of the tokens that a run brought; {token} those of a token made here, and of the decoys.
 */
const context = (name: string, value = '*') => ({ StringLike: { [`kms:EncryptionContext:${name}`]: value } });
/** No key of a run has one of these. */
const OF_SEEDS = { 'ForAnyValue:StringEquals': { 'kms:EncryptionContextKeys': ['migration', 'token'] } };

export const CAPABILITIES = {
  'audit:append': { means: 'put entries of the audit with what they record', items: ['outbox:put'] },
  'audit:read': { means: 'read the audit by day', items: ['outbox:list', 'auditDays:list', 'formerAudit:list'] },
  'audit:verify': {
    means: 'read the audit in its order, and the public half of the key that signs it',
    items: ['audit:list'],
    grants: [{ actions: ['kms:GetPublicKey'], on: ['key/audit'] }],
    variables: ['AUDIT_KEY_ID'],
  },
  'audit:seal': {
    means: 'enter what was put into the audit, and sign its heads',
    items: ['audit:list+insert'],
    grants: [{ actions: ['kms:Sign'], on: ['key/audit'] }],
    variables: ['AUDIT_KEY_ID'],
  },

  'seeds:open': {
    means: 'open the seed of a token whose item it has read',
    grants: [{ actions: ['kms:Decrypt'], on: ['key/seed'], conditions: OF_SEEDS }],
    variables: ['SEED_KEY_ID'],
  },
  'importedSeeds:seal': {
    means: 'make the data key that seals the seeds of a part',
    grants: [{ actions: ['kms:GenerateDataKey'], on: ['key/seed'], conditions: context('migration') }],
    variables: ['SEED_KEY_ID'],
  },
  'ownSeeds:seal': {
    means: 'make the data key that seals the seed of a token made here',
    grants: [{ actions: ['kms:GenerateDataKey'], on: ['key/seed'], conditions: context('token') }],
    variables: ['SEED_KEY_ID'],
  },
  'decoySeeds:seal': {
    means: 'make the data key of the decoys',
    grants: [{ actions: ['kms:GenerateDataKey'], on: ['key/seed'], conditions: context('token', 'decoy') }],
    variables: ['SEED_KEY_ID'],
  },
  'runKeys:seal': {
    means: 'seal the data key of a package for its run',
    grants: [{ actions: ['kms:Encrypt'], on: ['key/seed'], conditions: context('run') }],
    variables: ['SEED_KEY_ID'],
  },
  'runKeys:open': {
    means: 'open the data key of a package for its run',
    grants: [{ actions: ['kms:Decrypt'], on: ['key/seed'], conditions: context('run') }],
    variables: ['SEED_KEY_ID'],
  },
  'exportKey:read': {
    means: 'read the public half of the export key',
    grants: [{ actions: ['kms:GetPublicKey'], on: ['key/export'] }],
    variables: ['EXPORT_KEY_ID'],
  },
  'exportKey:open': {
    means: 'open the data key of a package as it came',
    grants: [{ actions: ['kms:Decrypt'], on: ['key/export'] }],
    variables: ['EXPORT_KEY_ID'],
  },

  peppers: {
    means: 'read the keys over passwords, answers and PINs',
    grants: secret('peppers', 'pepper'),
    variables: ['PEPPER_SECRET_ARN'],
  },
  sessionKeys: {
    means: 'read the keys that sign sessions and links',
    grants: secret('sessionKeys', 'data'),
    variables: ['SESSION_SECRET_ARN'],
  },
  originSecret: {
    means: 'read what CloudFront adds to each request',
    grants: secret('originSecret', 'data'),
    variables: ['ORIGIN_SECRET_ARN'],
  },

  'exports:read': {
    means: 'read packages',
    grants: [
      { actions: READ, on: ['objects/exports/uploads/*', 'objects/exports/staged/*'] },
      listing('exports'),
      openedByS3,
    ],
    variables: ['EXPORT_BUCKET'],
  },
  'exports:count': {
    means: 'list packages',
    grants: [
      {
        ...listing('exports'),
        conditions: { StringEquals: { 's3:prefix': ['uploads/', 'staged/'] } },
      },
    ],
    variables: ['EXPORT_BUCKET'],
  },
  'exports:upload': {
    means: 'begin, go on with and complete uploads of packages, and presign their parts',
    grants: [{ actions: [...WRITE, 's3:ListMultipartUploadParts'], on: ['objects/exports/staged/*'] }, sealedByS3],
    variables: ['EXPORT_BUCKET'],
  },
  'plans:read': {
    means: 'read what the states before have prepared',
    grants: [{ actions: READ, on: ['objects/exports/plans/*'] }, listing('exports'), openedByS3],
    variables: ['EXPORT_BUCKET'],
  },
  'plans:write': {
    means: 'write what the states behind it need',
    grants: [{ actions: WRITE, on: ['objects/exports/plans/*'] }, sealedByS3],
    variables: ['EXPORT_BUCKET'],
  },
  'plans:delete': {
    means: 'find and remove what the states have prepared',
    grants: [
      { actions: ['s3:DeleteObject'], on: ['objects/exports/plans/*'] },
      { ...listing('exports'), conditions: { StringLike: { 's3:prefix': 'plans/*' } } },
    ],
    variables: ['EXPORT_BUCKET'],
  },
  'reports:read': {
    means: 'read reports',
    grants: [{ actions: READ, on: ['objects/reports/reports/*'] }, listing('reports'), openedByS3],
    variables: ['REPORT_BUCKET'],
  },
  'reports:write': {
    means: 'write reports',
    grants: [{ actions: WRITE, on: ['objects/reports/reports/*'] }, sealedByS3],
    variables: ['REPORT_BUCKET'],
  },

  'migrations:start': {
    means: 'start an execution of the migration',
    grants: [{ actions: ['states:StartExecution'], on: ['machine/migration'] }],
    variables: ['MIGRATION_MACHINE_ARN'],
  },
  'migrations:describe': {
    means: 'ask whether an execution of the migration goes on',
    grants: [{ actions: ['states:DescribeExecution'], on: ['executions/migration'] }],
    variables: ['MIGRATION_MACHINE_ARN'],
  },
  'campaigns:start': {
    means: 'start an execution of a campaign',
    grants: [{ actions: ['states:StartExecution'], on: ['machine/campaign'] }],
    variables: ['CAMPAIGN_MACHINE_ARN'],
  },
  'mail:enqueue': {
    means: 'put a mail into the queue',
    grants: [
      { actions: ['sqs:SendMessage'], on: ['queue/mail'] },
      { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], on: ['key/data'], via: ['sqs'] },
    ],
    variables: ['MAIL_QUEUE_URL'],
  },
  'mail:send': {
    means: 'send a mail from the sender',
    grants: [{ actions: ['ses:SendRawEmail'], on: ['ses/identity', 'ses/configuration-set'] }],
    variables: ['CONFIGURATION_SET'],
  },
  'mail:account': {
    means: 'ask SES for the quota and the state of account and sender',
    grants: [
      // Service authorization reference of Amazon SES: these three know no resource.
      {
        actions: ['ses:GetAccountSendingEnabled', 'ses:GetIdentityVerificationAttributes', 'ses:GetSendQuota'],
        on: ['*'],
      },
    ],
  },
  'events:put': {
    means: 'put events on the bus',
    grants: [{ actions: ['events:PutEvents'], on: ['bus'] }],
    variables: ['EVENT_BUS_NAME'],
  },
  publicOrigin: { means: 'know where links point', variables: ['PUBLIC_ORIGIN'] },
  'directory:scan': {
    means: 'read the directory from end to end',
    grants: [
      { actions: ['dynamodb:Scan'], on: ['table/directory'] },
      { actions: ['kms:Decrypt', 'kms:DescribeKey'], on: ['key/data'], via: ['dynamodb'] },
    ],
    variables: ['DIRECTORY_TABLE'],
  },
} as const satisfies Readonly<Record<string, Capability>>;
export type CapabilityName = keyof typeof CAPABILITIES;
