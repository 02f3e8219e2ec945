/** Every setting with its value and its default, by group; a search, and those alone that differ from their default. */
import { useState } from 'preact/hooks';
import { defaultSettings, type SettingPath } from '#core/settings/model.ts';
import { hrefOf } from '../../../shared/browser/route.ts';
import type { Settings as Answer } from '../../../shared/http/api-types.ts';
import { useTypedText } from '../../../shared/state/kept.ts';
import { Badge, Empty } from '../../../shared/ui/feedback.tsx';
import { CheckField, TextField } from '../../../shared/ui/field.tsx';
import { TableBox } from '../../../shared/ui/table.tsx';
import { t } from '../../texts/index.ts';
import { Toolbar } from '../../ui/layout.tsx';
import { isFound } from './find-settings.ts';
import { hintOf, shownValue } from './labels.ts';
import { GROUPS, type Part, partsOf } from './pages.ts';
import { valuesOf } from './values.ts';

type Row = {
  readonly path: SettingPath;
  readonly value: string;
  readonly usual: string;
  readonly changed: boolean;
};
type Found = { readonly part: Part; readonly rows: readonly Row[] };

function rowsOf({ path: page, fields }: Part, answer: Answer, wanted: string, onlyChanged: boolean): Row[] {
  const heading = t(`settings.page.${page}`);
  const now = valuesOf(answer.settings, fields);
  const usual = valuesOf(defaultSettings(), fields);
  return fields.flatMap((path: SettingPath) => {
    const changed = JSON.stringify(now[path]) !== JSON.stringify(usual[path]);
    const value = shownValue(path, now[path]);
    const found = isFound(wanted, [t(`settings.field.${path}`), hintOf(path), heading, path, value]);
    return found && (changed || !onlyChanged) ? [{ path, value, usual: shownValue(path, usual[path]), changed }] : [];
  });
}

export function AllSettings({ of }: { of: Answer }) {
  const [wanted, setWanted] = useTypedText('settings search');
  const [onlyChanged, setOnlyChanged] = useState(false);
  const found: Found[] = GROUPS.flatMap((group) =>
    partsOf(group).map((part) => ({ part, rows: rowsOf(part, of, wanted, onlyChanged) })),
  ).filter(({ rows }) => rows.length > 0);
  const count = found.reduce((sum, { rows }) => sum + rows.length, 0);
  return (
    <>
      <Toolbar
        end={
          <p class="soft" role="status">
            {t('settings.count', { count })}
          </p>
        }
      >
        <TextField
          label={t('settings.find')}
          type="search"
          autocomplete="off"
          maxLength={100}
          value={wanted}
          onValue={setWanted}
        />
        <CheckField label={t('settings.only-changed')} checked={onlyChanged} onChecked={setOnlyChanged} />
      </Toolbar>
      {found.length === 0 ? <Empty>{t('settings.find.none')}</Empty> : <List of={found} />}
    </>
  );
}

function List({ of }: { of: readonly Found[] }) {
  return (
    <TableBox cards dense label={t('settings.all')}>
      <thead>
        <tr>
          <th scope="col">{t('settings.column.setting')}</th>
          <th scope="col">{t('settings.column.value')}</th>
          <th scope="col">{t('settings.column.default')}</th>
        </tr>
      </thead>
      {of.map(({ part: { path: page, group }, rows }) => (
        <tbody key={page}>
          <tr class="group-row">
            <th scope="rowgroup" colSpan={3}>
              {t(`settings.page.${page}`)}
            </th>
          </tr>
          {rows.map(({ path, value, usual, changed }) => (
            <tr key={path}>
              <th scope="row">
                <a href={hrefOf(['settings', group], { at: path })}>{t(`settings.field.${path}`)}</a>
              </th>
              <td data-name={t('settings.column.value')} class="wrap">
                <span class="row">
                  {value}
                  {changed && <Badge tone="accent">{t('settings.changed')}</Badge>}
                </span>
              </td>
              <td data-name={t('settings.column.default')} class="soft wrap">
                {usual}
              </td>
            </tr>
          ))}
        </tbody>
      ))}
    </TableBox>
  );
}
