/**
 * LDAP search filters as text (RFC 4515), for exports in files: a live directory evaluates its filter itself.
 */
import { invalid } from '#core/errors.ts';
import { comparable } from '#core/text.ts';
import { dnKey } from './dn.ts';
import { isBinaryId } from './external-id.ts';
import { isCredential } from './mapping.ts';

/** Attributes in lower case. */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: readonly [Filter] }
  | { readonly kind: 'present'; readonly attribute: string }
  | {
      readonly kind: 'equal' | 'least' | 'most';
      readonly attribute: string;
      readonly value: string;
      /** Where the value is a distinguished name. */
      readonly dn?: string | undefined;
    }
  /** Substrings: what stands between the asterisks; the first and last may be empty. */
  | { readonly kind: 'parts'; readonly attribute: string; readonly parts: readonly string[] }
  /** Active Directory's rules for flags: all of the bits, or any. */
  | { readonly kind: 'bits'; readonly attribute: string; readonly all: boolean; readonly mask: bigint };

const MAX_DEPTH = 100;
const BITS: Readonly<Record<string, boolean>> = { '1.2.840.113556.1.4.803': true, '1.2.840.113556.1.4.804': false };
const ITEM = /^([a-z][a-z0-9-]*|\d+(?:\.\d+)+)(:[^=]*:|[~<>])?=(.*)$/isu;

const wrong = (text: string, problem: string) =>
  invalid(
    'ldap.filter_invalid',
    `--filter is no LDAP filter: ${text}: ${problem}. Write it as RFC 4515 says, such as (&(objectClass=person)(!(ou=Guests))), in quotation marks for the shell.`,
  );
const unsupported = (what: string) =>
  invalid(
    'pack.filter_unsupported',
    `--filter: ${what} can't be judged of a file. Of a file these are: & | !, =, ~= (as =), >=, <=, *, and of flags :1.2.840.113556.1.4.803:= and :1.2.840.113556.1.4.804:=. Search the live directory with --ldap, or export only who is meant.`,
  );

const ESCAPES = /(?:\\[0-9a-f]{2})+/giu;

class FilterReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Filter {
    const filter = this.#filter(0);
    if (this.#at !== this.#text.length) throw wrong(this.#text, 'something follows its last parenthesis');
    return filter;
  }

  /** Takes a character where it is the next one, spaces before it too. */
  #takes(mark: string): boolean {
    let at = this.#at;
    while (/\s/u.test(this.#text.charAt(at))) at += 1;
    if (this.#text.charAt(at) !== mark) return false;
    this.#at = at + 1;
    return true;
  }

  #filter(depth: number): Filter {
    if (depth > MAX_DEPTH) throw wrong(this.#text, 'it is nested too deep');
    if (!this.#takes('(')) throw wrong(this.#text, 'a parenthesis is missing');
    const filter = this.#inside(depth);
    if (!this.#takes(')')) throw wrong(this.#text, 'a parenthesis is not closed');
    while (/\s/u.test(this.#text.charAt(this.#at))) this.#at += 1;
    return filter;
  }

  #inside(depth: number): Filter {
    if (this.#takes('!')) return { kind: 'not', of: [this.#filter(depth + 1)] };
    const kind = this.#takes('&') ? 'and' : this.#takes('|') ? 'or' : undefined;
    if (kind === undefined) return this.#item();
    const of: Filter[] = [];
    while (/^\s*\(/u.test(this.#text.slice(this.#at, this.#at + 100))) of.push(this.#filter(depth + 1));
    return { kind, of };
  }

  #item(): Filter {
    const end = this.#text.slice(this.#at).search(/[()]/u);
    const item = end < 0 ? this.#text.slice(this.#at) : this.#text.slice(this.#at, this.#at + end);
    this.#at += item.length;
    const [, name, operator = '', written] = ITEM.exec(item.trimStart()) ?? [];
    if (name === undefined || written === undefined)
      throw wrong(this.#text, `"${item.trim()}" is no comparison of an attribute`);
    return this.#comparison(name.toLowerCase(), operator, written);
  }

  #comparison(attribute: string, operator: string, written: string): Filter {
    if (isCredential(attribute)) throw unsupported(`${attribute}, which holds credentials,`);
    if (operator.startsWith(':')) return bits(attribute, operator.slice(1, -1), written);
    if (isBinaryId(attribute) && written.includes('\\')) throw unsupported('a value of octets');
    const stars = written.split('*');
    if (operator === '' && written === '*') return { kind: 'present', attribute };
    if (operator === '' && stars.length > 1)
      return { kind: 'parts', attribute, parts: stars.map((part) => comparable(this.#value(part))) };
    if (stars.length > 1) throw wrong(this.#text, `an asterisk in a value is written \\2a`);
    const value = this.#value(written);
    const kind = operator === '>' ? 'least' : operator === '<' ? 'most' : 'equal';
    return { kind, attribute, value: comparable(value), dn: value.includes('=') ? dnKey(value) : undefined };
  }

  #value(written: string): string {
    const text = written.replace(ESCAPES, (pairs) => {
      const bytes = Buffer.from(pairs.replaceAll('\\', ''), 'hex');
      const decoded = bytes.toString('utf8');
      if (!Buffer.from(decoded, 'utf8').equals(bytes)) throw unsupported('a value of octets');
      // A marker: what an escape stands for may be a backslash itself.
      return decoded.replaceAll('\\', '\u0000');
    });
    if (text.includes('\\')) throw wrong(this.#text, 'after a backslash stand two hex digits');
    return text.replaceAll('\u0000', '\\');
  }
}

function bits(attribute: string, rule: string, written: string): Filter {
  const all = BITS[rule.trim()];
  if (all === undefined)
    throw unsupported(
      `the matching rule ${rule}${rule.includes('1941') ? ' (--group knows groups within groups)' : ''}`,
    );
  if (!/^\s*\d{1,19}\s*$/u.test(written)) throw unsupported(`"${written.trim()}", which is no number of flags,`);
  return { kind: 'bits', attribute, all, mask: BigInt(written.trim()) };
}

/**
 * Reads a filter. Without parentheses around it they are added, as ldapsearch does.
 * @throws LandfallError ldap.filter_invalid; pack.filter_unsupported where it can only be judged by a directory
 */
export function parseFilter(text: string): Filter {
  const trimmed = text.trim();
  return new FilterReader(trimmed.startsWith('(') ? trimmed : `(${trimmed})`).read();
}

/** The attributes by which a filter judges. */
export function filterAttributes(filter: Filter): readonly string[] {
  return 'of' in filter ? filter.of.flatMap(filterAttributes) : [filter.attribute];
}
