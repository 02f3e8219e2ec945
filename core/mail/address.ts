/**
 * Whether a text is exactly one addr-spec (RFC 5322, dot-atom form) that can be mailed: no display name, no list, no
 * comment, no control character that could start a header of its own.
 */
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\u0080-\\uffff-]+";
const LABEL = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?';
const ADDRESS = new RegExp(`^${ATOM}(?:\\.${ATOM})*@${LABEL}(?:\\.${LABEL})*$`, 'u');

export function isAddress(text: string): boolean {
  return text.length <= 254 && text.lastIndexOf('@') <= 64 && !/[\p{C}\p{Z}]/u.test(text) && ADDRESS.test(text);
}
