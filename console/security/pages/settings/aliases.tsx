/**
 * Aliases: a question as the source writes it, and the question of the catalogue that it means. An administrator decides what a
 * question means; the program does not guess.
 */
import { useId, useState } from 'preact/hooks';
import { SETTINGS } from '#core/settings/model.ts';
import { comparable } from '#core/text.ts';
import type { QuestionCatalogue } from '../../../shared/http/api-types.ts';
import { tagOf } from '../../../shared/i18n/language.ts';
import { useTypedText } from '../../../shared/state/kept.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { SelectField, TextField } from '../../../shared/ui/field.tsx';
import { t } from '../../texts/index.ts';

export type Alias = { readonly language: string; readonly from: string; readonly to: string };
type AliasesProps = {
  aliases: readonly Alias[];
  sets: QuestionCatalogue['sets'];
  error: string | undefined;
  /** Undefined: the list is read-only. */
  onAliases: ((aliases: readonly Alias[]) => void) | undefined;
};

/** Rows shown at once; there may be many more aliases. */
const ROWS = 50;

export function Aliases({ aliases, sets, error, onAliases }: AliasesProps) {
  const [shown, setShown] = useState(ROWS);
  const heading = useId();
  return (
    <section class="stack" aria-labelledby={heading}>
      <div class="stack tight">
        <h3 id={heading}>{t('settings.aliases')}</h3>
        <p class="soft small">{t('settings.aliases.text')}</p>
      </div>
      {error !== undefined && <Alert tone="bad">{error}</Alert>}
      {aliases.length === 0 ? (
        <p class="soft">{t('settings.aliases.none')}</p>
      ) : (
        <div class="table-box">
          <table class="table cards" aria-labelledby={heading}>
            <thead>
              <tr>
                <th scope="col">{t('settings.aliases.language')}</th>
                <th scope="col">{t('settings.aliases.from')}</th>
                <th scope="col">{t('settings.aliases.to')}</th>
                {onAliases && <th scope="col">{t('settings.aliases.act')}</th>}
              </tr>
            </thead>
            <tbody>
              {aliases.slice(0, shown).map((alias, index) => (
                <tr key={`${alias.language} ${alias.from}`}>
                  <td data-name={t('settings.aliases.language')}>{alias.language}</td>
                  <td data-name={t('settings.aliases.from')} lang={tagOf(alias.language)}>
                    {alias.from}
                  </td>
                  <td data-name={t('settings.aliases.to')} lang={tagOf(alias.language)}>
                    {alias.to}
                  </td>
                  {onAliases && (
                    <td>
                      <Button
                        small
                        name={`${t('settings.aliases.remove')}: ${alias.from}`}
                        onClick={() => onAliases(aliases.filter((_one, at) => at !== index))}
                      >
                        {t('settings.aliases.remove')}
                      </Button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {aliases.length > shown && (
        <div>
          <Button onClick={() => setShown(shown + ROWS)}>{t('do.more')}</Button>
        </div>
      )}
      {onAliases && <NewAlias aliases={aliases} sets={sets} onAlias={(alias) => onAliases([...aliases, alias])} />}
    </section>
  );
}

type NewAliasProps = Pick<AliasesProps, 'aliases' | 'sets'> & { onAlias: (alias: Alias) => void };

/** Not a form: it is inside the page's form, and Enter must not save half an alias. */
function NewAlias({ aliases, sets, onAlias }: NewAliasProps) {
  const [chosen, setLanguage] = useState('');
  const [from, setFrom] = useTypedText('alias from');
  const [to, setTo] = useTypedText('alias to');
  const [fault, setFault] = useState<string>();
  const set = sets.find(({ language }) => language === chosen) ?? sets[0];
  if (!set) return <p class="soft">{t('settings.aliases.no-sets')}</p>;
  const { language, questions } = set;
  function add() {
    const source = from.trim();
    const known = aliases.some((alias) => alias.language === language && comparable(alias.from) === comparable(source));
    if (source === '') return setFault(t('field.required'));
    if (known) return setFault(t('settings.aliases.known'));
    onAlias({ language, from: source, to: questions.includes(to) ? to : questions[0]! });
    setFrom('');
    setFault(undefined);
  }
  return (
    <fieldset
      class="stack sunken"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
        event.preventDefault();
        add();
      }}
    >
      <legend class="unseen">{t('settings.aliases.new')}</legend>
      <SelectField
        label={t('settings.aliases.language')}
        value={language}
        onValue={setLanguage}
        options={sets.map((one) => [one.language, one.language])}
      />
      <TextField
        label={t('settings.aliases.from')}
        error={fault}
        autocomplete="off"
        maxLength={SETTINGS.securityQuestions.aliases.max}
        value={from}
        onValue={(text) => {
          setFault(undefined);
          setFrom(text);
        }}
      />
      <SelectField
        label={t('settings.aliases.to')}
        value={questions.includes(to) ? to : questions[0]!}
        onValue={setTo}
        options={questions.map((question) => [question, question, tagOf(language)])}
      />
      <div>
        <Button onClick={add}>{t('settings.aliases.add')}</Button>
      </div>
    </fieldset>
  );
}
