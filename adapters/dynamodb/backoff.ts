/** How long to wait before something is tried again. */
const BASE_DELAY_MS = 40;
const MAX_DELAY_MS = 3_000;

/** Full jitter. @param attempt from 0 @returns milliseconds */
export const jitter = (attempt: number): number => Math.random() * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempt);
