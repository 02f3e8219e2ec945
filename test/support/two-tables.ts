/**
 * The same requests on the simulated DynamoDB and on a real engine: dynoxide, or what LANDFALL_TEST_DYNAMODB names (DynamoDB Local). They go
 * over the wire as they stand, so that what the SDK would not send is compared too.
 */
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { DynamoDb, EXACT } from '#test/simulation/services/dynamodb/dynamodb.ts';
import { startDynamoDb } from './dynamodb.ts';

type Json = Readonly<Record<string, unknown>>;
/** An answer as it is compared: without messages, whose words no caller depends on. `why`: the message. */
export type Answer = { readonly error?: string; readonly why?: string; readonly body: unknown };
export type Engine = 'dynoxide' | 'dynamodb-local';

const MESSAGES: ReadonlySet<string> = new Set(['__type', 'message', 'Message']);
const SETS: ReadonlySet<string> = new Set(['SS', 'NS', 'BS']);
/** As numbers are the same whatever their text is: DynamoDB Local answers with the text that was sent. */
const number = (given: string): string => {
  const [, sign, digits, power] = /^([+-]?)0*(\d*\.?\d*)(?:[eE]([+-]?\d+))?$/u.exec(given) ?? [];
  if (digits === undefined) return given;
  const [whole = '', fraction = ''] = digits.split('.');
  const all = `${whole}${fraction}`.replace(/^0+/u, '');
  const kept = all.replace(/0+$/u, '');
  if (kept === '') return '0';
  return `${sign === '-' ? '-' : ''}${kept}e${Number(power ?? 0) - fraction.length + all.length - kept.length}`;
};

/** In one form whatever the order of names and of sets' members is. */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).filter((name) => !MESSAGES.has(name));
  return Object.fromEntries(
    names.sort().map((name) => {
      const inner = (value as Json)[name];
      if (SETS.has(name) && Array.isArray(inner))
        return [name, inner.map((one) => (name === 'NS' ? number(String(one)) : String(one))).sort()];
      if (name === 'N' && typeof inner === 'string') return [name, number(inner)];
      return [name, canonical(inner)];
    }),
  );
}

function answerOf(status: number, json: string): Answer {
  const body = JSON.parse(json) as Json;
  if (status === 200) return { body: canonical(body) };
  const error = String(body['__type']).replace(/^.*#/u, '');
  return { error, why: String(body['message'] ?? body['Message']), body: canonical(body) };
}

const HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  authorization:
    'AWS4-HMAC-SHA256 Credential=test/20261201/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': '20261201T000000Z',
};
const targetOf = (operation: string): string =>
  operation.includes('.') ? operation : `DynamoDB_20120810.${operation}`;

export type TwoTables = {
  readonly engine: Engine;
  /** Of both; a name of its own for each. */
  readonly table: string;
  simulated(operation: string, body: object): Answer;
  real(operation: string, body: object): Promise<Answer>;
  stop(): Promise<void>;
};

const key = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];

/** Keys `pk` and `sk`; index `all` by `g` and `h` with everything, `keys` by `g` alone with the keys, `some` by `n` (a number) with `a`. */
const definition = (TableName: string) => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: key('pk', 'sk'),
  AttributeDefinitions: [
    ...['pk', 'sk', 'g', 'h'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    { AttributeName: 'n', AttributeType: 'N' },
  ],
  GlobalSecondaryIndexes: [
    { IndexName: 'all', KeySchema: key('g', 'h'), Projection: { ProjectionType: 'ALL' } },
    {
      IndexName: 'keys',
      KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
    {
      IndexName: 'some',
      KeySchema: key('g', 'n'),
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['a'] },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
});

export async function startTwoTables(): Promise<TwoTables> {
  const { endpoint, stop } = await startDynamoDb();
  const service = new DynamoDb({ now: () => Date.now(), random: () => 0 }, EXACT);
  const table = `compared-${randomBytes(4).toString('hex')}`;
  const simulated = (operation: string, body: object): Answer => {
    const { status, body: answer } = service.handle({
      service: 'dynamodb',
      method: 'POST',
      host: 'dynamodb.eu-central-1.amazonaws.com',
      path: '/',
      query: {},
      headers: { ...HEADERS, 'x-amz-target': targetOf(operation) },
      body: Buffer.from(JSON.stringify(body)),
    });
    return answerOf(status, String(answer));
  };
  const agent = new Agent({ keepAlive: true });
  const real = (operation: string, body: object): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = { ...HEADERS, 'x-amz-target': targetOf(operation) };
      const sent = request(endpoint, { method: 'POST', headers, agent }, (answer) => {
        text(answer).then((json) => resolve(answerOf(answer.statusCode ?? 0, json)), reject);
      });
      sent.once('error', reject);
      sent.end(JSON.stringify(body));
    });
  const end = async () => {
    // The engine ends when no connection is left.
    agent.destroy();
    await stop();
  };
  simulated('CreateTable', definition(table));
  await real('CreateTable', definition(table));
  const engine = process.env['LANDFALL_TEST_DYNAMODB'] === undefined ? 'dynoxide' : 'dynamodb-local';
  return { engine, table, simulated, real, stop: end };
}
