/** `field=value` arguments as the API's edit of a user. */
import { InvalidArgumentError } from 'commander';

const TEXT = ['firstName', 'middleName', 'lastName', 'email', 'certificateDn', 'preferredLanguage', 'role'];
const TIME = ['accountStart', 'accountEnd'];
const FLAG = ['enabled', 'lockedOut'];
export const FIELDS = [...TEXT, ...TIME, ...FLAG];

/** One change more; an empty value takes the field's value away. For commander's argument parsers. */
export function addChange(text: string, former: Record<string, unknown> = {}): Record<string, unknown> {
  const at = text.indexOf('=');
  const [field, value] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  if (at < 1 || !FIELDS.includes(field))
    throw new InvalidArgumentError(`Write FIELD=VALUE; fields: ${FIELDS.join(', ')}.`);
  return { ...former, [field]: convert(field, value) };
}

function convert(field: string, value: string): unknown {
  if (FLAG.includes(field)) {
    if (value !== 'true' && value !== 'false') throw new InvalidArgumentError(`${field} is true or false.`);
    return value === 'true';
  }
  if (value === '') return null;
  if (!TIME.includes(field)) return value;
  const time = Date.parse(value);
  if (Number.isNaN(time)) throw new InvalidArgumentError(`${field} is a date or a time, such as 2026-12-31.`);
  return new Date(time).toISOString();
}
