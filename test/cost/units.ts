/**
 * Stands between the functions and the tables, and asks with each request what it cost: DynamoDB, and the engine as it does, answers with the
 * units. The functions do not see that it was asked.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Consumed, READS } from '../support/capacity.ts';

export type Units = { read: number; write: number };

const UNCHARGED = /^(?:Describe|List|GetRecords|GetShardIterator|Create|Update(?:Table|TimeToLive))/u;

const unitsOf = ({ Table, GlobalSecondaryIndexes = {} }: Consumed): number =>
  [Table, ...Object.values(GlobalSecondaryIndexes)].reduce((sum, one) => sum + (one?.CapacityUnits ?? 0), 0);

/** @param target DynamoDB's address @returns the address to use in its place, and what takes the units since it was last called */
export async function countUnits(target: string) {
  let units: Units = { read: 0, write: 0 };
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const action = String(request.headers['x-amz-target']).split('.').at(-1)!;
      const text = Buffer.concat(chunks).toString('utf8');
      const charged = !UNCHARGED.test(action);
      const body = charged ? JSON.stringify({ ...JSON.parse(text), ReturnConsumedCapacity: 'INDEXES' }) : text;
      const { 'content-length': _length, connection: _connection, host: _host, ...headers } = request.headers;
      const answer = await fetch(target, { method: 'POST', headers: headers as Record<string, string>, body });
      const answered = await answer.text();
      if (charged && answer.ok) {
        const { ConsumedCapacity = [] } = JSON.parse(answered) as { ConsumedCapacity?: Consumed | Consumed[] };
        const sum = [ConsumedCapacity].flat().reduce((total, one) => total + unitsOf(one), 0);
        units[READS.test(action) ? 'read' : 'write'] += sum;
      }
      const type = answer.headers.get('content-type') ?? 'application/x-amz-json-1.0';
      response.writeHead(answer.status, { 'content-type': type }).end(answered);
    })().catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const take = (): Units => {
    const counted = units;
    units = { read: 0, write: 0 };
    return counted;
  };
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, take, stop: () => void server.close() };
}
