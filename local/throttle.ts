/** API Gateway's limit of a route: a bucket of tokens that fills at a rate; a request takes one, or is refused. */
import type { Throttle } from '#infra/cloud-assembly/description.ts';
import { monotonicMs } from './monotonic.ts';

/** @param now milliseconds of a clock that is never set @returns whether a request may pass now; every one where there is no limit */
export function throttle(limit: Throttle | undefined, now: () => number = monotonicMs): () => boolean {
  if (limit === undefined) return () => true;
  let [tokens, at] = [limit.burst, now()];
  return () => {
    const then = now();
    tokens = Math.min(limit.burst, tokens + ((then - at) / 1000) * limit.rate);
    at = then;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
