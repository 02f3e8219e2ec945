/**
 * Logons through the function's own handler and adapters, on the embedded engine of the tables, with each request to a service counted. KMS wraps
 * nothing here: a data key is the same for everybody.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as clients from '#adapters/aws/clients.ts';
import { peppers } from '#adapters/aws/keys.ts';
import { readSettings, writeSettings } from '#adapters/directory/settings.ts';
import type { Token, User } from '#core/directory/model.ts';
import { hashSecret, passwordOf } from '#core/passwords/hash.ts';
import { addPin, pinHash } from '#core/tokens/pin.ts';
import { sealSeed } from '#core/tokens/seal.ts';
import { intervalAt, tokencode } from '#core/tokens/securid.ts';
import type { HttpEvent } from '#lambdas/route/http.ts';
import { ENTRIES } from './audit.ts';
import { putToken, putUser } from './directory-items.ts';
import { createTables, startDynamoDb } from './dynamodb.ts';
import { aToken, aUser } from './memory.ts';
import { startSecrets } from './secrets.ts';

const KEY = Buffer.alloc(32, 7);
const SEED = Buffer.alloc(16, 9);
const PIN = '4711';
export const PASSWORD = 'nine slow barges at first light';

/** Commands, by service; `failed`: conditions that were not fulfilled. */
export type Cost = {
  readonly commands: string[];
  /** What each of them was given, as it goes to the service. */
  readonly inputs: object[];
  writes: number;
  failed: number;
};
const cost: Cost = { commands: [], inputs: [], writes: 0, failed: 0 };

type Input = { readonly TransactItems?: readonly { readonly ConditionCheck?: object }[] };
function writesOf(command: string, { TransactItems = [] }: Input): number {
  if (/^(?:Put|Update|Delete)ItemCommand$/u.test(command)) return 1;
  return TransactItems.filter(({ ConditionCheck }) => ConditionCheck === undefined).length;
}

function count(client: { middlewareStack: { add: (...given: never[]) => void } }): void {
  type Next = (args: object) => Promise<unknown>;
  const middleware = (next: Next, { commandName = '' }: { commandName?: string }) => {
    return async (args: { input?: Input }) => {
      // The document client hands each command on to the client that it is made of.
      cost.commands.push(commandName);
      cost.inputs.push(args.input ?? {});
      cost.writes += writesOf(commandName, args.input ?? {});
      return next(args).catch((error: unknown) => {
        if (error instanceof Error && /^(?:ConditionalCheckFailed|TransactionCanceled)/u.test(error.name))
          cost.failed++;
        throw error;
      });
    };
  };
  client.middlewareStack.add(...([middleware, { step: 'initialize', priority: 'high', name: 'counts' }] as never[]));
}

async function startKms(): Promise<() => Promise<void>> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    const CiphertextBlob = Buffer.alloc(150, 1).toString('base64');
    response.end(JSON.stringify({ KeyId: 'seed', Plaintext: KEY.toString('base64'), CiphertextBlob }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.env['AWS_ENDPOINT_URL_KMS'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env['SEED_KEY_ID'] = 'seed';
  return async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
}

const serialOf = (index: number): string => String(index + 1).padStart(12, '0');
const shapeOf = (index: number) => ({ serial: serialOf(index), digits: 8, pinStyle: 'pinpad' }) as const;
export const nameOf = (index: number): string => `user${index}`;
/** An address in a network of its own. */
export const addressOf = (index: number): string => `10.${(index >> 8) & 255}.${index & 255}.7`;

/** What a PINPad shows now, or `steps` intervals from now, once the PIN is typed into it. */
export function passcodeOf(index: number, steps = 0): string {
  const at = (intervalAt(Date.now() / 1000, 60) + steps) * 60;
  return addPin(tokencode({ seed: SEED, ...shapeOf(index), interval: 60 }, at), PIN);
}

/** A user with a PINPad token and a password, as the first import brings one. */
async function addUser(index: number, hash: string): Promise<void> {
  const ring = await peppers();
  const shape = shapeOf(index);
  const seed = {
    wrappedKey: Buffer.from('wrapped'),
    context: { migration: 'm' },
    box: sealSeed(KEY, shape.serial, SEED),
  };
  const token: Token = aToken({ ...shape, seed, assignee: nameOf(index), pinHash: pinHash(ring, shape, PIN) });
  const password = { hash, changedAt: 1, mustChange: false, history: [] };
  const user: User = aUser({ userId: nameOf(index), tokens: [shape.serial], password });
  await putToken(token);
  await putUser(nameOf(index), user);
}

export type Sent = {
  readonly index: number;
  readonly method: 'SecurID_Native' | 'RSA_Password';
  readonly secret: string;
  readonly source: string;
};
export type LogonWorld = {
  /** One logon. @returns its status, and what it cost */
  readonly logOn: (sent: Sent) => Promise<{ readonly status: number } & Cost>;
  readonly stop: () => Promise<void>;
};

/** @param people how many users there are */
export async function startLogonWorld(people: number): Promise<LogonWorld> {
  const stops = [(await startDynamoDb()).stop, (await startSecrets()).stop, await startKms()];
  await createTables();
  const { settings, version } = await readSettings();
  const consoleAuthentication = { selfService: 'RSA_Password/SecurID_Native', security: 'SecurID_Native' };
  const change = { now: 1, by: 'test', before: settings };
  await writeSettings({ ...settings, consoleAuthentication }, version, change, ENTRIES);
  for (let index = 0; index < people; index++) {
    const hash = await hashSecret(PASSWORD, await peppers(), passwordOf(nameOf(index), {}));
    await addUser(index, hash);
  }
  const { handler } = await import('#lambdas/logon/index.ts');
  for (const client of [clients.dynamodb(), clients.kms(), clients.secrets()]) count(client as never);
  const logOn = async ({ index, method, secret, source }: Sent) => {
    const event: HttpEvent = {
      routeKey: 'POST /api/logon',
      rawPath: '/api/logon',
      headers: {
        'content-type': 'application/json',
        'x-landfall': '1',
        'x-landfall-origin': 'test-origin-secret',
        'x-landfall-viewer': source,
      },
      body: JSON.stringify({ userId: nameOf(index), method, secret }),
      requestContext: { requestId: 'r', http: { method: 'POST', sourceIp: '198.51.100.1' } },
    };
    Object.assign(cost, { commands: [], inputs: [], writes: 0, failed: 0 });
    const { statusCode: status } = await handler(event, { awsRequestId: 'r' } as never);
    return { status, ...cost, commands: [...cost.commands] };
  };
  return {
    logOn,
    stop: async () => {
      for (const stop of stops) await stop();
    },
  };
}
