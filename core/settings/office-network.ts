/** A network of the organisation's own, whose limits are higher (throttles.officeNetworks). */
import { parseNetwork } from '#core/network.ts';

/** Wider ones hold strangers too. */
const LEAST_PREFIX = { 4: 16, 6: 32 } as const;
export const OFFICE_NETWORK_REASON =
  'must be networks or addresses such as 192.0.2.0/24 or 2001:db8:1::/48, IPv4 from /16 and IPv6 from /32 on';

export function isOfficeNetwork(text: string): boolean {
  const network = parseNetwork(text);
  return network !== undefined && network.prefix >= LEAST_PREFIX[network.version];
}
