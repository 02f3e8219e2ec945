/** "Security Questions Requirements": counts, the default language, and the aliases. */
import type { QuestionCatalogue } from '../../../shared/http/api-types.ts';
import { useResource } from '../../../shared/state/resource.ts';
import { SelectField } from '../../../shared/ui/field.tsx';
import { t } from '../../texts/index.ts';
import { type Alias, Aliases } from './aliases.tsx';
import { type EditorProps, SettingsForm } from './form.tsx';

export function QuestionSettings(props: EditorProps) {
  const catalogue = useResource<QuestionCatalogue>('admin/questions');
  const sets = catalogue.data?.sets ?? [];
  return (
    <SettingsForm
      {...props}
      field={(path, { values, put }, faults) => {
        if (path === 'securityQuestions.aliases')
          return (
            <Aliases
              key={path}
              aliases={values[path] as readonly Alias[]}
              sets={sets}
              error={faults[path]}
              onAliases={props.writes ? (aliases) => put(path, aliases) : undefined}
            />
          );
        if (path !== 'securityQuestions.defaultLanguage' || !props.writes) return undefined;
        const value = String(values[path]);
        const languages = new Set([value, ...sets.map(({ language }) => language)]);
        return (
          <SelectField
            key={path}
            label={t('settings.field.securityQuestions.defaultLanguage')}
            hint={t('settings.hint.securityQuestions.defaultLanguage')}
            error={faults[path]}
            value={value}
            onValue={(language) => put(path, language)}
            options={[...languages].map((language) => [
              language,
              sets.some((set) => set.language === language) ? language : t('settings.language.no-set', { language }),
            ])}
          />
        );
      }}
    />
  );
}
