/** The questions of a package that the catalogue does not hold, with an alias made right there. */
import { useState } from 'preact/hooks';
import { aliasFor, withAlias } from '#core/questions/aliases.ts';
import { setFor } from '#core/questions/catalogue.ts';
import { get, patch } from '../../shared/http/api.ts';
import type { QuestionCatalogue, Run, Settings, SettingsSaved } from '../../shared/http/api-types.ts';
import { number, tagOf } from '../../shared/i18n/language.ts';
import { useResource, useSubmit } from '../../shared/state/resource.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog, DialogButtons } from '../../shared/ui/dialog.tsx';
import { ErrorAlert } from '../../shared/ui/feedback.tsx';
import { SelectField } from '../../shared/ui/field.tsx';
import { Form } from '../../shared/ui/form.tsx';
import { Section } from '../../shared/ui/page.tsx';
import { TableBox } from '../../shared/ui/table.tsx';
import { t } from '../texts/index.ts';
import { showOutcome } from '../ui/outcome.tsx';

type Missing = NonNullable<Run['questions']>['missing'][number];
type Sets = QuestionCatalogue['sets'];
type Saved = Settings['settings']['securityQuestions'];
type Known = { readonly sets: Sets; readonly saved: Saved };
type AliasProps = { of: Missing; known: Known; onDone: (saved: Saved) => void; onClose: () => void };

function NewAlias({ of: { language, text }, known: { sets, saved }, onDone, onClose }: AliasProps) {
  const [to, setTo] = useState('');
  const set = setFor(language, sets, saved.defaultLanguage);
  const { busy, error, submit } = useSubmit(async () => {
    const { settings, version } = await get<Settings>('admin/settings');
    const aliases = withAlias(settings.securityQuestions.aliases, {
      language,
      from: text,
      to: to || set!.questions[0]!,
    });
    const done = await patch<SettingsSaved>('admin/settings', {
      version,
      settings: { securityQuestions: { aliases } },
    });
    onDone(done.settings.securityQuestions);
  });
  return (
    <Dialog title={t('settings.aliases.new')} onClose={() => !busy && onClose()}>
      <Form error={error} onSubmit={() => void submit()}>
        <p lang={tagOf(language)}>{text}</p>
        {set ? (
          <SelectField
            label={t('settings.aliases.to')}
            value={to || set.questions[0]!}
            onValue={setTo}
            options={set.questions.map((question) => [question, question, tagOf(set.language)])}
          />
        ) : (
          <p class="soft">{t('settings.aliases.no-sets')}</p>
        )}
        <DialogButtons onCancel={onClose} busy={busy}>
          {set && (
            <Button kind="primary" type="submit" busy={busy}>
              {t('settings.aliases.add')}
            </Button>
          )}
        </DialogButtons>
      </Form>
    </Dialog>
  );
}

/** The question that an alias already names, or the button that makes one; nothing until both are known. */
function Chosen({ of, known, onOpen }: { of: Missing; known: Known | undefined; onOpen: () => void }) {
  if (!known) return null;
  const { sets, saved } = known;
  const alias = aliasFor(of, saved.aliases, sets, saved.defaultLanguage);
  if (alias) return <span lang={tagOf(setFor(of.language, sets, saved.defaultLanguage)!.language)}>{alias.to}</span>;
  return (
    <Button small name={`${t('migration.unmatched.alias')}: ${of.text}`} onClick={onOpen}>
      {t('migration.unmatched.alias')}
    </Button>
  );
}

/** @param decides whether the visitor may change settings */
export function UnmatchedQuestions({ of: { questions }, decides }: { of: Run; decides: boolean }) {
  const { missing = [], unmatched = 0 } = questions ?? {};
  const [open, setOpen] = useState<Missing>();
  const [changed, setChanged] = useState<Saved>();
  const asked = decides && missing.length > 0;
  const catalogue = useResource<QuestionCatalogue>(asked ? 'admin/questions' : undefined);
  const settings = useResource<Settings>(asked ? 'admin/settings' : undefined);
  if (missing.length === 0) return null;
  const saved = changed ?? settings.data?.settings.securityQuestions;
  const known = catalogue.data && saved && { sets: catalogue.data.sets, saved };
  return (
    <Section title={t('migration.unmatched.title')}>
      <p>{t('migration.unmatched.text')}</p>
      <ErrorAlert error={catalogue.error ?? settings.error} />
      <TableBox cards label={t('migration.unmatched.title')}>
        <thead>
          <tr>
            <th scope="col">{t('settings.aliases.from')}</th>
            <th scope="col">{t('settings.aliases.language')}</th>
            <th scope="col" class="number">
              {t('migration.unmatched.answers')}
            </th>
            {decides && <th scope="col">{t('settings.aliases.to')}</th>}
          </tr>
        </thead>
        <tbody>
          {missing.map((one) => (
            <tr key={`${one.language} ${one.text}`}>
              <td data-name={t('settings.aliases.from')} lang={tagOf(one.language)}>
                {one.text}
              </td>
              <td data-name={t('settings.aliases.language')}>{one.language}</td>
              <td class="number" data-name={t('migration.unmatched.answers')}>
                {one.answers === undefined ? '–' : number(one.answers)}
              </td>
              {decides && (
                <td data-name={t('settings.aliases.to')}>
                  <Chosen of={one} known={known} onOpen={() => setOpen(one)} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </TableBox>
      {unmatched > missing.length && (
        <p class="soft">{t('migration.unmatched.more', { count: unmatched - missing.length })}</p>
      )}
      {open && known && (
        <NewAlias
          of={open}
          known={known}
          onClose={() => setOpen(undefined)}
          onDone={(next) => {
            setChanged(next);
            showOutcome(t('migration.unmatched.done', { question: open.text }));
            setOpen(undefined);
          }}
        />
      )}
    </Section>
  );
}
