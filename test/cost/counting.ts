/**
 * Counts what one function's code asks of the services: loaded by the entry that measured-assembly.ts puts before each bundle, in the thread
 * that runs it, before the bundle itself.
 */
import crypto from 'node:crypto';
import { appendFileSync } from 'node:fs';
import http, { type ClientRequest, type RequestOptions } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';

type Handler = (event: unknown, context: object) => Promise<unknown>;

/** What one invocation did. `calls`: "kms Decrypt" -> how often. */
export type Invocation = {
  readonly name: string;
  /** The processor's time, of this thread and of argon2's. */
  readonly ms: number;
  readonly calls: Readonly<Record<string, number>>;
};

/** The request's action: named in a header (AWS JSON), in the body (SES) or by method and path (S3). */
function callOf({ method = 'GET', headers = {}, path = '/' }: RequestOptions): string {
  const given = Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-amz-target')?.[1];
  if (typeof given === 'string') return given.replace('.', ' ');
  return `${method} ${path?.includes('list-type') ? 'list' : ''}`.trim();
}

/** The signature names the service: Credential=KEY/DATE/REGION/SERVICE/aws4_request. */
function serviceOf({ headers = {} }: RequestOptions): string {
  const given = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  return /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//u.exec(String(given))?.[1] ?? 'unsigned';
}

let calls: Record<string, number> = {};
/** A hash is made in a thread of libuv's, whose time is not this one's. */
const HASH_MS = 40;
let hashed = 0;
const hash = crypto.argon2;
crypto.argon2 = ((...args: Parameters<typeof hash>) => {
  hashed += HASH_MS;
  hash(...args);
}) as typeof hash;
const original = http.request;
http.request = ((...args: [RequestOptions, ...unknown[]]): ClientRequest => {
  const [options] = args;
  if (typeof options === 'object') {
    const call = `${serviceOf(options)} ${callOf(options)}`;
    calls[call] = (calls[call] ?? 0) + 1;
  }
  return (original as (...given: unknown[]) => ClientRequest)(...args);
}) as typeof http.request;
syncBuiltinESMExports();

/** The handler, with a line in `file` for each invocation. */
export const counted =
  (name: string, file: string, handler: Handler): Handler =>
  async (event, context) => {
    const { user, system } = process.threadCpuUsage();
    try {
      return await handler(event, context);
    } finally {
      const now = process.threadCpuUsage();
      const line: Invocation = { name, ms: (now.user + now.system - user - system) / 1000 + hashed, calls };
      [calls, hashed] = [{}, 0];
      appendFileSync(file, `${JSON.stringify(line)}\n`);
    }
  };
