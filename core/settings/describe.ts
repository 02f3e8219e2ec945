/** Settings in English words, for the help of `landfall settings` and docs/settings.md. */
import type { Field } from './field.ts';

/** What a setting takes, such as "1 to 60 minutes". */
export function rangeText(field: Field): string {
  switch (field.kind) {
    case 'number':
      return `${between(field)}${field.unit === 'count' ? '' : ` ${field.unit}`}`;
    case 'switch':
      return 'true or false';
    case 'choice':
      return `${field.options.slice(0, -1).join(', ')} or ${field.options.at(-1)}`;
    case 'text':
      return `${TEXTS[field.format ?? 'plain']}, ${lengthText(field)}`;
    case 'expression':
      return `methods with / (or), + (and) and parentheses, at most ${field.max} characters`;
    case 'words':
      if (field.format === 'network') return `a list of at most ${field.items} networks, such as 192.0.2.0/24`;
      return `a list of at most ${field.items} words, ${lengthText(field)} each`;
    case 'aliases':
      return `a list of at most ${field.items} {language, from, to}`;
  }
}

const TEXTS = {
  plain: 'text',
  email: 'one e-mail address',
  'range-url': 'an https address that ends with a slash',
} as const;

type Bounds = { readonly min: number; readonly max: number };
const between = ({ min, max }: Bounds): string => `${min} to ${max}`;
const lengthText = ({ min, max }: Bounds): string =>
  min === 0 ? `at most ${max} characters` : `${between({ min, max })} characters`;

/** The default as it is typed on the command line: text as it is, anything else as JSON. */
export const defaultText = ({ default: value }: Field): string =>
  typeof value === 'string' ? value : JSON.stringify(value);
