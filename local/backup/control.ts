/**
 * What one may ask the deployment that runs: how it is, and a snapshot for a backup. Its address and a secret stand in deployment.json, which its
 * owner alone may read.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import * as z from 'zod';
import manifest from '../../package.json' with { type: 'json' };
import { explain } from '../folder/explain.ts';
import { freeMebibytes, ROOM_MIB } from '../folder/folder.ts';
import { copyFolder, SNAPSHOT, whileHeld } from './snapshot.ts';

export const controlSchema = z.object({ url: z.string(), secret: z.string() });
/** `heldMs`: how long nothing could be written. */
export const snapshotSchema = z.object({ folder: z.string(), heldMs: z.number() });
export const healthSchema = z.object({
  status: z.enum(['ok', 'failing']),
  release: z.string(),
  upSeconds: z.number(),
  freeMebibytes: z.number(),
  /** By engine, "ok" or what is wrong. */
  parts: z.record(z.string(), z.string()),
});
export type Health = z.infer<typeof healthSchema>;

const PATIENCE_MS = 5_000;

/** `pid`: of the process that has the tables open. `asked`: by engine, what rejects where it does not answer. */
type Running = {
  readonly data: string;
  readonly pid: number;
  readonly asked: Readonly<Record<string, (patience: AbortSignal) => Promise<unknown>>>;
};

async function healthOf({ data, asked }: Running): Promise<Health> {
  const answers = Object.entries(asked).map(([name, call]) =>
    call(AbortSignal.timeout(PATIENCE_MS)).then(
      () => [name, 'ok'] as const,
      (error: unknown) => [name, `does not answer: ${explain(error, data)}`] as const,
    ),
  );
  const parts: Record<string, string> = Object.fromEntries(await Promise.all(answers));
  const free = freeMebibytes(data);
  parts['disk'] = free < ROOM_MIB ? `is almost full: ${free} MiB are left` : 'ok';
  const status = Object.values(parts).every((one) => one === 'ok') ? 'ok' : 'failing';
  return { status, release: manifest.version, upSeconds: Math.round(process.uptime()), freeMebibytes: free, parts };
}

/** The answer stays open as long as the one who asked reads the snapshot; then it is removed. */
function answerSnapshot({ data, pid }: Running, response: ServerResponse): void {
  const folder = join(data, `${SNAPSHOT}${randomBytes(6).toString('hex')}`);
  const remove = () => void rm(folder, { recursive: true, force: true }).catch(() => undefined);
  try {
    const began = performance.now();
    whileHeld(pid, () => copyFolder(data, folder));
    response.on('close', remove);
    const made: z.infer<typeof snapshotSchema> = { folder, heldMs: Math.round(performance.now() - began) };
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).write(`${JSON.stringify(made)}\n`);
  } catch (error) {
    remove();
    response.writeHead(500).end(explain(error, data));
  }
}

/** The result stops it. */
export async function startControl(running: Running) {
  const secret = randomBytes(32).toString('hex');
  const allowed = ({ headers }: IncomingMessage) => {
    const given = Buffer.from(headers.authorization ?? '');
    const wanted = Buffer.from(`Bearer ${secret}`);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  };
  const server = createServer((request, response) => {
    if (!allowed(request)) return void response.writeHead(403).end();
    if (request.method === 'POST' && request.url === '/snapshot') return answerSnapshot(running, response);
    if (request.method !== 'GET' || request.url !== '/health') return void response.writeHead(404).end();
    void healthOf(running).then((health) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(health)),
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  return { control: { url: `http://127.0.0.1:${port}`, secret }, stop: () => server.close().closeAllConnections() };
}
