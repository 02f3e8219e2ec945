/**
 * An e-mail address as the mail service takes it (SES developer guide, "Email format"): exactly one addr-spec (RFC 5322, 3.4.1) in
 * dot-atom form, ASCII, within the lengths of RFC 5321. Quoted local parts, comments, display names, lists, address literals and
 * addresses of internationalized mail (RFC 6531) are refused: none of them is a mailbox that can be written to here.
 */
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
/** RFC 3696, 2: no top-level domain is all digits; what ends so is an IPv4 address to many a parser. */
const LAST_LABEL = `(?!\\d+$)${LABEL}`;
const ADDR_SPEC = new RegExp(`^(?=.{1,64}@)${ATOM}(?:\\.${ATOM})*@(?=.{1,253}$)(?:${LABEL}\\.)*${LAST_LABEL}$`, 'u');
const MAX_ADDRESS = 254;

const ASCII = /^\p{ASCII}*$/u;
/** Letters, marks, digits, joiners, and the full stops of UTS 46: nothing that a parser of URLs gives a meaning of its own. */
const DOMAIN_TEXT = /^(?:[-.\p{L}\p{M}\p{Nd}]|[\u3002\uff0e\uff61]|\u200c|\u200d)+$/u;

/** The domain with its labels in ASCII (A-labels, UTS 46), by what Node.js and browsers both have. */
function asciiDomain(domain: string): string | undefined {
  if (ASCII.test(domain)) return domain;
  if (!DOMAIN_TEXT.test(domain)) return undefined;
  try {
    return new URL(`http://${domain}/`).hostname;
  } catch {
    return undefined;
  }
}

/**
 * The address that a text is, in the form in which it is stored and mailed: a domain with letters beyond ASCII in its ASCII form
 * (`ada@bücher.example` is `ada@xn--bcher-kva.example`), everything else as written. Undefined where it is none.
 */
export function addressOf(text: string): string | undefined {
  const at = text.lastIndexOf('@');
  const domain = asciiDomain(text.slice(at + 1));
  if (at < 0 || domain === undefined) return undefined;
  const address = `${text.slice(0, at)}@${domain}`;
  return address.length <= MAX_ADDRESS && ADDR_SPEC.test(address) ? address : undefined;
}
