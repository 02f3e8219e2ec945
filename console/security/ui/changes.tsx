/** Changes, saved or not: each field with its value before and after. */
import type { ComponentChildren } from 'preact';
import { t } from '../texts/index.ts';

export type ShownChange = {
  readonly name: string;
  readonly before: ComponentChildren;
  readonly after: ComponentChildren;
};

export function Changes({ of, name }: { of: readonly ShownChange[]; name: string }) {
  return (
    <div class="table-box">
      <table class="table" aria-label={name}>
        <thead>
          <tr>
            <th scope="col">{t('ui.changes.field')}</th>
            <th scope="col">{t('ui.changes.before')}</th>
            <th scope="col">{t('ui.changes.after')}</th>
          </tr>
        </thead>
        <tbody>
          {of.map((change) => (
            <tr key={change.name}>
              <th scope="row">{change.name}</th>
              <td class="wrap" data-name={t('ui.changes.before')}>
                {change.before}
              </td>
              <td class="wrap" data-name={t('ui.changes.after')}>
                {change.after}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
