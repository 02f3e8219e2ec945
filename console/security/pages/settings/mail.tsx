/** Mail: its sender, its language, the lifetime of its link, and a preview of every mail. */
import { useState } from 'preact/hooks';
import { LANGUAGES, type Language } from '#core/languages.ts';
import { fill, type MailData, renderMail, TEXTS } from '#core/mail/render.ts';
import { MAIL_KINDS, type MailKind } from '#core/mail/texts/model.ts';
import { chooseLanguage, currentLanguage, LANGUAGE_NAMES } from '../../../shared/i18n/language.ts';
import { SelectField } from '../../../shared/ui/field.tsx';
import { Facts, Section } from '../../../shared/ui/page.tsx';
import { t } from '../../texts/index.ts';
import { type EditorProps, SettingsForm } from './form.tsx';
import { MailFrame } from './mail-frame.tsx';
import type { Settings, Values } from './values.ts';

export function MailSettings(props: EditorProps) {
  return <SettingsForm {...props} below={(values) => <Preview settings={props.answer.settings} values={values} />} />;
}

/** Sample data; `example` is a reserved domain (RFC 2606). */
function sampleOf(language: Language, settings: Settings, values: Values): MailData<MailKind> {
  const { organisation, recovery, administratorReset } = settings;
  const { changes, changers } = TEXTS[language];
  const userId = t('settings.preview.user-id');
  const time = new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'long', timeStyle: 'short' }).format(new Date());
  return {
    organisation: organisation.name,
    helpDesk: organisation.helpDesk,
    name: t('settings.preview.name'),
    userId,
    link: `${location.origin}/#/…`,
    days: Number(values['mail.linkDays']),
    minutes: recovery.linkMinutes,
    hours: administratorReset.linkHours,
    time,
    until: time,
    title: changes.pin.title,
    what: fill(changes.pin.text, { userId, serial: '000123456789' }),
    who: changers.user,
    code: '4815 1623',
  } as MailData<MailKind>;
}

function Preview({ settings, values }: { settings: Settings; values: Values }) {
  const [kind, setKind] = useState<MailKind>('migration');
  const [language, setLanguage] = useState<Language>(chooseLanguage([currentLanguage()]));
  const mail = renderMail(kind, language, sampleOf(language, settings, values));
  return (
    <Section title={t('settings.preview')}>
      <p class="soft">{t('settings.preview.text')}</p>
      <div class="columns">
        <SelectField
          label={t('settings.preview.kind')}
          value={kind}
          onValue={(chosen) => setKind(chosen as MailKind)}
          options={MAIL_KINDS.map((one) => [one, t(`settings.preview.kind.${one}`)])}
        />
        <SelectField
          label={t('settings.preview.language')}
          value={language}
          onValue={(chosen) => setLanguage(chosen as Language)}
          options={LANGUAGES.map((one) => [one, LANGUAGE_NAMES[one]])}
        />
      </div>
      <Facts
        of={[
          [
            t('settings.preview.from'),
            `${String(values['mail.senderName']) || settings.organisation.name} <${String(values['mail.from'])}>`,
          ],
          [t('settings.preview.subject'), mail.subject],
        ]}
      />
      <MailFrame title={t(`settings.preview.kind.${kind}`)} html={mail.html} />
      <details>
        <summary>{t('settings.preview.plain')}</summary>
        <pre class="listing">{mail.text}</pre>
      </details>
    </Section>
  );
}
