import { hrefOf } from '../../shared/browser/route.ts';
import type { Run } from '../../shared/http/api-types.ts';
import { dateTime, number } from '../../shared/i18n/language.ts';
import { TableBox } from '../../shared/ui/table.tsx';
import { t } from '../texts/index.ts';
import { fullNameOf, nameOf, StatusBadge } from './labels.tsx';

type Props = {
  readonly of: readonly Run[];
  /** What the table is called for screen readers. */
  readonly label: string;
  /** Whether each run is named with its source. */
  readonly sources?: boolean;
};

/** A table of runs with their states and counts. */
export function RunTable({ of: runs, label, sources }: Props) {
  const count = (value: number | undefined) => (value === undefined ? '–' : number(value));
  return (
    <TableBox cards label={label}>
      <thead>
        <tr>
          <th scope="col">{t('runs.what')}</th>
          <th scope="col">{t('runs.status')}</th>
          <th scope="col">{t('runs.started')}</th>
          <th scope="col" class="number">
            {t('runs.users')}
          </th>
          <th scope="col" class="number">
            {t('runs.changed')}
          </th>
          <th scope="col" class="number">
            {t('runs.rejected')}
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <th scope="row">
              <a href={hrefOf(['runs', run.id])}>{sources ? fullNameOf(run) : nameOf(run)}</a>
            </th>
            <td data-name={t('runs.status')}>
              <StatusBadge of={run} />
            </td>
            <td data-name={t('runs.started')}>{dateTime(run.startedAt)}</td>
            <td class="number" data-name={t('runs.users')}>
              {count(run.totals?.users.created)}
            </td>
            <td class="number" data-name={t('runs.changed')}>
              {count(run.totals?.users.updated)}
            </td>
            <td class="number" data-name={t('runs.rejected')}>
              {count(run.totals?.records.rejected)}
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}
