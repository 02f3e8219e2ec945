/** The cookies of a request. A cookie that a browser would not send by itself is ignored. */

const BLANKS = /^[ \t]+|[ \t]+$/gu;

/**
 * By name. Only blanks and tabs are taken off (RFC 6265, 5.2): a name behind any other white space is not the same name,
 * since a sibling host may set that one although it looks like a `__Host-` one. A name that comes twice is ignored: the
 * browser has one such cookie, so an attacker added the other.
 */
export function readCookies(pairs: readonly string[] = []): Record<string, string> {
  const found = new Map<string, string | undefined>();
  for (const pair of pairs) {
    const cut = pair.indexOf('=');
    if (cut < 0) continue;
    const name = pair.slice(0, cut).replace(BLANKS, '');
    found.set(name, found.has(name) ? undefined : pair.slice(cut + 1).replace(BLANKS, ''));
  }
  return Object.fromEntries([...found].filter((entry): entry is [string, string] => entry[1] !== undefined));
}
