/** Which faults a world has, and how often. */
import type { Scheduler } from './scheduler.ts';

/** Each in thousandths of the calls, invocations or starts that it can strike. */
export type Faults = {
  /** A request that never arrives. */
  readonly lostRequests: number;
  /** A request that took effect, and whose answer never comes: the connection breaks. */
  readonly lostAnswers: number;
  /** The same, and the caller waits until its own time-out. */
  readonly silence: number;
  /** What the service itself refuses: throttles, errors of its own, conflicts. */
  readonly refusals: number;
  /** An answer that takes seconds instead of milliseconds. */
  readonly slowness: number;
  /** An invocation ends at a call: before it takes effect or after. */
  readonly kills: number;
  /** Two copies of one invocation, at once or one behind the other. */
  readonly copies: number;
  /** An environment that has served before is not used again. */
  readonly colds: number;
  /** A machine's clock that is wrong by up to some seconds, and jumps. */
  readonly clocks: number;
  /** Reads that are not consistent show what was. */
  readonly stale: number;
  /** Messages and changes of a stream that come late, again or in another order. */
  readonly deliveries: number;
};

export const NONE: Faults = {
  lostRequests: 0,
  lostAnswers: 0,
  silence: 0,
  refusals: 0,
  slowness: 0,
  kills: 0,
  copies: 0,
  colds: 0,
  clocks: 0,
  stale: 0,
  deliveries: 0,
};
/** As much of each as an unlucky hour has. */
const HOSTILE: Faults = {
  lostRequests: 8,
  lostAnswers: 10,
  silence: 3,
  refusals: 15,
  slowness: 20,
  kills: 3,
  copies: 60,
  colds: 150,
  clocks: 50,
  stale: 200,
  deliveries: 100,
};

/** One kind in so many worlds is much more frequent: what then fails for good is taken up by those who resume. */
const FOCUS = 5;

/** Some kinds, each at a strength of its own: a world in which only answers are lost finds what one with everything at once hides. */
export function drawFaults({ random }: Pick<Scheduler, 'random'>, most: Faults = HOSTILE): Faults {
  const kinds = Object.keys(most) as (keyof Faults)[];
  const focus = random(3) === 0 ? kinds[random(kinds.length)] : undefined;
  const drawn = kinds.map((kind) => {
    const strength = random(3) === 0 ? 0 : 1 + random(4);
    const share = Math.round((most[kind] * (kind === focus ? 4 * FOCUS : strength)) / 2);
    return [kind, Math.min(share, 500)];
  });
  return Object.fromEntries(drawn) as Faults;
}
