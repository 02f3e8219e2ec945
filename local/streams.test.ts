import type { FastifyInstance } from 'fastify';
import { assemblyOf } from '#test/support/assembly.ts';
import { NamedError, serveActions } from './aws-json.ts';
import { readStreams, streamArn } from './streams.ts';

const properties = { BatchSize: 2, EventSourceArn: streamArn('landfall-Outbox'), FunctionName: 'f' };
const assembly = assemblyOf([{ type: 'AWS::Lambda::EventSourceMapping', name: 'm', properties }]);

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
  server = await serveActions(0, {
    ListStreams: ({ TableName }: { TableName: string }) => {
      expect(TableName).toBe('landfall-Outbox');
      if (refusals-- > 0) throw new NamedError('ThrottlingException', 'x');
      return { Streams: [{ StreamArn: 'arn' }] };
    },
    DescribeStream: () => ({ StreamDescription: { Shards: [{ ShardId: 's' }] } }),
    GetShardIterator: () => ({ ShardIterator: '0' }),
    GetRecords: ({ ShardIterator, Limit }: { ShardIterator: string; Limit: number }) => {
      const [from, to] = [Number(ShardIterator), Number(ShardIterator) + Limit];
      return { Records: changes.slice(from, to), NextShardIterator: String(Math.min(to, changes.length)) };
    },
  });
  const { port } = server.server.address() as { port: number };
  const called = async (_name: string, event: unknown) => {
    given.push((event as { Records: unknown[] }).Records);
    return invoke();
  };
  stop = readStreams(assembly, called, `http://127.0.0.1:${port}`);
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
