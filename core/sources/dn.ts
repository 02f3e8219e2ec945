/**
 * Distinguished names (RFC 4514) as they compare: of types and values letter case and runs of spaces do not count, nor how a
 * character is escaped. What LDAPv2 wrote (semicolons, quotation marks, RFC 1779) is read too.
 */
import { comparable } from '#core/text.ts';

/** A piece of a name up to the comma, semicolon or plus that ends it. */
const PIECE = /((?:\\[\s\S]|"(?:\\[\s\S]|[^"\\])*"|[^\\",;+])*)([,;+]|$)/uy;
const TYPE = /^(?:oid\.)?([a-z][a-z0-9-]*|\d+(?:\.\d+)*)$/u;
const HEX = /(?:\\[0-9a-f]{2})+/giu;

function valueKey(written: string): string {
  const bare = /^"([\s\S]*)"$/u.exec(written.trim())?.[1] ?? written;
  const text = bare.replace(HEX, (pairs) => Buffer.from(pairs.replaceAll('\\', ''), 'hex').toString('utf8'));
  return comparable(text.replace(/\\([\s\S])/gu, '$1'));
}

/** Type and value of a piece; undefined where it is none. */
function typed(piece: string): string | undefined {
  const equals = piece.indexOf('=');
  const type = TYPE.exec(piece.slice(0, Math.max(equals, 0)).trim().toLowerCase())?.[1];
  return type === undefined ? undefined : `${type}=${valueKey(piece.slice(equals + 1))}`;
}

/** The key of a name, topmost part first, a line a part; empty for the empty name, undefined for a text that is no name. */
export function dnKey(dn: string): string | undefined {
  if (dn.trim() === '') return '';
  const parts: string[] = [];
  let part: string[] = [];
  PIECE.lastIndex = 0;
  for (;;) {
    const found = PIECE.exec(dn);
    const value = found ? typed(found[1]!) : undefined;
    if (!found || value === undefined) {
      PIECE.lastIndex = 0;
      return undefined;
    }
    part.push(value);
    if (found[2] === '+') continue;
    parts.unshift(part.sort().join('+'));
    part = [];
    if (found[2] === '') return parts.join('\n');
  }
}

/** Whether a name is that of `base` or stands below it. @param base as dnKey gives it */
export function isBelow(dn: string | undefined, base: string): boolean {
  const key = dn === undefined ? undefined : dnKey(dn);
  if (key === undefined) return false;
  return base === '' || key === base || key.startsWith(`${base}\n`);
}
