/** Counts the runs of argon2 in this process without changing them: where the runs are equal, so is the work. */
import crypto, { type Argon2Parameters } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/** What each run cost: memory in KiB, passes, lanes, bytes of the tag. */
export type Argon2Run = readonly [memory: number, passes: number, parallelism: number, tagLength: number];
export const STANDARD_RUN: Argon2Run = [19_456, 2, 1, 32];

/** The runs of argon2id that `act` makes. */
export async function argon2Runs(act: () => Promise<unknown>): Promise<Argon2Run[]> {
  const runs: Argon2Run[] = [];
  const real = crypto.argon2;
  crypto.argon2 = (algorithm, parameters: Argon2Parameters, done) => {
    expect(algorithm).toBe('argon2id');
    const { memory, passes, parallelism, tagLength } = parameters;
    runs.push([memory, passes, parallelism, tagLength]);
    real(algorithm, parameters, done);
  };
  syncBuiltinESMExports();
  try {
    await act();
  } finally {
    crypto.argon2 = real;
    syncBuiltinESMExports();
  }
  return runs;
}
