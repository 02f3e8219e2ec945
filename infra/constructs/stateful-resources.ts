import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

/** What outlives every release, as the constructs of a release refer to it. The stateful stack makes it, or adopts it. */
export type StatefulResources = {
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
};
