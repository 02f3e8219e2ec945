/**
 * What must outlive every release: tables, buckets, the upload queue, keys and secrets.
 */

import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  HttpMethods,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration.ts';
import { allowDeliveries, MAX_MESSAGE_BYTES } from '../constructs/mail.ts';
import type { StatefulResources } from '../constructs/stateful-resources.ts';

/** A package upload is handled within this time or comes again. */
const UPLOAD_VISIBILITY = Duration.minutes(6);

/**
 * L5: no principal, whatever its own policy says, may change or remove an entry. INSERT of PartiQL, which fails where the key exists, is not
 * denied: one function has it.
 */
const insertsAlone = () =>
  new PolicyDocument({
    statements: [
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'PartiQLUpdate', 'PartiQLDelete'].map(
          (action) => `dynamodb:${action}`,
        ),
        resources: ['*'],
      }),
    ],
  });

export class StatefulStack extends Stack implements StatefulResources {
  readonly dataKey: Key;
  readonly seedKey: Key;
  readonly exportKey: Key;
  readonly pepperKey: Key;
  readonly directory: Table;
  readonly search: Table;
  readonly operations: Table;
  readonly auditOutbox: Table;
  readonly audit: Table;
  readonly auditKey: Key;
  readonly exportBucket: Bucket;
  readonly reportBucket: Bucket;
  readonly uploadQueue: Queue;
  readonly uploadDeadLetters: Queue;
  readonly peppers: Secret;
  readonly sessionKeys: Secret;
  readonly originSecret: Secret;

  constructor(scope: Construct, id: string, configuration: Configuration, props: StackProps) {
    super(scope, id, props);
    this.dataKey = new Key(this, 'DataKey', {
      description: 'Landfall: tables, buckets, queues',
      enableKeyRotation: true,
    });
    this.seedKey = new Key(this, 'SeedKey', {
      description: 'Landfall: wraps the data keys of token seeds',
      enableKeyRotation: true,
    });
    this.exportKey = new Key(this, 'ExportKey', {
      description: 'Landfall: export packages are encrypted for its public half',
      keySpec: KeySpec.RSA_4096,
      keyUsage: KeyUsage.ENCRYPT_DECRYPT,
    });

    allowDeliveries(this.dataKey, this);

    this.directory = this.table('Directory');
    this.directory.addGlobalSecondaryIndex({
      indexName: 'journey',
      partitionKey: { name: 'peopleOf', type: AttributeType.STRING },
      sortKey: { name: 'journey', type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['userId', 'externalId', 'tokens', 'source', 'enabled', 'packedAt'],
    });
    // A table of its own, so that what finds a person takes no capacity from writing them.
    this.search = this.table('Search');
    this.operations = this.table('Operations', { timeToLiveAttribute: 'expiresAt' });
    // L5: functions put entries here with what they record. The stream tells of each put, and nothing can be taken from it.
    this.auditOutbox = this.table('AuditOutbox', {
      timeToLiveAttribute: 'expiresAt',
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
    });
    this.audit = this.table('Audit', { resourcePolicy: insertsAlone() });
    this.audit.addGlobalSecondaryIndex({
      indexName: 'byDay',
      partitionKey: { name: 'day', type: AttributeType.STRING },
      sortKey: { name: 'id', type: AttributeType.STRING },
    });
    this.auditKey = new Key(this, 'AuditKey', {
      description: 'Landfall: signs the heads of the audit',
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
    this.exportBucket = this.bucket('ExportBucket', configuration.packageDays);
    this.reportBucket = this.bucket('ReportBucket', configuration.reportDays);
    // The browser sends chunks straight to S3 by presigned URLs, which carry the permission; it needs each chunk's ETag.
    this.exportBucket.addCorsRule({
      allowedMethods: [HttpMethods.PUT],
      allowedOrigins: ['*'],
      allowedHeaders: ['*'],
      exposedHeaders: ['ETag'],
      maxAge: 3600,
    });
    this.notifyOfUploads();

    // K1: a function that may read tables and queues can't open the peppers by that.
    this.pepperKey = new Key(this, 'PepperKey', {
      description: 'Landfall: peppers of passwords, answers and PINs',
      enableKeyRotation: true,
    });
    this.peppers = this.keyRing('Peppers', 'Keyed hashes over passwords, answers and PINs', this.pepperKey);
    this.sessionKeys = this.keyRing('SessionKeys', 'Signs sessions and links');
    this.originSecret = this.keyRing('OriginSecret', 'Added by CloudFront, demanded by the API');
  }

  private table(id: string, more: Partial<TableProps> = {}): Table {
    return new Table(this, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.dataKey,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      ...more,
    });
  }

  private bucket(id: string, days: number): Bucket {
    return new Bucket(this, id, {
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
  }

  private queueProps<T extends object>(props: T) {
    const encrypted = { encryption: QueueEncryption.KMS, encryptionMasterKey: this.dataKey, enforceSSL: true };
    return { ...encrypted, maxMessageSizeBytes: MAX_MESSAGE_BYTES, ...props };
  }

  /** By the bucket's own property: the construct's method would add a custom resource, one more function. */
  private notifyOfUploads(): void {
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
    bucket.node.addDependency(this.uploadQueue.node.findChild('Policy'));
  }

  /** A ring with one random key, k1; a rotation adds k2 and makes it current (docs/operations.md). */
  private keyRing(id: string, description: string, encryptionKey = this.dataKey): Secret {
    return new Secret(this, id, {
      description: `Landfall: ${description}`,
      encryptionKey,
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ current: 'k1' }),
        generateStringKey: 'k1',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
