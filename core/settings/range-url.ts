/** The address of a service that is asked for ranges of breached passwords (core/passwords/breached.ts). */

export const RANGE_URL_REASON =
  'must be an https address that ends with a slash, without user name, query or fragment, such as https://api.pwnedpasswords.com/range/';

/**
 * Whether an address can stand before a prefix: https, or http on this very machine; nothing but a path that ends with a
 * slash, so that no administrator can have a function ask for anything that is not named by 5 hex digits.
 */
export function isRangeUrl(text: string): boolean {
  if (!URL.canParse(text) || !text.endsWith('/')) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  const safe = protocol === 'https:' || (protocol === 'http:' && /^127(?:\.\d{1,3}){3}$/u.test(hostname));
  return safe && `${username}${password}${search}${hash}` === '';
}
