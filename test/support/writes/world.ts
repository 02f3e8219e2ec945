/**
 * What the cases of writes run on: the real engines of tables and objects, and the simulated queue, machines and events; and how answers
 * are lost. A write takes effect, and its answer does not arrive: once, or for each attempt that the SDK makes.
 */
import { DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { BatchWriteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as clients from '#adapters/aws/clients.ts';
import { simulated } from '../../simulation/client.ts';
import { createEvents, type TakenEvent } from '../../simulation/services/events.ts';
import { createSfn, type Execution } from '../../simulation/services/sfn.ts';
import { Sqs } from '../../simulation/services/sqs/sqs.ts';
import { createTables, startDynamoDb } from '../dynamodb.ts';
import { startStorage } from '../storage.ts';

export type Loss = 'none' | 'once' | 'all attempts';
/** The SDK's own number. */
const ATTEMPTS = 3;

let losing: Loss = 'none';
/** Requests by their input -> answers of it that were lost. */
const lost = new Map<string, number>();
/** From now on, of every write that is new. */
export function lose(loss: Loss): void {
  losing = loss;
  lost.clear();
}
/** How many answers were lost. */
export const lostAnswers = (): number => [...lost.values()].reduce((sum, one) => sum + one, 0);

const READS = /^(?:Get|BatchGet|Query|Scan|Head|List|Describe|GenerateDataKey)/u;
const timeout = () => Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });

/** Losing the refusal too, which a second attempt meets by the first one's doing. */
function losesAnswers(client: { middlewareStack: { add: (...given: never[]) => void } }): void {
  type Next = (args: object) => Promise<unknown>;
  const middleware = (next: Next, context: { commandName?: string }) => async (args: { input?: object }) => {
    const writes = !READS.test(context.commandName ?? '');
    const limit = losing === 'none' || !writes ? 0 : losing === 'once' ? 1 : ATTEMPTS;
    const id = JSON.stringify([context.commandName, args.input]);
    const drop = (lost.get(id) ?? 0) < limit;
    if (!drop) return next(args);
    await next(args).catch(() => undefined);
    lost.set(id, (lost.get(id) ?? 0) + 1);
    throw timeout();
  };
  client.middlewareStack.add(...([middleware, { step: 'finalizeRequest', priority: 'low', name: 'loses' }] as never[]));
}

/** Attempts that follow at once. */
const atOnce = {
  mode: 'standard',
  acquireInitialRetryToken: async () => ({ getRetryCount: () => 0, getRetryDelay: () => 0 }),
  refreshRetryTokenForRetry: async (token: { getRetryCount: () => number }) => {
    const count = token.getRetryCount() + 1;
    if (count >= ATTEMPTS) throw new Error('no attempt is left');
    return { getRetryCount: () => count, getRetryDelay: () => 0 };
  },
  recordSuccess: () => undefined,
};

const MACHINE = 'arn:aws:states:eu-central-1:000000000000:stateMachine:machine';
const executions = new Map<string, Execution>();
const machines = {
  start(stateMachineArn: string, name: string, input: string): Execution | 'taken' {
    const there = executions.get(name);
    if (there) return there.input === input ? there : 'taken';
    const started = { executionArn: name, stateMachineArn, name, input, startDate: 0, status: 'RUNNING' };
    executions.set(name, started);
    return started;
  },
  describe: (name: string) => executions.get(name),
  stop: (name: string) => executions.get(name),
};
const surroundings = { now: () => 0, random: () => 1 };
const never = () => false;
const queue = new Sqs(surroundings, { mail: {} }, never);
const taken: TakenEvent[] = [];
let tables: readonly string[] = [];

/** Starts the engines. @returns what stops them */
export async function startWorld(): Promise<() => Promise<void>> {
  const engine = await startDynamoDb();
  const storage = await startStorage();
  Object.assign(process.env, {
    MAIL_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/000000000000/mail',
    CAMPAIGN_MACHINE_ARN: MACHINE,
    MIGRATION_MACHINE_ARN: MACHINE,
    EVENT_BUS_NAME: 'bus',
    SEED_KEY_ID: 'key',
  });
  tables = Object.values(await createTables({ upgraded: false }));
  clients.sqs().config.requestHandler = simulated(queue) as never;
  clients.sfn().config.requestHandler = simulated(createSfn(surroundings, machines, never)) as never;
  const events = createEvents(surroundings, ['bus'], (event) => void taken.push(event));
  clients.eventbridge().config.requestHandler = simulated(events) as never;
  const dataKey = {
    CiphertextBlob: Buffer.alloc(150).toString('base64'),
    Plaintext: Buffer.alloc(32).toString('base64'),
  };
  const answer = { status: 200, headers: {}, body: JSON.stringify(dataKey) };
  clients.kms().config.requestHandler = simulated({ handle: () => answer }) as never;
  for (const client of [clients.dynamodb(), clients.s3(), clients.sqs(), clients.sfn(), clients.eventbridge()]) {
    client.config.retryStrategy = async () => atOnce as never;
    losesAnswers(client as never);
  }
  return async () => {
    await engine.stop();
    await storage.stop();
  };
}

async function itemsOf(TableName: string): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await clients.dynamodb().send(new ScanCommand({ TableName, ConsistentRead: true }));
  return Items;
}
async function objectsOf(Bucket: string): Promise<string[]> {
  const { Contents = [] } = await clients.s3().send(new ListObjectsV2Command({ Bucket }));
  return Contents.map(({ Key, Size }) => `${Bucket}/${Key} ${Size}`);
}

/** What is drawn, or follows from it, is the same in every run. */
const DRAWN: ReadonlySet<string> = new Set(['writer', 'by', 'box', 'rev', 'sealId']);
function steady(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(steady);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([name, one]) => (DRAWN.has(name) ? [] : [[name, steady(one)]])),
  );
}
type Stored = Record<string, unknown>;
/** The key of an entry of the audit is drawn. */
function withoutDrawnKey({ pk, sk, ...rest }: Stored): Stored {
  const isEntry = String(pk).startsWith('AUDIT#');
  return isEntry ? { pk: String(pk).slice(0, -2), sk: String(sk).slice(0, 25), ...rest } : { pk, sk, ...rest };
}
/** The shard of a counter is drawn: the sums over all of them. */
function summed(items: readonly Stored[]): Stored[] {
  const sums = new Map<string, Record<string, unknown>>();
  const others: Stored[] = [];
  for (const { pk, sk, ...fields } of items) {
    if (!/^(?:TOTALS|DAYS)#/u.test(String(pk))) {
      others.push(withoutDrawnKey({ pk, sk, ...fields }));
      continue;
    }
    const key = { pk, sk: String(sk).replace(/\d+$/u, '') };
    const sum = sums.get(JSON.stringify(key)) ?? { ...key };
    for (const [name, one] of Object.entries(fields))
      if (typeof one === 'number') sum[name] = Number(sum[name] ?? 0) + one;
    sums.set(JSON.stringify(key), sum);
  }
  return [...others, ...sums.values()];
}

/** Every item, with the name that its table has in infra/tables.ts. */
export async function allItems(): Promise<{ readonly table: string; readonly item: Record<string, unknown> }[]> {
  const all = await Promise.all(tables.map(async (table) => (await itemsOf(table)).map((item) => ({ table, item }))));
  return all.flat().map(({ table, item }) => ({ table: table.replace(/-[0-9a-f]{8}$/u, ''), item }));
}

/** All that there is, as a text. A message or an event that is there twice under one name counts once. */
export async function worldAsText(result: unknown): Promise<string> {
  const items = summed((await Promise.all(tables.map(itemsOf))).flat()).map((item) => JSON.stringify(steady(item)));
  const objects = (await Promise.all(['exports', 'reports'].map(objectsOf))).flat();
  const messages = queue.queues.queue('mail').messages.map(({ body }) => JSON.parse(body) as { id?: string });
  const world = {
    result: steady(result),
    items: items.sort(),
    objects: objects.sort(),
    mails: new Set(messages.map(({ id }, at) => id ?? at)).size,
    events: [...new Set(taken.map(({ detail }) => JSON.stringify(detail)))],
    executions: [...executions.keys()],
  };
  return JSON.stringify(world, undefined, 2);
}

/** As it was in the beginning. */
export async function emptyWorld(): Promise<void> {
  for (const table of tables) {
    const keys = (await itemsOf(table)).map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
    if (keys.length > 0) await clients.dynamodb().send(new BatchWriteCommand({ RequestItems: { [table]: keys } }));
  }
  for (const Bucket of ['exports', 'reports']) {
    const { Contents = [] } = await clients.s3().send(new ListObjectsV2Command({ Bucket }));
    const Objects = Contents.map(({ Key }) => ({ Key }));
    if (Objects.length > 0) await clients.s3().send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  }
  queue.queues.queue('mail').messages.length = 0;
  taken.length = 0;
  executions.clear();
}
