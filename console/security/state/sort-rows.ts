/** The order of a table's rows. */

export type Order = { readonly key: string; readonly descending: boolean };
type Sorted<T> = { readonly key: string; readonly sort?: (row: T) => string | number | undefined };

/**
 * The rows in the order of one column; as they came without an order. Words are compared as the reader's language does, and numbers
 * in them by value; a row without a value is the last, in either direction.
 */
export function sortRows<T>(
  rows: readonly T[],
  order: Order | undefined,
  columns: readonly Sorted<T>[],
  language: string,
): readonly T[] {
  const sortedBy = columns.find(({ key }) => key === order?.key)?.sort;
  if (!order || !sortedBy) return rows;
  const { compare } = new Intl.Collator(language, { numeric: true });
  const sign = order.descending ? -1 : 1;
  return rows.toSorted((one, other) => {
    const a = sortedBy(one);
    const b = sortedBy(other);
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : compare(String(a), String(b)));
  });
}
