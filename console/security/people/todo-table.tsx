/** Lists of people that need a person: how many each helps, and what to do. */
import type { ComponentChildren } from 'preact';
import { number } from '../../shared/i18n/language.ts';
import { TableBox } from '../../shared/ui/table.tsx';
import { t } from '../texts/index.ts';

export type Todo = {
  readonly key: string;
  readonly name: ComponentChildren;
  /** Of several alike, which one. */
  readonly which?: ComponentChildren;
  readonly href: string;
  readonly count?: number | undefined;
  readonly todo: ComponentChildren;
  readonly act?: { readonly href: string; readonly label: string } | undefined;
};

export function TodoTable({ label, rows }: { label: string; rows: readonly Todo[] }) {
  return (
    <TableBox cards label={label}>
      <thead>
        <tr>
          <th scope="col">{t('overview.needs.what')}</th>
          <th scope="col" class="number">
            {t('overview.needs.people')}
          </th>
          <th scope="col">{t('overview.needs.do')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, which, href, count, todo, act }) => (
          <tr key={key}>
            <th scope="row">
              <a href={href}>{name}</a>
              {which !== undefined && <div class="soft small wrap">{which}</div>}
            </th>
            <td class="number" data-name={t('overview.needs.people')}>
              {count === undefined ? '–' : number(count)}
            </td>
            <td class="prose" data-name={t('overview.needs.do')}>
              {todo} {act && <a href={act.href}>{act.label}</a>}
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}
