/** Limits per source address come before any account's counter, so that an attacker can't lock out a company (T2). */
import { isIPv6 } from 'node:net';
import { invalid } from '#core/errors.ts';
import type { ThrottlePort } from './ports.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
const MAX_SOURCE = 64;

/** What counts as one source: an IPv4 address, or the /64 network of an IPv6 one, which a single line has. */
export function sourceKey(address: string): string {
  if (!isIPv6(address)) return address.slice(0, MAX_SOURCE);
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/iu.exec(address);
  if (mapped) return mapped[1]!;
  const [head, tail] = address.split('%')[0]!.split('::');
  const groups = (part: string | undefined) => (part ? part.split(':') : []);
  const missing = tail === undefined ? 0 : Math.max(0, 8 - groups(head).length - groups(tail).length);
  const all = [...groups(head), ...Array.from({ length: missing }, () => '0'), ...groups(tail)];
  const network = all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}

/** @returns the hits in the window, this one included. @throws LandfallError throttle.source (429) with the seconds to wait */
export async function throttleSource(
  ports: Pick<ThrottlePort, 'hit'>,
  kind: string,
  source: string,
  limit: number,
  windowMs: number,
  now: number,
): Promise<number> {
  const hits = await ports.hit(kind, sourceKey(source), limit, windowMs, now);
  if (hits !== undefined) return hits;
  const retryAfterSeconds = Math.ceil((windowMs - (now % windowMs)) / 1000);
  throw invalid(
    'throttle.source',
    `Too many attempts from your network. Wait ${retryAfterSeconds} seconds and try again.`,
    { retryAfterSeconds },
  );
}
