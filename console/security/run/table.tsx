import { hrefOf } from '../../shared/browser/route.ts';
import type { Run } from '../../shared/http/api-types.ts';
import { dateTime, number } from '../../shared/i18n/language.ts';
import { TableBox } from '../../shared/ui/table.tsx';
import { t } from '../texts/index.ts';
import { nameOf, StatusBadge } from './labels.tsx';

/** A table of runs with their states and counts. */
export function RunTable({ of: runs }: { of: readonly Run[] }) {
  return (
    <TableBox cards label={t('migrations.title')}>
      <thead>
        <tr>
          <th scope="col">{t('migrations.source')}</th>
          <th scope="col">{t('migrations.status')}</th>
          <th scope="col">{t('migrations.started')}</th>
          <th scope="col" class="number">
            {t('migrations.users')}
          </th>
          <th scope="col" class="number">
            {t('migrations.rejected')}
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((migration) => (
          <tr key={migration.id}>
            <th scope="row">
              <a href={hrefOf(['runs', migration.id])}>{nameOf(migration)}</a>
            </th>
            <td data-name={t('migrations.status')}>
              <StatusBadge of={migration} />
            </td>
            <td data-name={t('migrations.started')}>{dateTime(migration.startedAt)}</td>
            <td class="number" data-name={t('migrations.users')}>
              {migration.totals ? number(migration.totals.users.created) : '–'}
            </td>
            <td class="number" data-name={t('migrations.rejected')}>
              {migration.totals ? number(migration.totals.records.rejected) : '–'}
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}
