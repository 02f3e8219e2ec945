/**
 * What counts as one source (T8): an IPv4 address, or the /64 network of an IPv6 one, which a single line has; and the wider networks
 * around it, since one subscriber has 256 of the /64 networks, and addresses are rented by the block. Each tier has its own limit.
 */
import { inNetwork, networkOf, parseAddress, parseNetwork } from '#core/network.ts';
import type { Settings } from '#core/settings/model.ts';

type Throttles = Settings['throttles'];
type LimitName = { [Name in keyof Throttles]: Throttles[Name] extends number ? Name : never }[keyof Throttles];
export type Tier = { readonly key: string; readonly limit: number };
export type Source = {
  /** The narrowest tier. */
  readonly key: string;
  /** One subscriber: an IPv4 address, an IPv6 /56. */
  readonly subscriber: string;
  /** Narrowest first. */
  readonly keys: readonly string[];
  /** By how much an office's limits are higher. */
  readonly factor: number;
};

const PREFIXES = { 4: [32, 24], 6: [64, 56, 48] } as const;
const MAX_TEXT = 64;
/** The limits by the prefix of their tier. */
const LIMITS: Readonly<Record<'failed-logon' | 'forgot-password', Readonly<Record<number, LimitName>>>> = {
  'failed-logon': {
    32: 'failedLogonsPerSourcePerDay',
    24: 'failedLogonsPer24PerDay',
    64: 'failedLogonsPerSourcePerDay',
    56: 'failedLogonsPer56PerDay',
    48: 'failedLogonsPer48PerDay',
  },
  'forgot-password': {
    32: 'forgotPasswordPerSourcePerHour',
    24: 'forgotPasswordPer24PerHour',
    64: 'forgotPasswordPerSourcePerHour',
    56: 'forgotPasswordPer56PerHour',
    48: 'forgotPasswordPer48PerHour',
  },
};

/** The keys of a source's tiers, narrowest first. */
export function keysOf(address: string): readonly string[] {
  const parsed = parseAddress(address);
  return parsed ? PREFIXES[parsed.version].map((prefix) => networkOf(parsed, prefix)) : [address.slice(0, MAX_TEXT)];
}

/** @param address the viewer's, as the distribution saw it; what is no address is a source of its own */
export function sourceOf(address: string, { throttles }: Pick<Settings, 'throttles'>): Source {
  const parsed = parseAddress(address);
  const keys = keysOf(address);
  if (!parsed) return { key: keys[0]!, subscriber: keys[0]!, keys, factor: 1 };
  const office = throttles.officeNetworks.some((network) => inNetwork(parsed, parseNetwork(network)!));
  return {
    key: keys[0]!,
    subscriber: parsed.version === 6 ? keys[1]! : keys[0]!,
    keys,
    factor: office ? throttles.officeFactor : 1,
  };
}

/** The tiers of a source with their limits. A source that is known (source-trust.ts) is judged by its narrowest alone. */
export function tiersOf(
  { keys, factor }: Source,
  kind: keyof typeof LIMITS,
  { throttles }: Pick<Settings, 'throttles'>,
  known: boolean,
): readonly Tier[] {
  const prefixes = keys.length === 3 ? PREFIXES[6] : PREFIXES[4];
  const tiers = keys.map((key, index) => ({ key, limit: throttles[LIMITS[kind][prefixes[index]!]!] * factor }));
  return known ? tiers.slice(0, 1) : tiers;
}
