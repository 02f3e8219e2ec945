/** The questions of a package that the catalogue does not hold, with an alias made right there. */
import { useState } from 'preact/hooks';
import { setFor } from '#core/questions/catalogue.ts';
import { get, patch } from '../../shared/http/api.ts';
import type { Migration, QuestionCatalogue, Settings, SettingsSaved } from '../../shared/http/api-types.ts';
import { number } from '../../shared/i18n/language.ts';
import { useResource, useSubmit } from '../../shared/state/resource.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Alert, Loaded } from '../../shared/ui/feedback.tsx';
import { SelectField } from '../../shared/ui/field.tsx';
import { Form } from '../../shared/ui/form.tsx';
import { Section } from '../../shared/ui/page.tsx';
import { TableBox } from '../../shared/ui/table.tsx';
import { t } from '../texts/index.ts';

type Missing = NonNullable<Migration['questions']>['missing'][number];
type AliasProps = { of: Missing; sets: QuestionCatalogue['sets']; onDone: () => void };

function NewAlias({ of: { language, text }, sets, onDone }: AliasProps) {
  const [to, setTo] = useState('');
  const set = setFor(language, sets, '') ?? sets[0];
  const { busy, error, submit } = useSubmit(async () => {
    const { settings, version } = await get<Settings>('admin/settings');
    const aliases = [...settings.securityQuestions.aliases, { language, from: text, to: to || set!.questions[0]! }];
    await patch<SettingsSaved>('admin/settings', { version, settings: { securityQuestions: { aliases } } });
    onDone();
  });
  if (!set) return <p class="soft">{t('settings.aliases.no-sets')}</p>;
  return (
    <Form error={error} onSubmit={() => void submit()}>
      <p lang={language.slice(0, 2)}>{text}</p>
      <SelectField
        label={t('settings.aliases.to')}
        value={to || set.questions[0]!}
        onValue={setTo}
        options={set.questions.map((question) => [question, question])}
      />
      <div>
        <Button kind="primary" type="submit" busy={busy}>
          {t('settings.aliases.add')}
        </Button>
      </div>
    </Form>
  );
}

/** @param decides whether the visitor may change settings */
export function UnmatchedQuestions({ of: { questions }, decides }: { of: Migration; decides: boolean }) {
  const [open, setOpen] = useState<Missing>();
  const [done, setDone] = useState<readonly string[]>([]);
  const catalogue = useResource<QuestionCatalogue>(open ? 'admin/questions' : undefined);
  const { missing = [], unmatched = 0 } = questions ?? {};
  if (missing.length === 0) return null;
  return (
    <Section title={t('migration.unmatched.title')}>
      <p>{t('migration.unmatched.text')}</p>
      {done.length > 0 && <Alert tone="good">{t('migration.unmatched.done', { question: done.at(-1)! })}</Alert>}
      <TableBox cards label={t('migration.unmatched.title')}>
        <thead>
          <tr>
            <th scope="col">{t('settings.aliases.from')}</th>
            <th scope="col">{t('settings.aliases.language')}</th>
            <th scope="col" class="number">
              {t('migration.unmatched.answers')}
            </th>
            {decides && <th scope="col">{t('settings.aliases.act')}</th>}
          </tr>
        </thead>
        <tbody>
          {missing.map((one) => (
            <tr key={`${one.language} ${one.text}`}>
              <td data-name={t('settings.aliases.from')} lang={one.language.slice(0, 2)}>
                {one.text}
              </td>
              <td data-name={t('settings.aliases.language')}>{one.language}</td>
              <td class="number" data-name={t('migration.unmatched.answers')}>
                {one.answers === undefined ? '–' : number(one.answers)}
              </td>
              {decides && (
                <td>
                  {!done.includes(one.text) && (
                    <Button small name={`${t('migration.unmatched.alias')}: ${one.text}`} onClick={() => setOpen(one)}>
                      {t('migration.unmatched.alias')}
                    </Button>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </TableBox>
      {unmatched > missing.length && (
        <p class="soft">{t('migration.unmatched.more', { count: unmatched - missing.length })}</p>
      )}
      {open && (
        <Loaded from={catalogue}>
          {({ sets }) => (
            <NewAlias
              key={open.text}
              of={open}
              sets={sets}
              onDone={() => {
                setDone([...done, open.text]);
                setOpen(undefined);
              }}
            />
          )}
        </Loaded>
      )}
    </Section>
  );
}
