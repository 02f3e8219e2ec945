/**
 * Lambda: environments of each function, cold and warm; time-outs, kills at any call, two copies of one invocation, clocks that are wrong. A killed
 * invocation has no effect any more: none of its calls arrives.
 */
import type { Faults } from './faults.ts';
import type { Invocation, Run } from './process.ts';
import type { Scheduler } from './scheduler.ts';
import type { Trace } from './trace.ts';

/** What Lambda answers to an invocation that failed: the name is its errorType. */
class FunctionError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export type Deployed = {
  readonly name: string;
  /** In lambdas/. */
  readonly folder: string;
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string>>;
};
export type Lambda = {
  /** @throws FunctionError */
  invoke(name: string, event: unknown): Promise<unknown>;
  kill(invocation: Invocation, why: string): void;
  /** How many run now. */
  running(): number;
  /** Invocations so far by function. */
  readonly counts: ReadonlyMap<string, number>;
  /** How many of them were killed or timed out, by function. */
  readonly cutOff: ReadonlyMap<string, number>;
};

type Environment = { readonly run: Run; busy: boolean };
type Settle = (error: FunctionError) => void;
/** No more at once in a new account. */
const CONCURRENT = 10;
/** A clock is wrong by no more. */
const SKEW_MS = 4_000;

export function createLambda(
  scheduler: Scheduler,
  functions: ReadonlyMap<string, Deployed>,
  bundle: { evaluate(folder: string): Run; within<T>(owner: Invocation, run: () => T): T },
  faults: () => Faults,
  trace: Trace,
): Lambda {
  const { after, chance, random } = scheduler;
  const environments = new Map<string, Environment[]>();
  const settlers = new Map<Invocation, Settle>();
  const counts = new Map<string, number>();
  const cutOff = new Map<string, number>();
  const noteCut = (name: string) => cutOff.set(name, (cutOff.get(name) ?? 0) + 1);
  let running = 0;
  const waiting: (() => void)[] = [];

  function environmentOf({ name, folder }: Deployed, invocation: Invocation): Environment {
    const all = environments.get(name) ?? [];
    const warm = all.find(({ busy }) => !busy);
    if (warm && !chance(faults().colds)) {
      warm.busy = true;
      return warm;
    }
    const made = { run: bundle.within(invocation, () => bundle.evaluate(folder)), busy: true };
    environments.set(name, [...all.filter((one) => one !== warm), made]);
    return made;
  }
  const forget = (name: string, gone: Environment) =>
    environments.set(
      name,
      (environments.get(name) ?? []).filter((one) => one !== gone),
    );

  function kill(invocation: Invocation, why: string): void {
    invocation.dead = true;
    const settle = settlers.get(invocation);
    settlers.delete(invocation);
    trace(invocation.name, why, '');
    noteCut(invocation.name);
    // The caller learns of it some time later.
    after(random(1_500), () =>
      settle?.(
        random(2) === 0
          ? new FunctionError('Lambda.Unknown', 'The cause could not be determined.')
          : new FunctionError('Runtime.ExitError', 'Runtime exited with error: signal: killed'),
      ),
    );
  }

  async function once(deployed: Deployed, event: unknown): Promise<unknown> {
    if (running >= CONCURRENT) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    counts.set(deployed.name, (counts.get(deployed.name) ?? 0) + 1);
    const { name, timeoutMs, environment } = deployed;
    const skew = chance(faults().clocks) ? random(2 * SKEW_MS) - SKEW_MS : 0;
    const invocation: Invocation = { name, environment, skew, dead: false };
    const used = environmentOf(deployed, invocation);
    const deadline = scheduler.now() + timeoutMs;
    trace(name, 'starts', '');
    const result = new Promise<unknown>((resolve, reject) => {
      settlers.set(invocation, reject);
      const cancel = after(timeoutMs, () => {
        invocation.dead = true;
        settlers.delete(invocation);
        trace(name, 'timed out', '');
        noteCut(name);
        reject(new FunctionError('Sandbox.Timedout', `Task timed out after ${timeoutMs / 1000} seconds`));
      });
      if (chance(faults().clocks))
        after(random(2_000), () => {
          invocation.skew += random(2 * SKEW_MS) - SKEW_MS;
        });
      const context = {
        functionName: name,
        awsRequestId: `simulated-${counts.get(name)}`,
        getRemainingTimeInMillis: () => deadline - scheduler.now(),
      };
      bundle
        .within(invocation, async () => used.run(JSON.parse(JSON.stringify(event ?? null)), context))
        .then(
          (value) => {
            cancel();
            if (!invocation.dead) resolve(JSON.parse(JSON.stringify(value ?? null)));
          },
          (error: Error) => {
            cancel();
            if (!invocation.dead) reject(new FunctionError(error.name, error.message));
          },
        );
    });
    return result
      .then(
        (value) => {
          trace(name, 'ends', '');
          used.busy = false;
          return value;
        },
        (error: FunctionError) => {
          trace(name, `fails: ${error.name} ${error.message}`, '');
          if (invocation.dead) forget(name, used);
          else used.busy = false;
          throw error;
        },
      )
      .finally(() => {
        settlers.delete(invocation);
        running -= 1;
        waiting.shift()?.();
      });
  }

  return {
    counts,
    cutOff,
    running: () => running,
    kill,
    invoke: (name, event) => {
      const deployed = functions.get(name);
      if (!deployed) throw new Error(`There is no function ${name}.`);
      return once(deployed, event);
    },
  };
}
