/**
 * An e-mail address: exactly one addr-spec (RFC 5322, 3.4.1) in dot-atom form, ASCII, within the lengths of RFC 5321. Quoted
 * local parts, comments, display names, lists and address literals are refused: none of them is a mailbox to trust here.
 */
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const ADDR_SPEC = new RegExp(`^(?=.{1,64}@)${ATOM}(?:\\.${ATOM})*@(?=.{1,253}$)${LABEL}(?:\\.${LABEL})*$`, 'u');
const MAX_ADDRESS = 254;

export function isAddress(text: string): boolean {
  return text.length <= MAX_ADDRESS && ADDR_SPEC.test(text);
}
