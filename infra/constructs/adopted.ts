/** What is adopted, as constructs. The template does not hold them: CloudFormation neither changes nor deletes them. */
import { type ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { type Adoption, streamOf } from '../configuration/adoption.ts';
import { specOf, type TableName } from '../tables.ts';

type Names<Kind extends string> = Extract<keyof Adoption, `${string}${Kind}`>;

/** Each method: undefined where nothing of this name is adopted. */
export class Adopted {
  private readonly scope: Construct;
  private readonly adoption: Adoption;

  constructor(scope: Construct, adoption: Adoption) {
    this.scope = scope;
    this.adoption = adoption;
  }

  key(name: Names<'Key'>): IKey | undefined {
    const arn = this.adoption[name];
    return arn === undefined ? undefined : Key.fromKeyArn(this.scope, idOf(name), arn);
  }

  table(name: TableName, encryptionKey: IKey): ITable | undefined {
    const tableArn = this.adoption[name];
    if (tableArn === undefined) return undefined;
    const stream = streamOf(name);
    const tableStreamArn = stream === undefined ? undefined : this.adoption[stream];
    return Table.fromTableAttributes(this.scope, idOf(name), {
      tableArn,
      encryptionKey,
      globalIndexes: specOf(name).indexes.map((index) => index.name),
      ...(tableStreamArn === undefined ? {} : { tableStreamArn }),
    });
  }

  bucket(name: Names<'Bucket'>, encryptionKey: IKey): IBucket | undefined {
    const bucketArn = this.adoption[name];
    return bucketArn === undefined
      ? undefined
      : Bucket.fromBucketAttributes(this.scope, idOf(name), { bucketArn, encryptionKey });
  }

  secret(name: 'peppers' | 'sessionKeys' | 'originSecret', encryptionKey: IKey): ISecret | undefined {
    const secretCompleteArn = this.adoption[name];
    return secretCompleteArn === undefined
      ? undefined
      : Secret.fromSecretAttributes(this.scope, idOf(name), { secretCompleteArn, encryptionKey });
  }
}

/** "dataKey" -> "DataKey": ids of the constructs that are made where nothing is adopted. */
export const idOf = (name: string): string => `${name[0]!.toUpperCase()}${name.slice(1)}`;
