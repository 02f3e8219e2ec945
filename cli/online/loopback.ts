/**
 * Names under `localhost` are this machine (RFC 6761, 6.3). Browsers know that; the resolvers of many systems don't. The embedded
 * deployment serves each bucket under a host of its own, as S3 does: landfall-exportbucket.s3.localhost.
 */
import dns from 'node:dns';

const isLoopback = (name: string): boolean => /(?:^|\.)localhost\.?$/iu.test(name);
let resolved = false;

/** From now on this process finds names under `localhost` at 127.0.0.1, and every other name as before. */
export function resolveLoopbackNames(): void {
  if (resolved) return;
  resolved = true;
  const lookup = dns.lookup as (name: string, ...rest: unknown[]) => void;
  const ours = (name: string, ...rest: unknown[]) => lookup(isLoopback(name) ? '127.0.0.1' : name, ...rest);
  dns.lookup = Object.assign(ours, dns.lookup) as typeof dns.lookup;
}
