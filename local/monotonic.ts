/** Milliseconds of a clock that only goes on, at its pace, and is the same in each thread; what it says is good for differences alone. */
export const monotonicMs = (): number => Number(process.hrtime.bigint() / 1_000_000n);
