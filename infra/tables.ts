/**
 * The tables of the deployment, once: the stack makes them so, and after a restore the same has to be switched on again
 * (infra/recovery/), since DynamoDB restores a table without stream, TTL, point-in-time recovery, protection and resource policy.
 */

/** The keys of an index; `only`: the attributes that it holds beside the keys. Default: all. */
export type IndexSpec = {
  readonly name: string;
  readonly partition: string;
  readonly sort: string;
  readonly only?: readonly string[];
};
export type TableSpec = {
  /** What its stream holds. The stream is what a function reads: a table that has one is adopted with it. */
  readonly stream?: 'KEYS_ONLY' | 'NEW_AND_OLD_IMAGES';
  readonly timeToLive?: 'expiresAt';
  readonly indexes: readonly IndexSpec[];
  /** L5: no principal, whatever its own policy says, may change or remove an item. */
  readonly insertsAlone?: true;
};

export const TABLES = {
  // The stream says whose journey may have changed; what it is, is read.
  directory: {
    stream: 'KEYS_ONLY',
    indexes: [
      {
        name: 'journey',
        partition: 'peopleOf',
        sort: 'journey',
        only: ['userId', 'externalId', 'tokens', 'source', 'enabled', 'packedAt'],
      },
    ],
  },
  // A table of its own, so that what finds a person takes no capacity from writing them.
  search: { indexes: [] },
  // So that it may have several indexes from the beginning, and its writes wait for no import.
  journeys: {
    indexes: [
      { name: 'list', partition: 'list', sort: 'sort' },
      { name: 'clock', partition: 'clock', sort: 'changes' },
    ],
  },
  operations: { timeToLive: 'expiresAt', indexes: [] },
  // L5: functions put entries here with what they record. The stream tells of each put, and nothing can be taken from it.
  auditOutbox: { timeToLive: 'expiresAt', stream: 'NEW_AND_OLD_IMAGES', indexes: [] },
  audit: { indexes: [{ name: 'byDay', partition: 'day', sort: 'id' }], insertsAlone: true },
} as const satisfies Readonly<Record<string, TableSpec>>;
export type TableName = keyof typeof TABLES;
export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[];

export const specOf = (name: TableName): TableSpec => TABLES[name];

/** INSERT of PartiQL, which fails where the key exists, is not among them: one function has it. */
export const CHANGING_ACTIONS = [
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'PartiQLUpdate',
  'PartiQLDelete',
].map((action) => `dynamodb:${action}`);
