/**
 * Lambda: each function's bundle from the cloud assembly in worker threads, one invocation at a time in each, with the
 * template's variables and time-out; in all at most as many at once as a new AWS account may have.
 */
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { functionsOf } from '#infra/cloud-assembly/description.ts';
import { functionIn, NamedError } from './aws/names.ts';
import type { Credentials } from './iam/authority.ts';
import { monotonicMs } from './monotonic.ts';
import { checkRequest, checkResponse } from './quotas.ts';

const ACCOUNT_CONCURRENCY = 10;
const WORKER = join(import.meta.dirname, 'worker.ts');
const OPTIONS = { stdout: true, stderr: true, execArgv: ['--no-warnings'] };
/** Lambda ends an idle execution environment after some minutes too. */
const IDLE_MS = 300_000;

/** Invokes by function name or ARN. @throws NamedError with what the function threw: `name` is its errorType. */
export type Invoke = (arn: string, event: unknown) => Promise<unknown>;

/** `idle`: the one that was used last is the last, and is taken first, so that the others end. */
type Deployed = { readonly start: () => Worker; readonly idle: Idle; readonly timeoutMs: number };
type Answer = { json?: string; error?: { name: string; message: string }; broken?: true };

class Idle {
  private readonly workers: { readonly worker: Worker; readonly end: NodeJS.Timeout }[] = [];
  private readonly keptMs: number;

  /** @param keptMs after which one ends, where it is not taken before */
  constructor(keptMs: number) {
    this.keptMs = keptMs;
  }

  take(): Worker | undefined {
    const found = this.workers.pop();
    clearTimeout(found?.end);
    return found?.worker;
  }

  add(worker: Worker): void {
    const end = setTimeout(() => {
      this.remove(worker);
      void worker.terminate();
    }, this.keptMs).unref();
    this.workers.push({ worker, end });
  }

  remove(worker: Worker): void {
    const at = this.workers.findIndex((one) => one.worker === worker);
    if (at >= 0) clearTimeout(this.workers.splice(at, 1)[0]!.end);
  }
}

type Options = {
  /** A folder that outlives the deployment, for what Node has compiled of a bundle: the next start takes it from there. */
  readonly compiled?: string | undefined;
  /** How long an execution environment without a call is kept, in milliseconds. */
  readonly idleMs?: number;
};

/** `shared` is added to each function's environment: where the services are. `logs`: a folder. */
export function deployFunctions(
  assembly: Assembly,
  logs: string,
  shared: Record<string, string>,
  sessions: ReadonlyMap<string, Credentials>,
  { compiled, idleMs = IDLE_MS }: Options = {},
): Invoke {
  mkdirSync(logs, { recursive: true });
  const deployed = new Map<string, Deployed>();
  for (const { name, file, entry, timeoutMs, memoryMegabytes, environment } of functionsOf(assembly)) {
    // Its own, of its role: what it sends is judged by it.
    const { accessKeyId, secretAccessKey } = sessions.get(name)!;
    const credentials = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    const cache = compiled === undefined ? {} : { NODE_COMPILE_CACHE: compiled };
    const env = { ...cache, ...shared, ...credentials, AWS_LAMBDA_FUNCTION_NAME: name, ...environment };
    const idle = new Idle(idleMs);
    const start = () => {
      // One that takes more ends by itself, and the deployment goes on.
      const resourceLimits = { maxOldGenerationSizeMb: memoryMegabytes };
      const worker = new Worker(WORKER, { ...OPTIONS, env, resourceLimits, workerData: { file, entry } });
      const log = createWriteStream(join(logs, `${name}.log`), { flags: 'a' });
      for (const output of [worker.stdout, worker.stderr]) output.pipe(log, { end: false });
      worker.unref();
      // A worker that fails while it is idle is not used again.
      return worker
        .on('error', () => undefined)
        .on('exit', () => {
          idle.remove(worker);
          log.end();
        });
    };
    deployed.set(name, { start, idle, timeoutMs });
  }

  let free = ACCOUNT_CONCURRENCY;
  const waiting: (() => void)[] = [];
  return async (arn, event) => {
    const found = deployed.get(functionIn(arn));
    if (!found) throw new Error(`There is no function ${arn}.`);
    checkRequest(event);
    if (--free < 0) await new Promise<void>((resolve) => waiting.push(resolve));
    return run(found, event).finally(() => {
      free += 1;
      waiting.shift()?.();
    });
  };
}

const failed = (name: string, message: string): Answer => ({ error: { name, message }, broken: true });

async function run({ start, idle, timeoutMs }: Deployed, event: unknown): Promise<unknown> {
  const worker = idle.take() ?? start();
  // By a clock that is never set, and the same in each thread.
  worker.postMessage({ event, deadline: monotonicMs() + timeoutMs });
  const finished = new AbortController();
  const { json, error, broken } = await Promise.race([
    once(worker, 'message', finished).then(([answer]) => answer as Answer),
    once(worker, 'exit', finished).then(() => failed('Runtime.ExitError', 'The function ended before it answered.')),
    after(timeoutMs, failed('Sandbox.Timedout', `Task timed out after ${timeoutMs / 1000} seconds`), finished),
  ]).catch(({ message }: Error) => failed('Runtime.ExitError', message));
  finished.abort();
  if (broken) void worker.terminate();
  else idle.add(worker);
  if (error) throw new NamedError(error.name, error.message);
  checkResponse(json!);
  return JSON.parse(json!);
}
