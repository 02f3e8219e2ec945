/**
 * What lies between a function and a service: time, and connections that break. A service takes effect at one moment; whether its caller ever
 * learns of it is decided here.
 */
import type { Faults } from './faults.ts';
import type { Invocation } from './process.ts';
import type { Scheduler } from './scheduler.ts';
import type { Service, WireAnswer, WireRequest } from './services/service.ts';
import type { Trace } from './trace.ts';

/** What the SDK's connection rejects with. */
const broken = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
const timedOut = (ms: number): Error =>
  Object.assign(new Error(`Connection timed out after ${ms} ms`), { name: 'TimeoutError' });

/** A batch that is done in part: the more often since each of its items may be what fails. */
const PARTIAL = 'partial';
const PARTS = 8;
const MOST = 250;

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

export type Network = { send(invocation: Invocation, request: WireRequest, timeoutMs: number): Promise<WireAnswer> };

/** `kill`: ends an invocation at once. `strikes`: false ends all faults, so that what is to come to rest does. */
export function createNetwork(
  scheduler: Scheduler,
  services: Readonly<Record<string, Service>>,
  faults: () => Faults,
  kill: (invocation: Invocation, why: string) => void,
  trace: Trace,
): Network {
  const { chance, random, sleep } = scheduler;

  /** A few milliseconds; at times a few seconds. */
  const wait = () => sleep(chance(faults().slowness) ? 200 + random(8_000) : 1 + random(8));

  async function send(invocation: Invocation, request: WireRequest, timeoutMs: number): Promise<WireAnswer> {
    const service = services[request.service];
    if (!service) throw new Error(`The simulated network knows no service ${request.service} (${request.host}).`);
    const mix = faults();
    const [lost, silent, quiet, refused, killed] = [
      chance(mix.lostRequests),
      chance(mix.lostAnswers),
      chance(mix.silence),
      chance(mix.refusals),
      chance(mix.kills),
    ];
    const killedFirst = killed && random(2) === 0;
    const fail = async (error: Error): Promise<never> => {
      if (invocation.dead) return never();
      throw error;
    };
    if (invocation.dead) return never();
    await wait();
    if (invocation.dead) return never();
    if (killedFirst) {
      trace(invocation.name, request, 'killed before');
      kill(invocation, 'killed');
      return never();
    }
    if (lost) {
      trace(invocation.name, request, 'request lost');
      return fail(broken());
    }
    const possible = service.faults(request);
    const inPart = possible.includes(PARTIAL) && chance(Math.min(mix.refusals * PARTS, MOST));
    const refusal = inPart ? [PARTIAL] : refused ? possible : [];
    const answer = refusal.length > 0 ? service.refuse(request, scheduler.pick(refusal)) : service.handle(request);
    const what = refusal.length > 0 ? 'refused' : silent || quiet ? 'answer lost' : killed ? 'killed behind' : '';
    trace(invocation.name, request, what, answer);
    if (killed) {
      kill(invocation, 'killed');
      return never();
    }
    if (quiet && timeoutMs > 0) {
      await sleep(timeoutMs);
      return fail(timedOut(timeoutMs));
    }
    await wait();
    if (silent) return fail(broken());
    return invocation.dead ? never() : answer;
  }
  return { send };
}
