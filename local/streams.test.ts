import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { assemblyOf } from '#test/support/assembly.ts';
import { PERMITTED } from '#test/support/permits.ts';
import { NamedError } from './aws/names.ts';
import { serveActions } from './aws-json.ts';
import { readStreams, streamArn } from './streams.ts';

const properties = { BatchSize: 2, EventSourceArn: streamArn('landfall-Outbox'), FunctionName: 'f' };
const assembly = assemblyOf([{ type: 'AWS::Lambda::EventSourceMapping', name: 'm', properties }]);

let file: string;
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'landfall-streams-')), 'streams.json');
});
afterEach(() => rmSync(dirname(file), { recursive: true }));

let server: FastifyInstance;
let stop = () => {};
afterEach(async () => {
  stop();
  await server.close();
});

/** Reads a stream of these changes. @returns the batches that the function was given, once it has been called so often */
async function read(changes: readonly string[], calls: number, invoke: () => unknown = () => undefined) {
  const given: unknown[] = [];
  let refusals = 2;
  server = await serveActions(
    0,
    {
      ListStreams: ({ TableName }: { TableName: string }) => {
        expect(TableName).toBe('landfall-Outbox');
        if (refusals-- > 0) throw new NamedError('ThrottlingException', 'x');
        return { Streams: [{ StreamArn: 'arn' }] };
      },
      DescribeStream: () => ({ StreamDescription: { Shards: [{ ShardId: 's' }] } }),
      GetShardIterator: ({ ShardIteratorType: type, SequenceNumber = '0' }: Record<string, string>) => {
        if (type === 'AFTER_SEQUENCE_NUMBER' && Number(SequenceNumber) > changes.length)
          throw new NamedError('TrimmedDataAccessException', 'x');
        return { ShardIterator: type === 'TRIM_HORIZON' ? '0' : SequenceNumber };
      },
      GetRecords: ({ ShardIterator, Limit }: { ShardIterator: string; Limit: number }) => {
        const [from, to] = [Number(ShardIterator), Number(ShardIterator) + Limit];
        const Records = changes
          .slice(from, to)
          .map((id, at) => ({ id, dynamodb: { SequenceNumber: String(from + at + 1) } }));
        return { Records, NextShardIterator: String(Math.min(to, changes.length)) };
      },
    },
    () => undefined,
  );
  const { port } = server.server.address() as { port: number };
  const called = async (_name: string, event: unknown) => {
    given.push((event as { Records: { id: string }[] }).Records.map(({ id }) => id));
    return invoke();
  };
  stop = readStreams(assembly, called, {
    endpoint: `http://127.0.0.1:${port}`,
    file,
    permits: PERMITTED,
    say: () => undefined,
  });
  for (const deadline = Date.now() + 5000; given.length < calls && Date.now() < deadline; )
    await new Promise((resolve) => setTimeout(resolve, 10));
  return given;
}

test('the changes of a stream come to its function in their order and by the size of its batch, each once', async () => {
  expect(await read(['a', 'b', 'c'], 2)).toEqual([['a', 'b'], ['c']]);
});

test('a batch that failed comes again until it is done, and nothing behind it before that', async () => {
  let failures = 2;
  const invoke = () => {
    if (failures-- > 0) throw new Error('x');
  };
  expect(await read(['a', 'b', 'c'], 4, invoke)).toEqual([['a', 'b'], ['a', 'b'], ['a', 'b'], ['c']]);
});

test('a start goes on behind the last change that was done', async () => {
  writeFileSync(file, JSON.stringify({ 'landfall-Outbox': '2' }));
  expect(await read(['a', 'b', 'c', 'd'], 1)).toEqual([['c', 'd']]);
});

test('where the engine does not know the kept place, a start begins at the oldest change', async () => {
  writeFileSync(file, JSON.stringify({ 'landfall-Outbox': '9' }));
  expect(await read(['a', 'b'], 1)).toEqual([['a', 'b']]);
});
