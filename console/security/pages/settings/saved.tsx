/** The result of a save: what else changed with it, and warnings. */
import type { SettingPath } from '#core/settings/model.ts';
import type { SettingsSaved } from '../../../shared/http/api-types.ts';
import { t } from '../../texts/index.ts';
import { shownValue } from './labels.ts';
import { pathOf } from './values.ts';

const WARNINGS: Readonly<Record<string, () => string>> = {
  'settings.console_closed': () => t('settings.warning.closed'),
  'settings.guessing': () => t('settings.warning.guessing'),
  'settings.questions_alone': () => t('settings.warning.questions-alone'),
};

export function Saved({ answer, fields }: { answer: SettingsSaved; fields: readonly SettingPath[] }) {
  const others = Object.entries(answer.changed).flatMap(([name, { after }]) => {
    const path = pathOf(name);
    return path === undefined || fields.includes(path) ? [] : [{ path, after }];
  });
  return (
    <>
      <p>{t('settings.saved')}</p>
      {others.map(({ path, after }) => (
        <p key={path}>
          {t('settings.saved.also', { field: t(`settings.field.${path}`), value: shownValue(path, after) })}
        </p>
      ))}
      {answer.warnings.map(({ code, reason }) => (
        <p key={code}>
          <strong>{WARNINGS[code]?.() ?? reason}</strong>
        </p>
      ))}
    </>
  );
}
