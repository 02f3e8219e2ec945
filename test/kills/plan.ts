/** What a seed draws: when the deployment is killed, and how. */

/** The parts of a run, in their order. `mailing`: a campaign to a list, and an import that tells its people, at the same time. */
export const PHASES = ['import', 'correction', 'rollback', 'second correction', 'mailing'] as const;
export type Phase = (typeof PHASES)[number];

/**
 * `all`: the deployment and its DynamoDB engine at once, as a power cut. `process`: the deployment alone, which leaves the engine behind.
 * `engine`: the engine, and the deployment a moment later. `asking`: all, while a request is under way. `starting`: all, and once more while
 * it starts again.
 */
export const HOWS = ['all', 'process', 'engine', 'asking', 'starting'] as const;
export type How = (typeof HOWS)[number];
export type Kill = {
  readonly phase: Phase;
  readonly how: How;
  /** Of the time that the phase takes without a kill, from the moment at which the deployment is ready. */
  readonly at: number;
  /** Milliseconds: of the second blow of `engine` and `starting`, and from the request on of `asking`. */
  readonly behind: number;
};

/** Numbers from 0 to 1, the same for a seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const BEHIND_MS = { all: 0, process: 0, engine: 400, asking: 600, starting: 6_000 } satisfies Record<How, number>;
/** Mailing counts for two: a mail can't be taken back. */
const DRAWN: readonly Phase[] = [...PHASES, 'mailing'];

/** Three to six kills. */
export function planOf(seed: number): Kill[] {
  const random = randomOf(seed);
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  return Array.from({ length: 3 + Math.floor(random() * 4) }, () => {
    const [phase, how] = [one(DRAWN), one(HOWS)];
    return { phase, how, at: random(), behind: Math.round(random() * BEHIND_MS[how]) };
  });
}
