/** File sizes for readers. */
import { number } from './language.ts';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** "12.3 MB" in the reader's language, in decimal units, as file managers and networks count. */
export function size(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3 + 1e-9));
  const value = bytes / 1000 ** power;
  const digits = { minimumFractionDigits: 0, maximumFractionDigits: power < 2 || value >= 100 ? 0 : 1 };
  return number(value, { style: 'unit', unit: UNITS[power]!, unitDisplay: power === 0 ? 'long' : 'short', ...digits });
}
