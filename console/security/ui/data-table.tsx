/**
 * The table of the Security Console: dense, with a head that stays in view, numbers at the end of their column, heads that sort,
 * a row that opens what it names, the count of its rows, and what is shown while there are none. On a phone its rows are cards.
 */
import type { ComponentChildren, VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { describeError } from '../../shared/http/describe-error.ts';
import { currentLanguage } from '../../shared/i18n/language.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Alert, Empty, Waiting } from '../../shared/ui/feedback.tsx';
import { TableBox } from '../../shared/ui/table.tsx';
import { useRows } from '../state/rows.ts';
import { type Order, sortRows } from '../state/sort-rows.ts';
import { t } from '../texts/index.ts';

export type Column<T> = {
  readonly key: string;
  readonly name: string;
  /** Depends on the row alone: an unchanged row is not drawn again. */
  readonly cell: (row: T) => ComponentChildren;
  /** Right-aligned, in figures of one width. */
  readonly number?: boolean;
  /** On one line. */
  readonly short?: boolean;
  /** What the column is sorted by here. Given only where all rows are here, or with `onOrder`, where the API sorts. */
  readonly sort?: (row: T) => string | number | undefined;
};

type TableProps<T> = {
  /** What the table is called for screen readers. */
  readonly label: string;
  /** The first one names the row, with a link where it opens a page. */
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** How many rows there are, in words: "2,072 people". */
  readonly count?: ComponentChildren;
  /** Beside the count: filters that apply, a button for a CSV file. */
  readonly tools?: ComponentChildren;
  readonly order?: Order;
  readonly onOrder?: (order: Order) => void;
  /** Whether the first rows are still on their way. */
  readonly loading?: boolean;
  readonly error?: unknown;
  readonly onRetry?: () => void;
  /** Shown in place of a table without rows. */
  readonly empty?: ComponentChildren;
  /** Reads more rows; absent where all are here. */
  readonly onMore?: (() => void) | undefined;
  readonly more?: string;
  readonly busy?: boolean;
  /** What the cells depend on beside their rows; another value draws all rows anew. */
  readonly version?: unknown;
};

type HeadProps<T> = { of: Column<T>; order: Order | undefined; onOrder: (order: Order) => void };

function Head<T>({ of: { key, name, number, sort }, order, onOrder }: HeadProps<T>) {
  const down = order?.key === key && order.descending;
  const sorted = order?.key === key ? (down ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" class={number ? 'number' : undefined} aria-sort={sort ? (sorted ?? 'none') : undefined}>
      {sort ? (
        <button
          type="button"
          class="sort"
          onClick={() => onOrder({ key, descending: order?.key === key && !order.descending })}
        >
          {name}
          <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
            {sorted !== 'descending' && <path d="M5 0 8 4H2z" />}
            {sorted !== 'ascending' && <path d="M5 10 2 6h6z" />}
          </svg>
        </button>
      ) : (
        name
      )}
    </th>
  );
}

export function DataTable<T extends object>(props: TableProps<T>) {
  const { label, columns, rows, keyOf, loading, error, onRetry, onMore, busy = false } = props;
  const [own, setOwn] = useState<Order>();
  const order = props.onOrder ? props.order : (own ?? props.order);
  const sorted = useMemo(
    () => (props.onOrder ? rows : sortRows(rows, order, columns, currentLanguage())),
    [rows, order, currentLanguage()],
  );
  const drawn = useRows(sorted, (row) => <Row key={keyOf(row)} of={row} columns={columns} />, props.version);
  if (loading && rows.length === 0) return <Waiting />;
  return (
    <div class="stack close">
      {(props.count !== undefined || props.tools) && (
        <div class="row apart table-line">
          <p class="soft" role="status">
            {props.count}
          </p>
          {props.tools && <div class="row">{props.tools}</div>}
        </div>
      )}
      {error !== undefined && (
        <Alert tone="bad">
          <p>{describeError(error)}</p>
          {onRetry && (
            <Button kind="plain" onClick={onRetry}>
              {t('app.again')}
            </Button>
          )}
        </Alert>
      )}
      {rows.length === 0 && error === undefined && props.empty !== undefined && <Empty>{props.empty}</Empty>}
      {rows.length > 0 && (
        <TableBox cards dense label={label}>
          <thead>
            <tr>
              {columns.map((column) => (
                <Head key={column.key} of={column} order={order} onOrder={props.onOrder ?? setOwn} />
              ))}
            </tr>
          </thead>
          <tbody>{drawn}</tbody>
        </TableBox>
      )}
      {onMore && (
        <div>
          <Button busy={busy} onClick={onMore}>
            {props.more ?? t('do.more')}
          </Button>
        </div>
      )}
    </div>
  );
}

function Row<T>({ of: row, columns }: { of: T; columns: readonly Column<T>[] }): VNode {
  return (
    <tr>
      {columns.map(({ key, name, cell, number, short }, index) => {
        const look = [number ? 'number' : '', short ? 'short' : ''].filter(Boolean).join(' ') || undefined;
        return index === 0 ? (
          <th key={key} scope="row" class={look}>
            {cell(row)}
          </th>
        ) : (
          <td key={key} class={look} data-name={name}>
            {cell(row)}
          </td>
        );
      })}
    </tr>
  );
}
