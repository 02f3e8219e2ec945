/**
 * Lambda: each function's bundle from the cloud assembly in worker threads, one invocation at a time in each, with the
 * template's variables and time-out; in all at most as many at once as a new AWS account may have.
 */
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Assembly } from './template.ts';

const ACCOUNT_CONCURRENCY = 10;

/** What a function threw: `name` is its errorType, as Step Functions sees it. */
export class FunctionError extends Error {
  constructor(errorType: string, errorMessage: string) {
    super(errorMessage);
    this.name = errorType;
  }
}

type Deployed = {
  readonly log: string;
  readonly workerData: object;
  readonly timeoutMs: number;
  readonly env: Record<string, string>;
  readonly idle: Worker[];
};
type Properties = {
  Code: { S3Key: string };
  Handler: string;
  Timeout?: number;
  Runtime: string;
  Environment?: { Variables: Record<string, string> };
};
type Assets = {
  files: Record<string, { source: { path: string }; destinations: Record<string, { objectKey: string }> }>;
};

export class Functions {
  private readonly deployed = new Map<string, Deployed>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  /** `environment` is added to each function's own: where the services are, and the credentials. */
  constructor(assembly: Assembly, logs: string, environment: Record<string, string>) {
    mkdirSync(logs, { recursive: true });
    const folders = new Map<string, string>();
    for (const stack of assembly.stacks) {
      const { files } = JSON.parse(readFileSync(join(assembly.directory, `${stack}.assets.json`), 'utf8')) as Assets;
      for (const { source, destinations } of Object.values(files)) {
        for (const { objectKey } of Object.values(destinations))
          folders.set(objectKey, join(assembly.directory, source.path));
      }
    }
    for (const { name, properties } of assembly.of('AWS::Lambda::Function')) {
      const { Code, Handler, Timeout = 3, Environment, Runtime } = properties as Properties;
      // The one function that CDK brings along, in another language, uploads the consoles' files; the gateway serves them itself.
      if (!Runtime.startsWith('nodejs')) continue;
      const [stem, entry] = Handler.split('.');
      const env = { ...environment, AWS_LAMBDA_FUNCTION_NAME: name, ...Environment?.Variables };
      const workerData = { file: join(folders.get(Code.S3Key)!, `${stem}.mjs`), entry };
      this.deployed.set(name, { log: join(logs, `${name}.log`), workerData, timeoutMs: Timeout * 1000, env, idle: [] });
    }
  }

  /** Invokes by function name or ARN. @throws FunctionError with what the function threw. */
  async invoke(arn: string, event: unknown): Promise<unknown> {
    const deployed = this.deployed.get(arn.split(':').at(-1)!);
    if (!deployed) throw new Error(`There is no function ${arn}.`);
    if (this.running >= ACCOUNT_CONCURRENCY) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running += 1;
    try {
      return await this.run(deployed, event);
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }

  async stop(): Promise<void> {
    for (const { idle } of this.deployed.values())
      await Promise.all(idle.splice(0).map((worker) => worker.terminate()));
  }

  private run(deployed: Deployed, event: unknown): Promise<unknown> {
    const worker = deployed.idle.pop() ?? start(deployed);
    return new Promise((resolve, reject) => {
      const release = (keep: boolean) => {
        clearTimeout(timer);
        for (const name of ['message', 'error', 'exit']) worker.removeAllListeners(name);
        if (keep) deployed.idle.push(worker);
        else void worker.terminate();
      };
      const fail = (errorType: string, errorMessage: string, keep = false) => {
        release(keep);
        reject(new FunctionError(errorType, errorMessage));
      };
      const timer = setTimeout(
        () => fail('Sandbox.Timedout', `Task timed out after ${deployed.timeoutMs / 1000} seconds`),
        deployed.timeoutMs,
      );
      worker.once(
        'message',
        ({ result, error }: { result?: unknown; error?: { errorType: string; errorMessage: string } }) => {
          if (error) return fail(error.errorType, error.errorMessage, true);
          release(true);
          resolve(result);
        },
      );
      worker.once('error', (error: Error) => fail('Runtime.ExitError', error.message));
      worker.once('exit', () => fail('Runtime.ExitError', 'The function ended before it answered.'));
      worker.postMessage({ event, deadline: Date.now() + deployed.timeoutMs });
    });
  }
}

function start({ log, workerData, env }: Deployed): Worker {
  const worker = new Worker(join(import.meta.dirname, 'worker.ts'), {
    workerData,
    env,
    stdout: true,
    stderr: true,
    execArgv: ['--no-warnings'],
  });
  const file = createWriteStream(log, { flags: 'a' });
  for (const stream of [worker.stdout, worker.stderr]) stream.pipe(file, { end: false });
  worker.unref();
  return worker;
}
