/** One thing that a role allows. Names stand for the resources. */

/** Services that use a key of KMS in a function's name. */
export type Via = 'dynamodb' | 's3' | 'sqs' | 'secretsmanager';
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
export type Grant = {
  readonly actions: readonly string[];
  /** Such as 'table/directory', 'index/directory/journey', 'key/seed', 'objects/exports/plans/*'; '*' of actions that know no resource. */
  readonly on: readonly string[];
  readonly conditions?: Conditions;
  /** Only through these services. */
  readonly via?: readonly Via[];
};
