/**
 * Stands before DynamoDB, whose engine is a program of its own: a thread that judges each request of a function and passes on what is allowed.
 * A thread, since the main one has enough to do (docs/decisions/iam-judge.md has the figures).
 */
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { Assembly, Resource } from '#infra/cloud-assembly/assembly.ts';
import { type Authority, createAuthority, isRefusal, type Refusal, type Session } from './authority.ts';
import { dynamoDbNeeds } from './dynamodb-needs.ts';
import type { Permission } from './policy.ts';
import { type Denial, type Note, recordOnce } from './records.ts';
import { sha256 } from './signatures.ts';

/** `resources`: of the assembly; its methods can't be given to a thread. */
type Given = {
  readonly resources: readonly Resource[];
  readonly sessions: readonly Session[];
  readonly target: string;
};
type Message = { readonly port: number } | { readonly kind: Parameters<Note>[0]; readonly what: Permission | Denial };

/** Why this request may not go on; undefined where it may. */
function refusalOf(
  { method = '', url = '', headers }: IncomingMessage,
  body: Buffer,
  authority: Authority,
): Refusal | undefined {
  const request = { method, url, headers, bodyHash: sha256(body) };
  const caller = authority.callerOf(request, 'dynamodb');
  if (caller === undefined || isRefusal(caller)) return caller;
  const operation = String(headers['x-amz-target']).split('.').at(-1)!;
  try {
    return authority.demand(caller, dynamoDbNeeds(operation, JSON.parse(body.toString('utf8')), authority.account));
  } catch (error) {
    const need = { action: `dynamodb:${operation}`, resource: '*', context: {} };
    return { name: 'AccessDeniedException', message: authority.refuse(caller, need, (error as Error).message) };
  }
}

function refuse(response: ServerResponse, { name, message }: Refusal): void {
  const answer = JSON.stringify({ __type: `com.amazon.coral.service#${name}`, Message: message });
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(answer);
}

/** Passes requests on to `target`. @returns the port on which it listens */
async function serve({ resources, sessions, target }: Given, note: Note): Promise<number> {
  const of = ((type: string) => resources.filter((resource) => resource.type === type)) as Assembly['of'];
  const authority = createAuthority({ of }, sessions, recordOnce(note));
  const agent = new Agent({ keepAlive: true });
  const pass = ({ method, url, headers }: IncomingMessage, body: Buffer, response: ServerResponse) => {
    const passed = send(new URL(url ?? '/', target), { method: method!, headers, agent }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
      // The caller learns of an answer that was cut off as it would without this front.
      answer.on('error', () => response.destroy());
    });
    passed.on('error', () => response.destroy());
    passed.end(body);
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const refused = refusalOf(request, body, authority);
      if (refused) refuse(response, refused);
      else pass(request, body, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

if (!isMainThread && parentPort) {
  const port = parentPort;
  const note: Note = (kind, what) => port.postMessage({ kind, what } satisfies Message);
  port.postMessage({ port: await serve(workerData as Given, note) } satisfies Message);
}

export type Front = { readonly url: string; readonly stop: () => Promise<void> };

/** Starts it in front of `target`, DynamoDB's own address. @param note is called with what is used and denied */
export async function startFront(
  assembly: Pick<Assembly, 'resources'>,
  sessions: Iterable<Session>,
  target: string,
  note: Note,
): Promise<Front> {
  const given: Given = { resources: assembly.resources, sessions: [...sessions], target };
  const worker = new Worker(import.meta.filename, { workerData: given, execArgv: ['--no-warnings'] });
  const { promise: listening, resolve, reject } = Promise.withResolvers<number>();
  worker.on('message', (message: Message) => {
    if ('port' in message) resolve(message.port);
    else note(message.kind, message.what);
  });
  worker.once('error', reject);
  const port = await listening;
  worker.off('error', reject);
  // Without it no function reaches its tables: the deployment ends too.
  worker.on('error', (error) => {
    throw error;
  });
  const stop = async () => void (await worker.terminate());
  return { url: `http://127.0.0.1:${port}`, stop };
}
