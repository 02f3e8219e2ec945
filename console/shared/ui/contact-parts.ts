import { addressOf } from '#core/address.ts';

export type ContactPart = { readonly words: string; readonly href?: string };

/** An address, or a number of at least five digits as it is written for people: "+49 (0)30 123-456". */
const FOUND = /[^\s,;:<>()]+@[^\s,;:<>()]+\w|\+?\(?\d[\d\s()/.-]{3,}\d/gu;
const LEAST_DIGITS = 5;

function hrefOf(words: string): string | undefined {
  if (words.includes('@')) return addressOf(words) === undefined ? undefined : `mailto:${encodeURI(words)}`;
  // RFC 3966: visual separators are left out; a zero in brackets is dialled from within the country only.
  const number = words.replace(/^(\+.*?)\(0\)/u, '$1').replace(/[^\d+]/gu, '');
  return number.replace('+', '').length < LEAST_DIGITS ? undefined : `tel:${number}`;
}

/** The text in parts; one with a link is an e-mail address or a telephone number. */
export function contactParts(text: string): ContactPart[] {
  const parts: ContactPart[] = [];
  let at = 0;
  for (const { 0: words, index } of text.matchAll(FOUND)) {
    const href = hrefOf(words);
    if (href === undefined) continue;
    if (index > at) parts.push({ words: text.slice(at, index) });
    parts.push({ words, href });
    at = index + words.length;
  }
  if (at < text.length) parts.push({ words: text.slice(at) });
  return parts;
}
