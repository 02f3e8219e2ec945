import type { Clock } from '#adapters/dynamodb/backoff.ts';

/** Time that passes only where something waits; it notes how long. `draws` are the random numbers, 0.5 after the last. */
export class TestClock implements Clock {
  readonly waits: number[] = [];
  readonly #draws: number[];
  #now = 1_000;
  constructor(draws: readonly number[] = []) {
    this.#draws = [...draws];
  }
  now(): number {
    return this.#now;
  }
  async wait(milliseconds: number): Promise<void> {
    this.waits.push(milliseconds);
    this.#now += milliseconds;
  }
  random(): number {
    return this.#draws.shift() ?? 0.5;
  }
}
