/**
 * Text as people compare it: two spellings of one user ID, question or answer must compare equal.
 */

/** Full Unicode case folding (Unicode 3.13, C + F): ß, ẞ and ss become equal, as do σ and ς; dotless ı stays itself. */
export function foldCase(text: string): string {
  return text
    .replaceAll('ẞ', 'ss')
    .split('ı')
    .map((piece) => piece.toUpperCase().toLowerCase().replaceAll('ς', 'σ'))
    .join('ı');
}

/** One run of white space becomes one space; the ends are trimmed. */
export function foldSpace(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** NFKC, trimmed, white space folded, case folded: how questions and answers are compared. */
export function comparable(text: string): string {
  return foldCase(foldSpace(text.normalize('NFKC'))).normalize('NFKC');
}

const PLAIN = /^[\x20-\x7e]*$/u;

/** The key of a user ID: NFKC, case folded. The ID itself is stored as written. */
export function userKey(userId: string): string {
  // Of ASCII each step but two changes nothing.
  if (PLAIN.test(userId)) return userId.trim().toLowerCase();
  return foldCase(userId.normalize('NFKC').trim()).normalize('NFKC');
}

/** The first `units` UTF-16 code units, or one less where a surrogate pair would be cut in two. */
export function cutText(text: string, units: number): string {
  return text.slice(0, units).replace(/[\ud800-\udbff]$/u, '');
}

/** Length in code points, as NIST SP 800-63B-4 counts a password. */
export function codePoints(text: string): number {
  return Array.from(text).length;
}

/** A code unit by its place among code points: surrogates stand for what is beyond the basic plane. */
const placeOfUnit = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

/** The order of DynamoDB's sort keys, which is that of the bytes in UTF-8; JavaScript's own differs beyond the basic plane. */
export function byUtf8(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) {
    const difference = placeOfUnit(one.charCodeAt(at)) - placeOfUnit(other.charCodeAt(at));
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
