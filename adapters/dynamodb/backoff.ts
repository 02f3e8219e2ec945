/**
 * Trying again: exponential back-off with full jitter, for as long as the caller can wait. Each wait is drawn between zero and a
 * bound that doubles, so that callers who were refused together don't come back together.
 */
import { setTimeout } from 'node:timers/promises';

/** What passes time, so that tests can pass it themselves. */
export type Clock = {
  /** Milliseconds from any beginning. */
  now(): number;
  wait(milliseconds: number): Promise<unknown>;
  /** From 0 to below 1. */
  random(): number;
};

const machineClock: Clock = { now: () => performance.now(), wait: setTimeout, random: Math.random };

const FIRST_BOUND_MS = 50;
const LAST_BOUND_MS = 3_000;

/** How long a caller can wait, in milliseconds. */
export const PATIENCE = {
  /** A person waits for the answer of the API. */
  request: 3_000,
  /** A part of an import or of a campaign: tried again as a whole where this does not do. */
  task: 15_000,
} as const;

/**
 * @param limitMs counted from this call
 * @returns waits before the next try, and says whether there may be one; the last one comes when the time is up
 */
export function backoff(limitMs: number, clock: Clock = machineClock): () => Promise<boolean> {
  const end = clock.now() + limitMs;
  let bound = FIRST_BOUND_MS;
  return async () => {
    const left = end - clock.now();
    if (left <= 0) return false;
    await clock.wait(Math.min(left, clock.random() * bound));
    bound = Math.min(LAST_BOUND_MS, bound * 2);
    return true;
  };
}
