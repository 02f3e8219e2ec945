/** IP addresses and networks (CIDR, RFC 4632 section 3.1; RFC 4291 section 2.3), as whole numbers of 32 or 128 bits. */
import { isIPv4, isIPv6 } from 'node:net';

export type Address = { readonly version: 4 | 6; readonly bits: bigint };
export type Network = Address & { readonly prefix: number };

const BITS = { 4: 32, 6: 128 } as const;
const joined = (parts: readonly number[], width: bigint) =>
  parts.reduce((sum, part) => (sum << width) | BigInt(part), 0n);
const bitsOfV4 = (text: string): bigint => joined(text.split('.').map(Number), 8n);

function bitsOfV6(text: string): bigint {
  // The last two groups may be written as an IPv4 address (RFC 4291 section 2.2).
  const dotted = /[\d.]*$/u.exec(text)![0];
  const v4 = dotted.includes('.') ? bitsOfV4(dotted) : undefined;
  const hex = (part: bigint) => part.toString(16);
  const plain = v4 === undefined ? text : `${text.slice(0, -dotted.length)}${hex(v4 >> 16n)}:${hex(v4 & 0xffffn)}`;
  const [head, tail] = plain.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const [first, last] = [groups(head!), groups(tail ?? '')];
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => 0);
  return joined([...first, ...zeros, ...last], 16n);
}

/** @returns undefined for what is no address. An IPv4 address in IPv6's form (::ffff:0:0/96) is the IPv4 address. */
export function parseAddress(text: string): Address | undefined {
  const bare = text.split('%')[0]!;
  if (isIPv4(bare)) return { version: 4, bits: bitsOfV4(bare) };
  if (!isIPv6(bare)) return undefined;
  const bits = bitsOfV6(bare);
  return bits >> 32n === 0xffffn ? { version: 4, bits: bits & 0xffff_ffffn } : { version: 6, bits };
}

/** `192.0.2.0/24`, `2001:db8::/32`, or an address alone. Bits after the prefix are not looked at. */
export function parseNetwork(text: string): Network | undefined {
  const [, written = '', length] = /^([^/]+)(?:\/(\d{1,3}))?$/u.exec(text) ?? [];
  const address = parseAddress(written);
  if (!address) return undefined;
  const whole = BITS[address.version];
  const prefix = length === undefined ? whole : Number(length);
  return prefix <= whole ? { ...address, prefix } : undefined;
}

const masked = ({ version, bits }: Address, prefix: number): bigint => {
  const rest = BigInt(BITS[version] - prefix);
  return (bits >> rest) << rest;
};

export const inNetwork = (address: Address, { prefix, ...network }: Network): boolean =>
  address.version === network.version && masked(address, prefix) === masked(network, prefix);

/** The network of this prefix that an address is in, in one spelling: `192.0.2.0/24`, `2001:db8:1:0::/64`. */
export function networkOf(address: Address, prefix: number): string {
  const bits = masked(address, prefix);
  const part = (width: bigint, index: bigint) => (bits >> (width * index)) & ((1n << width) - 1n);
  if (address.version === 4) {
    const dotted = [3n, 2n, 1n, 0n].map((index) => part(8n, index)).join('.');
    return prefix === BITS[4] ? dotted : `${dotted}/${prefix}`;
  }
  const groups = Array.from({ length: Math.ceil(prefix / 16) }, (_, index) =>
    part(16n, BigInt(7 - index)).toString(16),
  );
  return `${groups.join(':')}::/${prefix}`;
}
