/** The ways in which DynamoDB refuses a request that there is nothing wrong with. */
import type { Fault, Surroundings } from '../service.ts';
import { batchGetItem, batchWriteItem, type Choose } from './batches.ts';
import { Refusal } from './refusals.ts';
import type { Request } from './requests.ts';
import { batchExecuteStatement, type StatementFaults } from './statements.ts';
import type { Tables } from './tables.ts';
import { cancelled } from './transactions.ts';

/** Of any operation on a table. */
const ERRORS: Readonly<Record<Fault, () => Refusal>> = {
  throughput: () =>
    new Refusal(
      'ProvisionedThroughputExceededException',
      'The level of configured provisioned throughput for the table was exceeded.',
    ),
  throttled: () => new Refusal('ThrottlingException', 'Rate exceeded'),
  'request-limit': () => new Refusal('RequestLimitExceeded', 'Throughput exceeds the current throughput limit'),
  internal: () => new Refusal('InternalServerError', 'Internal server error', {}, 500),
  unavailable: () => new Refusal('ServiceUnavailable', 'The service is temporarily unavailable', {}, 503),
};

const SINGLE_WRITES: ReadonlySet<string> = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'ExecuteStatement']);
const TRANSACTIONS: ReadonlySet<string> = new Set(['TransactWriteItems', 'TransactGetItems', 'ExecuteTransaction']);
const BATCHES: ReadonlySet<string> = new Set(['BatchGetItem', 'BatchWriteItem', 'BatchExecuteStatement']);
const WRITING: ReadonlySet<string> = new Set([
  ...SINGLE_WRITES,
  'TransactWriteItems',
  'ExecuteTransaction',
  'BatchWriteItem',
  'BatchExecuteStatement',
]);
const STREAMS: ReadonlySet<string> = new Set(['ListStreams', 'DescribeStream', 'GetShardIterator', 'GetRecords']);

/** The reason that one act of a cancelled transaction has, by the fault. */
const REASONS: Readonly<Record<Fault, string>> = {
  conflict: 'TransactionConflict',
  'throttled-within': 'ThrottlingError',
  'throughput-within': 'ProvisionedThroughputExceeded',
};
const STATEMENT_CODES = [
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'InternalServerError',
  'RequestLimitExceeded',
  'TransactionConflict',
] as const;

export function faultsOf(operation: string, request: Request): readonly Fault[] {
  if (STREAMS.has(operation)) return ['internal', 'throttled'];
  const faults = Object.keys(ERRORS);
  if (WRITING.has(operation)) faults.push('internal-done');
  if (SINGLE_WRITES.has(operation)) faults.push('conflict');
  if (TRANSACTIONS.has(operation)) {
    faults.push(...Object.keys(REASONS));
    if (request['ClientRequestToken'] !== undefined) faults.push('in-progress');
  }
  if (BATCHES.has(operation)) faults.push('partial');
  return faults;
}

/** At least one is left; of many some. */
const some =
  ({ random }: Surroundings): Choose =>
  (count) => {
    const left = random(Math.max(1, count));
    return new Set(
      Array.from({ length: count }, (_one, index) => index).filter((index) => index !== left && random(3) > 0),
    );
  };

function statementFaults(count: number, { random }: Surroundings): StatementFaults {
  const done = some({ now: () => 0, random })(count);
  const failed = Array.from({ length: count }, (_one, index) => index).filter((index) => !done.has(index));
  return new Map(
    failed.map((index) => {
      const code = STATEMENT_CODES[random(STATEMENT_CODES.length)]!;
      return [index, { code, isDone: code === 'InternalServerError' && random(2) === 0 }];
    }),
  );
}

function inPart(operation: string, request: Request, tables: Tables): object {
  const { world } = tables;
  if (operation === 'BatchGetItem') return batchGetItem(request, tables, some(world));
  if (operation === 'BatchWriteItem') return batchWriteItem(request, tables, some(world));
  const { Statements: statements } = request;
  const count = Array.isArray(statements) ? statements.length : 0;
  return batchExecuteStatement(request, tables, statementFaults(count, world));
}

/** @returns the answer where the request is done in part @throws Refusal */
export function refusedBy(fault: Fault, operation: string, request: Request, tables: Tables): object {
  const error = ERRORS[fault] ?? (fault === 'internal-done' ? ERRORS['internal'] : undefined);
  if (error) throw error();
  if (fault === 'partial') return inPart(operation, request, tables);
  if (fault === 'in-progress')
    throw new Refusal(
      'TransactionInProgressException',
      'The transaction with the given request token is already in progress',
    );
  const code = REASONS[fault];
  if (code === undefined) throw new Error(`DynamoDB has no fault ${fault}`);
  const conflict = 'Transaction is ongoing for the item';
  if (SINGLE_WRITES.has(operation)) throw new Refusal('TransactionConflictException', conflict);
  const items = request['TransactItems'] ?? request['TransactStatements'];
  const count = Array.isArray(items) ? items.length : 1;
  const met = tables.world.random(count);
  throw cancelled(
    Array.from({ length: count }, (_one, index) =>
      index === met ? { Code: code, Message: conflict } : { Code: 'None' },
    ),
  );
}
