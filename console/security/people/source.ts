/** One source, or all that people were imported from: in the address of a page, and in a request. */
import { query } from '../../shared/http/api.ts';
import { t } from '../texts/index.ts';
import { MADE_HERE } from './totals.ts';

/** Undefined: all imported. Empty: those who were made here. */
export type ChosenSource = string | undefined;

export const sourceOf = ({ source, made }: Readonly<Record<string, string>>): ChosenSource =>
  made === 'here' ? MADE_HERE : source || undefined;

/** As values of an address, where an empty one is left out. */
export const sourceValues = (source: ChosenSource): Record<string, string> =>
  source === undefined ? {} : source === MADE_HERE ? { made: 'here' } : { source };

export const sourceName = (source: string): string => (source === MADE_HERE ? t('people.made-here') : source);

/** `?a=b&source=…`, also with the empty source. */
export function queryOf(values: Readonly<Record<string, string | number | undefined>>, source: ChosenSource): string {
  if (source !== MADE_HERE) return query({ ...values, source });
  const others = query(values);
  return `${others}${others === '' ? '?' : '&'}source=`;
}
