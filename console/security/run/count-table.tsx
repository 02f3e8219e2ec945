/** A count for each of what a run tells of: a line opens its list, and may say what to do about it. */
import type { ComponentChildren } from 'preact';
import { number } from '../../shared/i18n/language.ts';
import { TableBox } from '../../shared/ui/table.tsx';
import { t } from '../texts/index.ts';

export type CountRow = {
  readonly key: string;
  readonly name: ComponentChildren;
  /** What to do. */
  readonly fix?: string;
  readonly count: number;
};

type Props = {
  readonly label: string;
  /** Of the first column. */
  readonly head: string;
  /** Whether each row says what to do. */
  readonly fixes?: boolean;
  readonly rows: readonly CountRow[];
};

export function CountTable({ label, head, fixes = false, rows }: Props) {
  return (
    <TableBox cards label={label}>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          {fixes && <th scope="col">{t('migration.outcome.fix')}</th>}
          <th scope="col" class="number">
            {t('migration.outcome.records')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, fix, count }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            {fixes && (
              <td class="prose" data-name={t('migration.outcome.fix')}>
                {fix}
              </td>
            )}
            <td class="number" data-name={t('migration.outcome.records')}>
              {number(count)}
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}
