/**
 * What the bundles find instead of Node's own: the clock, timers and random values of the world that runs now. One world at a time runs in a process;
 * the libraries are evaluated once, so that what they were given looks for the world at each call.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import * as nodeCrypto from 'node:crypto';
import * as nodeFs from 'node:fs';
import { createRequire } from 'node:module';
import { Readable, Writable } from 'node:stream';
import { compileFunction } from 'node:vm';
import * as nodeZlib from 'node:zlib';
import type { Bundle } from './bundle.ts';
import { onWire } from './client.ts';
import type { Scheduler } from './scheduler.ts';
import type { WireAnswer, WireRequest } from './services/service.ts';

/** A running invocation. One that is dead has no effect any more. */
export type Invocation = {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  /** By how much the machine's clock is ahead, in milliseconds. */
  skew: number;
  dead: boolean;
};
/** `send` rejects as a connection does. */
export type Surrounding = {
  readonly scheduler: Scheduler;
  send(invocation: Invocation, request: WireRequest, timeoutMs: number): Promise<WireAnswer>;
  /** Takes what a function writes to its log. */
  log?(who: string, text: string): void;
};

const running = new AsyncLocalStorage<Invocation>();
let surrounding: Surrounding | undefined;
const world = (): Surrounding => {
  if (!surrounding) throw new Error('No world runs.');
  return surrounding;
};
const invocation = (): Invocation => {
  const found = running.getStore();
  if (!found) throw new Error('Something outside of an invocation asks for a service.');
  return found;
};

/** From now on this world runs in the process. */
export const enter = (next: Surrounding): void => {
  surrounding = next;
};

const RealDate = Date;
/** What the code in the bundles takes for the time. */
const virtualNow = (): number => (surrounding ? surrounding.scheduler.now() + (running.getStore()?.skew ?? 0) : 0);
class VirtualDate extends RealDate {
  constructor(...values: unknown[]) {
    if (values.length === 0) super(virtualNow());
    else super(...(values as [number]));
  }
  static override now(): number {
    return virtualNow();
  }
}

type Timer = { stop: () => void; ref(): Timer; unref(): Timer; hasRef(): boolean; [Symbol.toPrimitive](): number };
function timer(stop: () => void): Timer {
  const made: Timer = {
    stop,
    ref: () => made,
    unref: () => made,
    hasRef: () => true,
    [Symbol.toPrimitive]: () => 0,
  };
  return made;
}
/** A timer of an invocation that is dead does not fire. */
function later(run: (...values: never[]) => void, ms: number, ...values: never[]): Timer {
  const owner = running.getStore();
  const inContext = AsyncLocalStorage.snapshot();
  return timer(
    world().scheduler.after(ms, () => {
      if (!owner?.dead) inContext(run, ...values);
    }),
  );
}
function every(run: (...values: never[]) => void, ms: number, ...values: never[]): Timer {
  let current = timer(() => undefined);
  const again = () => {
    current = later(
      ((...given: never[]) => {
        run(...given);
        again();
      }) as never,
      ms,
      ...values,
    );
  };
  again();
  return timer(() => current.stop());
}
const clear = (some?: Timer) => some?.stop();

const drawn = (length: number): Buffer => {
  const { random } = world().scheduler;
  return Buffer.from(Uint8Array.from({ length }, () => random(256)));
};
/** 16 bytes of what is drawn as a UUID of version 4. */
const uuid = (): string => {
  const hex = drawn(16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
};
type Done<T> = (error: Error | null, value?: T) => void;
/** A hash in its place: what it costs is no part of what is simulated, and its threads would end in an order of their own. */
const argon2 = (
  _kind: string,
  { message, nonce, tagLength }: { message: Buffer; nonce: Buffer; tagLength: number },
  done: Done<Buffer>,
) => {
  const parts = [nodeCrypto.createHash('sha512').update(nonce).update(message).digest()];
  queueMicrotask(() => done(null, Buffer.concat([...parts, ...parts]).subarray(0, tagLength)));
};
const crypto = {
  ...nodeCrypto,
  argon2,
  randomBytes: (length: number, done?: Done<Buffer>) => {
    const bytes = drawn(length);
    if (!done) return bytes;
    queueMicrotask(() => done(null, bytes));
    return undefined;
  },
  randomUUID: uuid,
  randomInt: (from: number, to?: number) =>
    to === undefined ? world().scheduler.random(from) : from + world().scheduler.random(to - from),
  randomFillSync: <T extends Uint8Array>(target: T): T => {
    drawn(target.length).copy(target);
    return target;
  },
};
/** By callback, but at once: compression in threads would end in an order of its own. */
const atOnce =
  (work: (input: Buffer, options?: object) => Buffer) =>
  (input: Buffer, ...rest: unknown[]) => {
    const done = rest.at(-1) as Done<Buffer>;
    let [error, value]: [Error | null, Buffer | undefined] = [null, undefined];
    try {
      value = work(input, rest.length > 1 ? (rest[0] as object) : undefined);
    } catch (thrown) {
      error = thrown as Error;
    }
    queueMicrotask(() => done(error, value));
  };
const zlib = {
  ...nodeZlib,
  gzip: atOnce(nodeZlib.gzipSync),
  gunzip: atOnce(nodeZlib.gunzipSync),
  deflateRaw: atOnce(nodeZlib.deflateRawSync),
  inflateRaw: atOnce(nodeZlib.inflateRawSync),
};
const timersPromises = {
  setTimeout: (ms: number, value?: unknown, { signal }: { signal?: AbortSignal } = {}) =>
    new Promise((resolve, reject) => {
      const waiting = later(() => resolve(value), ms);
      signal?.addEventListener('abort', () => {
        waiting.stop();
        reject(Object.assign(new Error('The operation was aborted'), { name: 'AbortError', code: 'ABORT_ERR' }));
      });
    }),
  setImmediate: (value?: unknown) => Promise.resolve(value),
};
const performance = { now: virtualNow, timeOrigin: 0, mark: () => undefined, measure: () => undefined };

const say = (...values: unknown[]) => void output.write(values.map(String).join(' '));
const speaking = Object.fromEntries(['log', 'info', 'warn', 'error', 'debug', 'trace'].map((name) => [name, say]));
class VirtualConsole {}
Object.assign(VirtualConsole.prototype, speaking);

/** The files in which the SDK looks for its configuration. A function has none. */
const noFile = () => Promise.reject(Object.assign(new Error('There is no such file.'), { code: 'ENOENT' }));
const files = { readFile: noFile, stat: noFile, access: noFile };

const real = createRequire(import.meta.filename);
const REPLACED: Readonly<Record<string, unknown>> = {
  crypto,
  zlib,
  'timers/promises': timersPromises,
  timers: { setTimeout: later, clearTimeout: clear, setInterval: every, clearInterval: clear, setImmediate },
  perf_hooks: { performance },
  console: { Console: VirtualConsole },
  'fs/promises': files,
  fs: { ...nodeFs, promises: files },
};
const requireBuiltin = (name: string): unknown => REPLACED[name.replace(/^node:/u, '')] ?? real(name);

const shared = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'AKIASIMULATED', AWS_SECRET_ACCESS_KEY: 'simulated' };
const environmentOf = (): Readonly<Record<string, string>> => running.getStore()?.environment ?? shared;
const env = new Proxy<Record<string, string>>(
  {},
  {
    get: (_target, name: string) => environmentOf()[name],
    has: (_target, name: string) => name in environmentOf(),
    ownKeys: () => Object.keys(environmentOf()),
    getOwnPropertyDescriptor: (_target, name: string) =>
      name in environmentOf() ? { value: environmentOf()[name], enumerable: true, configurable: true } : undefined,
  },
);
/** What a function writes to its log. */
const output = new Writable({
  write: (chunk, _encoding, done) => {
    surrounding?.log?.(running.getStore()?.name ?? '', String(chunk));
    done();
  },
});
output.setMaxListeners(0);
const virtualProcess = new Proxy(process, {
  get: (target, name) => {
    if (name === 'env') return env;
    if (name === 'stdout' || name === 'stderr') return output;
    const value = Reflect.get(target, name) as unknown;
    return typeof value === 'function' ? (value.bind(target) as unknown) : value;
  },
});
const virtualMath = Object.create(Math, {
  random: { value: () => world().scheduler.random(1 << 30) / (1 << 30) },
}) as Math;
const webCrypto = { randomUUID: uuid, getRandomValues: crypto.randomFillSync, subtle: globalThis.crypto.subtle };

const GLOBALS: Readonly<Record<string, unknown>> = {
  Date: VirtualDate,
  setTimeout: later,
  clearTimeout: clear,
  setInterval: every,
  clearInterval: clear,
  process: virtualProcess,
  console: { ...speaking, Console: VirtualConsole },
  Math: virtualMath,
  performance,
  crypto: webCrypto,
  fetch: () => Promise.reject(new Error('A function makes a connection by itself.')),
};

/** In the place of the SDK's connections. */
class Handler {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  #timeoutMs: number;
  constructor(options: { requestTimeout?: number } | undefined) {
    this.#timeoutMs = options?.requestTimeout ?? 0;
  }
  static create(given?: { handle?: unknown; requestTimeout?: number }): unknown {
    return typeof given?.handle === 'function' ? given : new Handler(given);
  }
  updateHttpClientConfig(): void {}
  httpHandlerConfigs(): object {
    return {};
  }
  destroy(): void {}
  async handle(request: Parameters<typeof onWire>[0]): Promise<object> {
    const owner = invocation();
    const { status, headers, body } = await world().send(owner, await onWire(request), this.#timeoutMs);
    const content = typeof body === 'string' ? Buffer.from(body) : body;
    const response = { statusCode: status, reason: '', headers: { ...headers } };
    return { response: { ...response, body: Readable.from([content], { objectMode: false }) } };
  }
}

const collect = async (stream: Readable): Promise<Uint8Array> =>
  Buffer.concat((await stream.toArray()) as readonly Uint8Array[]);
Object.assign(globalThis, { __simulatedNetwork: { Handler, collect } });

type Modules = { readonly modules: Readonly<Record<string, () => unknown>> };
/** An answer as the function gives it. */
export type Run = (event: unknown, context: object) => Promise<unknown>;
type Functions = { readonly load: Readonly<Record<string, () => { handler: Run }>> };

function evaluator<T>(text: string, filename: string, more: Readonly<Record<string, unknown>>): () => T {
  const given = { ...GLOBALS, ...more, require: requireBuiltin };
  const run = compileFunction(text, ['module', 'exports', ...Object.keys(given)], { filename });
  return () => {
    const module = { exports: {} };
    run(module, module.exports, ...Object.values(given));
    return module.exports as T;
  };
}

/** A process that can run worlds. `evaluate`: an execution environment of its own for a function. */
export function createProcess({ libraries, functions }: Bundle) {
  const { modules } = evaluator<Modules>(libraries, 'libraries.cjs', {})();
  const library = (path: string) => modules[path]!();
  const evaluate = evaluator<Functions>(functions, 'functions.cjs', { __library: library, __made: new WeakMap() });
  return {
    /** `name`: the function's folder in lambdas/. */
    evaluate: (name: string): Run => {
      const load = evaluate().load[name];
      if (!load) throw new Error(`There is no function lambdas/${name}.`);
      return load().handler;
    },
    /** Runs as this invocation, and all that follows from it. */
    within: <T>(owner: Invocation, run: () => T): T => running.run(owner, run),
  };
}
