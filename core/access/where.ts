/**
 * Where a session was begun, as its user may recognize it in a list: the network and the kind of browser, and no more. Neither
 * decides anything; both come from the client and may be invented.
 */
import { networkOf as networkText, parseAddress } from '#core/network.ts';

/** 192.0.2.17 as 192.0.2.0/24; of an IPv6 address the /64. Undefined where the source is no address. */
export function networkOf(source: string): string | undefined {
  const address = parseAddress(source);
  return address && networkText(address, address.version === 4 ? 24 : 64);
}

/** In this order: most browsers name those that they imitate, too. */
const BROWSERS = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//u],
  ['Opera', /\b(?:OPR|Opera)\//u],
  ['Samsung Internet', /\bSamsungBrowser\//u],
  ['Firefox', /\b(?:Firefox|FxiOS)\//u],
  ['Chrome', /\b(?:Chrome|CriOS|Chromium|HeadlessChrome)\//u],
  ['Safari', /\bSafari\//u],
] as const;
const SYSTEMS = [
  ['iOS', /\b(?:iPhone|iPad|iPod)\b/u],
  ['Android', /\bAndroid\b/u],
  ['ChromeOS', /\bCrOS\b/u],
  ['Windows', /\bWindows\b/u],
  ['macOS', /\bMac OS X\b/u],
  ['Linux', /\bLinux\b/u],
] as const;

/** "Firefox, Windows" of a User-Agent header; undefined where it names neither. */
export function browserOf(userAgent: string | undefined): string | undefined {
  const named = (list: readonly (readonly [string, RegExp])[]) =>
    list.find(([, form]) => form.test(userAgent ?? ''))?.[0];
  const known = [named(BROWSERS), named(SYSTEMS)].filter((name) => name !== undefined);
  return known.length > 0 ? known.join(', ') : undefined;
}
