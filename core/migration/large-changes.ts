/** Changes of people that are many only where a source has slipped: ConfirmChanges asks for a yes before so many are written. */
import type { Change, ReportLine } from './outcome.ts';

/** People whom a run would change so, and people whom it would disable because they are gone. */
export type LargeChanges = { readonly changed: number; readonly gone: number };
export const NO_LARGE: LargeChanges = { changed: 0, gone: 0 };

const FIELDS: ReadonlySet<string> = new Set(['email', 'userId', 'enabled', 'tokens']);

/** Not what waits for a yes of its own, nor what is only reported. */
const applied = ({ waits, kept }: Change): boolean => waits !== true && kept !== true;

export function largeChangesIn(lines: readonly ReportLine[]): LargeChanges {
  const people = lines.flatMap(({ type, code, changes = [] }) => {
    const fields = changes.filter(applied).map(({ field }) => field);
    return type === 'user' && fields.some((field) => FIELDS.has(field)) ? [code] : [];
  });
  const gone = people.filter((code) => code === 'user.gone').length;
  return { changed: people.length - gone, gone };
}

export const addLarge = (a: LargeChanges, b: LargeChanges): LargeChanges => ({
  changed: a.changed + b.changed,
  gone: a.gone + b.gone,
});
