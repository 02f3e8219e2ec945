/** Every operation that the table knows, by its name on the wire. */
import { batchGetItem, batchWriteItem } from './batches.ts';
import {
  createTable,
  deleteTable,
  describeTable,
  describeTimeToLive,
  listTables,
  updateTimeToLive,
} from './definitions.ts';
import { query, scan } from './reads.ts';
import { Refusal } from './refusals.ts';
import { checkParameters, type Request, textIn } from './requests.ts';
import { deleteItem, getItem, putItem, updateItem } from './single.ts';
import { batchExecuteStatement, executeStatement, executeTransaction } from './statements.ts';
import { arnOfIterator, type Stream } from './streams.ts';
import type { Tables } from './tables.ts';
import { type Tokens, transactGetItems, transactWriteItems } from './transactions.ts';

type Operation = (request: Request, tables: Tables, tokens: Tokens) => object;

function streamIn(tables: Tables, arn: unknown): Stream {
  const stream = tables.all.find((table) => table.stream?.arn === arn);
  if (!stream?.stream)
    throw new Refusal('ResourceNotFoundException', `Requested resource not found: Stream: ${String(arn)} not found`);
  return tables.get(stream.definition.name).stream!;
}

function listStreams(request: Request, tables: Tables): object {
  checkParameters(request, 'ListStreams', 'TableName Limit');
  const name = textIn(request, 'TableName');
  const all = name === undefined ? tables.all : [tables.get(name)];
  return { Streams: all.flatMap(({ stream }) => (stream ? [stream.summary] : [])) };
}

function describeStream(request: Request, tables: Tables): object {
  checkParameters(request, 'DescribeStream', 'StreamArn Limit');
  return { StreamDescription: streamIn(tables, request['StreamArn']).describe() };
}

function getShardIterator(request: Request, tables: Tables): object {
  checkParameters(request, 'GetShardIterator', 'StreamArn ShardId ShardIteratorType SequenceNumber');
  return { ShardIterator: streamIn(tables, request['StreamArn']).iterator(request) };
}

function getRecords(request: Request, tables: Tables): object {
  checkParameters(request, 'GetRecords', 'ShardIterator Limit');
  const iterator = request['ShardIterator'];
  return streamIn(tables, arnOfIterator(iterator)).records(iterator as string, request['Limit']);
}

export const READS: Readonly<Record<string, Operation>> = {
  GetItem: getItem,
  Query: query,
  Scan: scan,
  BatchGetItem: (request, tables) => batchGetItem(request, tables),
  TransactGetItems: transactGetItems,
  DescribeTable: describeTable,
  DescribeTimeToLive: describeTimeToLive,
  ListTables: listTables,
  ListStreams: listStreams,
  DescribeStream: describeStream,
  GetShardIterator: getShardIterator,
  GetRecords: getRecords,
};

export const WRITES: Readonly<Record<string, Operation>> = {
  PutItem: putItem,
  UpdateItem: updateItem,
  DeleteItem: deleteItem,
  BatchWriteItem: (request, tables) => batchWriteItem(request, tables),
  TransactWriteItems: transactWriteItems,
  BatchExecuteStatement: (request, tables) => batchExecuteStatement(request, tables),
  ExecuteStatement: executeStatement,
  ExecuteTransaction: executeTransaction,
  CreateTable: createTable,
  DeleteTable: deleteTable,
  UpdateTimeToLive: updateTimeToLive,
};
