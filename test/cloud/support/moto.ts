/**
 * An account that moto plays (test/cloud/requirements.txt), behind a router of this process: what a test answers itself never reaches moto,
 * and what moto asks of other services of the account comes back to the router.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import getPort from 'get-port';
import { toolOf } from './python.ts';

export const ACCOUNT = '123456789012';
const STARTED_MS = 120_000;

export type Asked = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};
export type Reply = {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};
/** Answers in moto's place, or leaves it to moto. @param ask what moto itself answers */
export type Intercept = (asked: Asked, ask: () => Promise<Reply>) => Promise<Reply | undefined> | Reply | undefined;

export type Moto = {
  /** The router's, by a name: at an address the CDK builds URLs that moto does not read. */
  readonly endpoint: string;
  /** moto itself, past the router. */
  readonly direct: string;
  readonly stop: () => Promise<void>;
};

function forward(port: number, { method, url, headers, body }: Asked, response: ServerResponse): void {
  const sent = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  sent.on('error', () => response.writeHead(502).end());
  sent.end(body);
}

/** However long it takes. */
function ask(port: number, { method, url: path, headers, body }: Asked): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      const type = { 'content-type': answer.headers['content-type'] ?? 'text/xml' };
      text(answer).then((said) => resolve({ status: answer.statusCode ?? 502, body: said, headers: type }), reject);
    });
    sent.on('error', reject).end(body);
  });
}

/** State machines run, managed policies are there, and functions are stored without Docker. @throws Error where moto does not take it */
async function configure(direct: string): Promise<void> {
  const config = {
    stepfunctions: { execute_state_machine: true },
    iam: { load_aws_managed_policies: true },
    lambda: { use_docker: false },
  };
  const { status } = await fetch(`${direct}/moto-api/config`, { method: 'POST', body: JSON.stringify(config) });
  if (status !== 201) throw new Error(`moto did not take its configuration: ${status}`);
}

async function listening(child: ChildProcess, direct: string): Promise<void> {
  const deadline = Date.now() + STARTED_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${direct}/moto-api/data.json`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return configure(direct);
    await setTimeout(200);
  }
  throw new Error(`moto did not start within ${STARTED_MS / 1000} s.`);
}

/** @throws Error where it does not start */
export async function startMoto(intercept: Intercept): Promise<Moto> {
  const port = await getPort({ host: '127.0.0.1' });
  const answer = async (incoming: IncomingMessage, response: ServerResponse) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const asked: Asked = { method, url, headers, body: await buffer(incoming) };
    const reply = await intercept(asked, () => ask(port, asked));
    if (reply) response.writeHead(reply.status, reply.headers).end(reply.body);
    else forward(port, asked, response);
  };
  const router = createServer((incoming, response) => {
    answer(incoming, response).catch((error: Error) => response.writeHead(500).end(error.message));
  });
  await new Promise<void>((resolve) => router.listen(0, '127.0.0.1', resolve));
  const routed = String((router.address() as AddressInfo).port);
  // moto calls the account's other services at MOTO_PORT.
  const env = { ...process.env, MOTO_PORT: routed, MOTO_ACCOUNT_ID: ACCOUNT };
  const child = spawn(toolOf('moto_server'), ['-H', '127.0.0.1', '-p', String(port)], { env, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const direct = `http://127.0.0.1:${port}`;
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    router.closeAllConnections();
    await new Promise((resolve) => router.close(resolve));
  };
  await listening(child, direct).catch(async (error: Error) => {
    await stop();
    throw error;
  });
  return { endpoint: `http://localhost:${routed}`, direct, stop };
}
