/**
 * What must outlive every release: tables, buckets, the upload queue, keys and secrets.
 */

import {
  AttributeType,
  BillingMode,
  type ITable,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key, type KeyProps, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  HttpMethods,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ADOPTED_NAMES, type AdoptedName } from '../configuration/adoption.ts';
import type { Configuration } from '../configuration/values.ts';
import { Adopted, idOf } from '../constructs/adopted.ts';
import { allowDeliveries, MAX_MESSAGE_BYTES, MESSAGES_KEPT } from '../constructs/mail.ts';
import type { StatefulResources } from '../constructs/stateful-resources.ts';
import { CHANGING_ACTIONS, specOf, type TableName } from '../tables.ts';

/** A package upload is handled within this time or comes again. */
const UPLOAD_VISIBILITY = Duration.minutes(6);

/** L5: no principal, whatever its own policy says, may change or remove an entry. */
const insertsAlone = () =>
  new PolicyDocument({
    statements: [
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: [...CHANGING_ACTIONS],
        resources: ['*'],
      }),
    ],
  });

export class StatefulStack extends Stack implements StatefulResources {
  readonly dataKey: IKey;
  readonly seedKey: IKey;
  readonly exportKey: IKey;
  readonly pepperKey: IKey;
  readonly directory: ITable;
  readonly search: ITable;
  readonly journeys: ITable;
  readonly operations: ITable;
  readonly auditOutbox: ITable;
  readonly audit: ITable;
  readonly auditKey: IKey;
  readonly exportBucket: IBucket;
  readonly reportBucket: IBucket;
  readonly uploadQueue: Queue;
  readonly uploadDeadLetters: Queue;
  readonly peppers: ISecret;
  readonly sessionKeys: ISecret;
  readonly originSecret: ISecret;
  private readonly adopted: Adopted;
  private readonly warmThroughput: Configuration['warmThroughput'];

  constructor(scope: Construct, id: string, configuration: Configuration, props: StackProps) {
    super(scope, id, { description: 'Landfall: data, keys and secrets, which outlive every release', ...props });
    this.adopted = new Adopted(this, configuration.adopt);
    this.warmThroughput = configuration.warmThroughput;
    this.dataKey = this.key('dataKey', { description: 'tables, buckets, queues', enableKeyRotation: true });
    this.seedKey = this.key('seedKey', { description: 'wraps the data keys of token seeds', enableKeyRotation: true });
    this.exportKey = this.key('exportKey', {
      description: 'export packages are encrypted for its public half',
      keySpec: KeySpec.RSA_4096,
      keyUsage: KeyUsage.ENCRYPT_DECRYPT,
    });
    allowDeliveries(this.dataKey, this);

    this.directory = this.table('directory');
    this.search = this.table('search');
    this.journeys = this.table('journeys');
    this.operations = this.table('operations');
    this.auditOutbox = this.table('auditOutbox');
    this.audit = this.table('audit');
    this.auditKey = this.key('auditKey', {
      description: 'signs the heads of the audit',
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
    });

    this.uploadDeadLetters = new Queue(
      this,
      'UploadDeadLetters',
      this.queueProps({ retentionPeriod: Duration.days(14) }),
    );
    this.uploadQueue = new Queue(this, 'UploadQueue', {
      ...this.queueProps({ visibilityTimeout: UPLOAD_VISIBILITY }),
      deadLetterQueue: { queue: this.uploadDeadLetters, maxReceiveCount: 5 },
    });
    // Not versioned: a deleted package is gone. Later reads are pinned by If-Match on the ETag.
    this.exportBucket = this.bucket('exportBucket', configuration.packageDays);
    this.reportBucket = this.bucket('reportBucket', configuration.reportDays);
    this.receiveUploads();

    // K1: a function that may read tables and queues can't open the peppers by that.
    this.pepperKey = this.key('pepperKey', {
      description: 'peppers of passwords, answers and PINs',
      enableKeyRotation: true,
    });
    this.peppers = this.keyRing('peppers', 'Keyed hashes over passwords, answers and PINs', this.pepperKey);
    this.sessionKeys = this.keyRing('sessionKeys', 'Signs sessions and links');
    this.originSecret = this.keyRing('originSecret', 'Added by CloudFront, demanded by the API');
    this.nameWhatIsKept();
  }

  /** For the day on which the stack is lost: what another deployment would adopt, as landfall:adopt takes it. */
  private nameWhatIsKept(): void {
    const arns: Record<AdoptedName, string> = {
      directory: this.directory.tableArn,
      directoryStream: this.directory.tableStreamArn!,
      search: this.search.tableArn,
      journeys: this.journeys.tableArn,
      operations: this.operations.tableArn,
      auditOutbox: this.auditOutbox.tableArn,
      auditOutboxStream: this.auditOutbox.tableStreamArn!,
      audit: this.audit.tableArn,
      exportBucket: this.exportBucket.bucketArn,
      reportBucket: this.reportBucket.bucketArn,
      dataKey: this.dataKey.keyArn,
      seedKey: this.seedKey.keyArn,
      exportKey: this.exportKey.keyArn,
      pepperKey: this.pepperKey.keyArn,
      auditKey: this.auditKey.keyArn,
      peppers: this.peppers.secretArn,
      sessionKeys: this.sessionKeys.secretArn,
      originSecret: this.originSecret.secretArn,
    };
    const value = `{${ADOPTED_NAMES.map((name) => `"${name}":"${arns[name]}"`).join(',')}}`;
    new CfnOutput(this, 'Adopt', {
      value,
      description: 'What a later deployment adopts as landfall:adopt: keep it with your backups',
    });
    new CfnOutput(this, 'UploadQueueArn', {
      value: this.uploadQueue.queueArn,
      description: 'Hears of the uploads of the export bucket',
    });
  }

  private key(name: Parameters<Adopted['key']>[0], { description, ...props }: KeyProps): IKey {
    const made = () => new Key(this, idOf(name), { description: `Landfall: ${description}`, ...props });
    return this.adopted.key(name) ?? made();
  }

  private table(name: TableName): ITable {
    const adopted = this.adopted.table(name, this.dataKey);
    if (adopted) return adopted;
    const text = (attribute: string) => ({ name: attribute, type: AttributeType.STRING });
    const { stream, timeToLive, indexes, insertsAlone: protectedEntries } = specOf(name);
    const warm = this.warmOf(name);
    const table = new Table(this, idOf(name), {
      partitionKey: text('pk'),
      sortKey: text('sk'),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.dataKey,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      ...(stream === undefined ? {} : { stream: StreamViewType[stream] }),
      ...(timeToLive === undefined ? {} : { timeToLiveAttribute: timeToLive }),
      ...(protectedEntries ? { resourcePolicy: insertsAlone() } : {}),
      ...warm,
    });
    for (const { name: indexName, partition, sort, only } of indexes)
      table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: text(partition),
        sortKey: text(sort),
        ...warm,
        ...(only ? { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...only] } : {}),
      });
    return table as ITable;
  }

  /** An index is written with its table, and read as often. */
  private warmOf(name: TableName) {
    const warm = this.warmThroughput[name];
    if (warm === undefined) return {};
    return { warmThroughput: { readUnitsPerSecond: warm.reads, writeUnitsPerSecond: warm.writes } };
  }

  private bucket(name: 'exportBucket' | 'reportBucket', days: number): IBucket {
    const adopted = this.adopted.bucket(name, this.dataKey);
    if (adopted) return adopted;
    const bucket = new Bucket(this, idOf(name), {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.dataKey,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: false,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{ expiration: Duration.days(days), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    });
    // It demands TLS, of a bucket that stays as well.
    bucket.policy!.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return bucket as IBucket;
  }

  private queueProps<T extends object>(props: T) {
    const encrypted = { encryption: QueueEncryption.KMS, encryptionMasterKey: this.dataKey, enforceSSL: true };
    return { ...encrypted, maxMessageSizeBytes: MAX_MESSAGE_BYTES, retentionPeriod: MESSAGES_KEPT, ...props };
  }

  /** Of an adopted bucket the CORS rule and the notification are set by hand (docs/operations.md): CloudFormation does not hold it. */
  private receiveUploads(): void {
    // S3 checks that it may send when the bucket is made, so the policy comes first; naming the bucket in it would make a circular dependency.
    const s3 = new ServicePrincipal('s3.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
    });
    this.uploadQueue.addToResourcePolicy(
      new PolicyStatement({ principals: [s3], actions: ['sqs:SendMessage'], resources: [this.uploadQueue.queueArn] }),
    );
    this.dataKey.addToResourcePolicy(
      new PolicyStatement({ principals: [s3], actions: ['kms:GenerateDataKey', 'kms:Decrypt'], resources: ['*'] }),
    );
    if (!(this.exportBucket instanceof Bucket)) return;
    // The browser sends chunks straight to S3 by presigned URLs, which carry the permission; it needs each chunk's ETag.
    this.exportBucket.addCorsRule({
      allowedMethods: [HttpMethods.PUT],
      allowedOrigins: ['*'],
      allowedHeaders: ['*'],
      exposedHeaders: ['ETag'],
      maxAge: 3600,
    });
    // By the bucket's own property: the construct's method would add a custom resource, one more function.
    const bucket = this.exportBucket.node.defaultChild as CfnBucket;
    bucket.notificationConfiguration = {
      queueConfigurations: [
        {
          event: 's3:ObjectCreated:*',
          queue: this.uploadQueue.queueArn,
          filter: { s3Key: { rules: [{ name: 'prefix', value: 'uploads/' }] } },
        },
      ],
    };
    bucket.node.addDependency(this.uploadQueue.node.findChild('Policy'));
  }

  /** A ring with one random key, k1; a rotation adds k2 and makes it current (docs/operations.md). */
  private keyRing(
    name: 'peppers' | 'sessionKeys' | 'originSecret',
    description: string,
    encryptionKey = this.dataKey,
  ): ISecret {
    const adopted = this.adopted.secret(name, encryptionKey);
    if (adopted) return adopted;
    return new Secret(this, idOf(name), {
      description: `Landfall: ${description}`,
      encryptionKey,
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ current: 'k1' }),
        generateStringKey: 'k1',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy: RemovalPolicy.RETAIN,
    }) as ISecret;
  }
}
