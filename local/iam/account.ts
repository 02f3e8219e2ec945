/** What requests refer to: the tables, buckets and queues of the templates, and the keys that they are encrypted with. */
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { TABLE_VARIABLES } from '#infra/rights/grants.ts';
import { specOf, TABLE_NAMES } from '#infra/tables.ts';
import { ACCOUNT, REGION } from '../aws/names.ts';
import type { Need } from './judge.ts';
import { bucketArn, queueArn, tableArn } from './policies.ts';

export type DescribedTable = {
  readonly arn: string;
  /** The attribute of its partition key, and of each index's. */
  readonly partition: string;
  readonly indexes: ReadonlyMap<string, string>;
  /** ARN of its key. */
  readonly key?: string | undefined;
};
type Encrypted = { readonly arn: string; readonly key?: string | undefined };
export type Account = {
  readonly tables: ReadonlyMap<string, DescribedTable>;
  readonly buckets: ReadonlyMap<string, Encrypted>;
  readonly queues: ReadonlyMap<string, Encrypted>;
  readonly topics: ReadonlyMap<string, Encrypted>;
  /** By ARN. */
  readonly secrets: ReadonlyMap<string, Encrypted>;
};

type KeySchema = { AttributeName: string; KeyType: string }[];
type Table = {
  KeySchema: KeySchema;
  GlobalSecondaryIndexes?: { IndexName: string; KeySchema: KeySchema }[];
  SSESpecification?: { KMSMasterKeyId?: string };
};
type Encryption = { ServerSideEncryptionByDefault?: { KMSMasterKeyID?: string } };
type Bucket = { BucketEncryption?: { ServerSideEncryptionConfiguration: Encryption[] } };

const partitionOf = (schema: KeySchema): string => schema.find(({ KeyType }) => KeyType === 'HASH')!.AttributeName;

type Environment = { Environment?: { Variables?: Readonly<Record<string, string>> } };

/**
 * What a deployment adopts stands in no template: its functions name it by these variables. Its key is not known, so that what is needed of a
 * key is not asked there. @returns name in the account, and the variable, of those that are not in `known`
 */
function adoptedIn(
  assembly: Pick<Assembly, 'of'>,
  wanted: readonly string[],
  known: ReadonlyMap<string, unknown>,
): Map<string, string> {
  const variables = assembly
    .of<Environment>('AWS::Lambda::Function')
    .flatMap(({ properties }) => Object.entries(properties.Environment?.Variables ?? {}));
  const adopted = variables.filter(([variable, name]) => wanted.includes(variable) && !known.has(name));
  return new Map(adopted.map(([variable, name]) => [name, variable]));
}

const BUCKET_VARIABLES = ['EXPORT_BUCKET', 'REPORT_BUCKET'];

function describedAs(name: string, variable: string): DescribedTable {
  const { indexes } = specOf(TABLE_NAMES.find((table) => TABLE_VARIABLES[table] === variable)!);
  const partitions = indexes.map((one) => [one.name, one.partition] as const);
  return { arn: tableArn(name), partition: 'pk', indexes: new Map(partitions) };
}

export function accountOf(assembly: Pick<Assembly, 'of'>): Account {
  const tables = new Map<string, DescribedTable>();
  for (const { name, properties } of assembly.of<Table>('AWS::DynamoDB::Table')) {
    const { KeySchema, GlobalSecondaryIndexes: indexes = [], SSESpecification } = properties;
    tables.set(name, {
      arn: tableArn(name),
      partition: partitionOf(KeySchema),
      indexes: new Map(indexes.map((one) => [one.IndexName, partitionOf(one.KeySchema)])),
      key: SSESpecification?.KMSMasterKeyId,
    });
  }
  const buckets = new Map<string, Encrypted>();
  for (const { name, properties } of assembly.of<Bucket>('AWS::S3::Bucket')) {
    const [rule] = properties.BucketEncryption?.ServerSideEncryptionConfiguration ?? [];
    buckets.set(name, { arn: bucketArn(name), key: rule?.ServerSideEncryptionByDefault?.KMSMasterKeyID });
  }
  for (const [name, variable] of adoptedIn(assembly, Object.values(TABLE_VARIABLES), tables))
    tables.set(name, describedAs(name, variable));
  for (const name of adoptedIn(assembly, BUCKET_VARIABLES, buckets).keys()) buckets.set(name, { arn: bucketArn(name) });
  const keyed = (type: string, arnOf: (name: string) => string) =>
    assembly
      .of<{ KmsMasterKeyId?: string; KmsKeyId?: string }>(type)
      .map(({ name, properties: { KmsMasterKeyId, KmsKeyId } }): [string, Encrypted] => [
        name,
        { arn: arnOf(name), key: KmsMasterKeyId ?? KmsKeyId },
      ]);
  const secretArn = (name: string) => `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}`;
  return {
    tables,
    buckets,
    queues: new Map(keyed('AWS::SQS::Queue', queueArn)),
    topics: new Map(keyed('AWS::SNS::Topic', (name) => `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`)),
    secrets: new Map(keyed('AWS::SecretsManager::Secret', secretArn).map(([, secret]) => [secret.arn, secret])),
  };
}

/** What the caller needs on the key of something encrypted: a service uses it in the caller's name. @param context of the encryption */
export function keyNeeds(
  key: string | undefined,
  actions: readonly string[],
  service: string,
  context: Readonly<Record<string, string>> = {},
): Need[] {
  if (key === undefined) return [];
  const via = { ...encryptionContext(context), 'kms:viaservice': [`${service}.${REGION}.amazonaws.com`] };
  return actions.map((action) => ({ action: `kms:${action}`, resource: key, context: withTls(via) }));
}

/** The condition keys of an encryption context (AWS: Condition keys for AWS KMS). */
export function encryptionContext(context: Readonly<Record<string, string>> = {}) {
  const names = Object.keys(context);
  const pairs = names.map((name) => [`kms:encryptioncontext:${name.toLowerCase()}`, [context[name]!]]);
  return {
    ...(Object.fromEntries(pairs) as Record<string, readonly string[]>),
    ...(names.length === 0 ? {} : { 'kms:encryptioncontextkeys': names }),
    'kms:calleraccount': [ACCOUNT],
  };
}

/**
 * Here no engine speaks TLS, and nothing leaves the machine. What would be so on AWS, where the SDK's own endpoints speak HTTPS
 * (test/contract/aws-endpoints.test.ts), is taken as given.
 */
export function withTls<C extends object>(context: C): C & Record<string, readonly string[]> {
  return { ...context, 'aws:securetransport': ['true'], 's3:tlsversion': ['1.3'] };
}
