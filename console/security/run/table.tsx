import { hrefOf } from '../../shared/browser/route.ts';
import type { Run } from '../../shared/http/api-types.ts';
import { dateTime, number } from '../../shared/i18n/language.ts';
import { t } from '../texts/index.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { nameOf, StatusBadge } from './labels.tsx';

type Props = {
  readonly of: readonly Run[];
  /** What the table is called for screen readers. */
  readonly label: string;
};

const count = (value: number | undefined) => (value === undefined ? '–' : number(value));

/** A campaign has a page of its own. */
const pageOf = ({ kind, id }: Run): string => hrefOf([kind === 'campaign' ? 'campaigns' : 'runs', id]);

const columns = (): readonly Column<Run>[] => [
  {
    key: 'what',
    name: t('runs.what'),
    cell: (run) => <a href={pageOf(run)}>{nameOf(run)}</a>,
  },
  { key: 'status', name: t('runs.status'), cell: (run) => <StatusBadge of={run} /> },
  { key: 'started', name: t('runs.started'), short: true, cell: ({ startedAt }) => dateTime(startedAt) },
  { key: 'users', name: t('runs.users'), number: true, cell: ({ totals }) => count(totals?.users.created) },
  { key: 'changed', name: t('runs.changed'), number: true, cell: ({ totals }) => count(totals?.users.updated) },
  { key: 'rejected', name: t('runs.rejected'), number: true, cell: ({ totals }) => count(totals?.records.rejected) },
];

/** A table of runs with their states and counts. */
export function RunTable({ of: runs, label }: Props) {
  return <DataTable label={label} columns={columns()} rows={runs} keyOf={({ id }) => id} />;
}
