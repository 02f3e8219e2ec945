/** The result of a save, with its warnings. */
import type { SettingsSaved } from '../../../shared/http/api-types.ts';
import { t } from '../../texts/index.ts';

const WARNINGS: Readonly<Record<string, () => string>> = {
  'settings.console_closed': () => t('settings.warning.closed'),
  'settings.guessing': () => t('settings.warning.guessing'),
  'settings.questions_alone': () => t('settings.warning.questions-alone'),
};

export function Saved({ answer }: { answer: SettingsSaved }) {
  return (
    <>
      <p>{t('settings.saved')}</p>
      {answer.warnings.map(({ code, reason }) => (
        <p key={code}>
          <strong>{WARNINGS[code]?.() ?? reason}</strong>
        </p>
      ))}
    </>
  );
}
