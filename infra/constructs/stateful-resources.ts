import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

/** What outlives every release, as the constructs of a release refer to it. The stateful stack makes it. */
export type StatefulResources = {
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
};
