/** "Security Questions Requirements": counts, the default language, and the aliases. */
import type { QuestionCatalogue } from '../../../shared/http/api-types.ts';
import { useResource } from '../../../shared/state/resource.ts';
import { SelectField } from '../../../shared/ui/field.tsx';
import { t } from '../../texts/index.ts';
import { type Alias, Aliases } from './aliases.tsx';
import { Fields, type PartProps } from './fields.tsx';
import { defaultText } from './labels.ts';

const LANGUAGE = 'securityQuestions.defaultLanguage';
const ALIASES = 'securityQuestions.aliases';

export function QuestionFields(props: PartProps) {
  const { draft, faults, writes } = props;
  const catalogue = useResource<QuestionCatalogue>('admin/questions');
  const sets = catalogue.data?.sets ?? [];
  const value = String(draft.values[LANGUAGE]);
  const languages = new Set([value, ...sets.map(({ language }) => language)]);
  return (
    <>
      <Fields {...props} but={writes ? [LANGUAGE, ALIASES] : [ALIASES]} />
      {writes && (
        <div data-at={LANGUAGE}>
          <SelectField
            label={t(`settings.field.${LANGUAGE}`)}
            hint={`${t(`settings.hint.${LANGUAGE}`)} ${defaultText(LANGUAGE)}`}
            error={faults[LANGUAGE]}
            value={value}
            onValue={(language) => draft.put(LANGUAGE, language)}
            options={[...languages].map((language) => [
              language,
              sets.some((set) => set.language === language) ? language : t('settings.language.no-set', { language }),
            ])}
          />
        </div>
      )}
      <div data-at={ALIASES}>
        <Aliases
          aliases={draft.values[ALIASES] as readonly Alias[]}
          sets={sets}
          error={faults[ALIASES]}
          onAliases={writes ? (aliases) => draft.put(ALIASES, aliases) : undefined}
        />
      </div>
    </>
  );
}
