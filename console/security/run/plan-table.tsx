/** What a run does or would do, as a table; each line opens its list. */
import { hrefOf } from '../../shared/browser/route.ts';
import type { Run } from '../../shared/http/api-types.ts';
import { number } from '../../shared/i18n/language.ts';
import { TableBox } from '../../shared/ui/table.tsx';
import { t } from '../texts/index.ts';
import { totalsFieldName } from './change-texts.ts';
import { CountTable } from './count-table.tsx';
import { type PlanFilter, type PlanRow, planOf, rollbackPlanOf } from './plan.ts';
import { codeText, fixText } from './report-codes.ts';

type Totals = NonNullable<Run['totals']>;

export const recordsOf = (id: string, filter: PlanFilter) => hrefOf(['runs', id, 'records'], { ...filter });

const nameOfRow = ({ group, filter }: PlanRow): string =>
  group === 'conflict' ? t('plan.conflict', { what: codeText(filter.code ?? '') }) : t(`plan.row.${group}`);

const cell = (count: number | undefined) => (count === undefined ? '–' : number(count));

export function PlanTable({ id, totals, label }: { id: string; totals: Totals; label: string }) {
  return (
    <TableBox cards label={label}>
      <thead>
        <tr>
          <th scope="col">{t('migration.outcome.what')}</th>
          <th scope="col" class="number">
            {t('migration.outcome.users')}
          </th>
          <th scope="col" class="number">
            {t('migration.outcome.tokens')}
          </th>
        </tr>
      </thead>
      <tbody>
        {planOf(totals).map((row) => (
          <tr key={JSON.stringify(row.filter)}>
            <th scope="row">
              <a href={recordsOf(id, row.filter)}>{nameOfRow(row)}</a>
            </th>
            <td class="number" data-name={t('migration.outcome.users')}>
              {cell(row.users)}
            </td>
            <td class="number" data-name={t('migration.outcome.tokens')}>
              {cell(row.tokens)}
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}

/** Of a rollback: users and tokens together, by what becomes of them. */
export function RollbackTable({ id, totals, label }: { id: string; totals: Totals; label: string }) {
  const rows = rollbackPlanOf(totals).map(([code, count]) => ({
    key: code,
    name: <a href={recordsOf(id, { code })}>{codeText(code)}</a>,
    fix: fixText(code),
    count,
  }));
  return <CountTable label={label} head={t('migration.outcome.what')} fixes rows={rows} />;
}

/** How many users and tokens have each field changed; the most frequent first. */
export function FieldTable({ id, totals: { changes = {} } }: { id: string; totals: Totals }) {
  const fields = Object.entries(changes).sort(([, a], [, b]) => b - a);
  if (fields.length === 0) return null;
  const rows = fields.map(([field, count]) => ({
    key: field,
    name: <a href={recordsOf(id, { field })}>{totalsFieldName(field)}</a>,
    count,
  }));
  return (
    <>
      <h3>{t('plan.fields')}</h3>
      <CountTable label={t('plan.fields')} head={t('ui.changes.field')} rows={rows} />
    </>
  );
}
