/** One mail in one language: its text, what it may name, and how its users would read it. */
import { useRef, useState } from 'preact/hooks';
import { LANGUAGES, type Language } from '#core/languages.ts';
import { textId } from '#core/mail/design.ts';
import { faultsOf, OWN_TEXT_LIMITS, type OwnText, type TextFault } from '#core/mail/own-text.ts';
import type { RenderedMail } from '#core/mail/render.ts';
import { sampleMail } from '#core/mail/sample.ts';
import type { MailKind } from '#core/mail/texts/model.ts';
import { hrefOf } from '../../../shared/browser/route.ts';
import { isRefusal, put, query, remove } from '../../../shared/http/api.ts';
import type { MailText, Settings } from '../../../shared/http/api-types.ts';
import { LANGUAGE_NAMES } from '../../../shared/i18n/language.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { TextArea, TextField } from '../../../shared/ui/field.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { type Change, useDraft } from '../../state/draft.ts';
import { t } from '../../texts/index.ts';
import { Act } from '../../ui/act.tsx';
import { Changes } from '../../ui/changes.tsx';
import { Split, Tabs } from '../../ui/layout.tsx';
import { clearOutcome, showOutcome } from '../../ui/outcome.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Unsaved } from '../../ui/unsaved.tsx';
import { inserted } from './inserted.ts';
import { Placeholders } from './placeholders.tsx';
import { MailPreview } from './preview.tsx';

type EditorProps = {
  of: MailText;
  settings: Settings['settings'];
  visit: Visit;
  writes: boolean;
  /** Reads all texts again. */
  onChanged: () => void;
};

const inWords = (faults: readonly TextFault[], field: keyof OwnText): string | undefined =>
  faults
    .filter((one) => one.field === field)
    .map(({ wrong, placeholder = '' }) => t(`mail-texts.wrong.${wrong}`, { placeholder: `{${placeholder}}` }))
    .join(' ') || undefined;
const rowsOf = (changes: readonly Change[]) =>
  changes.map(({ field, before, after }) => ({
    name: t(`mail-texts.${field as keyof OwnText}`),
    before: String(before),
    after: String(after),
  }));

/** The mail with the text as it is typed; while that can't be used, as it was before. */
function useMail(
  of: MailText,
  own: OwnText,
  faults: readonly TextFault[],
  { settings, visit }: Pick<EditorProps, 'settings' | 'visit'>,
) {
  const { language, kind } = of;
  const last = useRef<RenderedMail>(undefined);
  if (faults.length === 0 || !last.current) {
    const texts = faults.length === 0 ? { [textId(language, kind)]: own } : {};
    const design = { texts, colour: visit.consoles.brand?.light.accent };
    last.current = sampleMail(kind, language, settings, { design, origin: location.origin, now: Date.now() });
  }
  return last.current;
}

export function LanguageTabs({ kind, language }: { kind: MailKind; language: Language }) {
  const items = LANGUAGES.map((one) => ({
    href: hrefOf(['mail-texts', kind, one]),
    label: LANGUAGE_NAMES[one],
    current: one === language,
  }));
  return <Tabs label={t('mail-texts.language')} items={items} />;
}

export function MailTextEditor({ of, settings, visit, writes, onChanged }: EditorProps) {
  const { language, kind, version, product, placeholders, required } = of;
  const draft = useDraft<OwnText>(of.own ?? product, `mail-text ${language} ${kind}`);
  const { values, changes, theirs } = draft;
  const own = { subject: values.subject, text: values.text };
  const faults = faultsOf(kind, own);
  const mail = useMail(of, own, faults, { settings, visit });
  const fields = useRef<HTMLDivElement>(null);
  const [field, setField] = useState<keyof OwnText>('text');
  const { busy, error, submit, clear } = useSubmit(async () => {
    clearOutcome();
    try {
      await put('admin/mail-texts', { language, kind, version, ...own });
      draft.reset();
      showOutcome(t('mail-texts.saved'));
      onChanged();
    } catch (refused) {
      if (isRefusal(refused, 'mail_text.conflict')) onChanged();
      throw refused;
    }
  });
  function insert(name: string) {
    const control = fields.current?.querySelector<HTMLInputElement | HTMLTextAreaElement>(
      field === 'text' ? 'textarea' : 'input',
    );
    if (!control) return;
    const { text, cursor } = inserted(own[field], name, control.selectionStart ?? 0, control.selectionEnd ?? 0);
    draft.put(field, text);
    // After the field has the new text.
    requestAnimationFrame(() => {
      control.focus();
      control.setSelectionRange(cursor, cursor);
    });
  }
  const from = `${settings.mail.senderName || settings.organisation.name} <${settings.mail.from}>`;
  return (
    <div data-placeholders>
      <Split aside={<Placeholders names={placeholders} required={required} onInsert={writes ? insert : undefined} />}>
        {of.faults && (
          <Alert tone="warn">
            <p>{t('mail-texts.unusable')}</p>
          </Alert>
        )}
        {writes ? (
          <Form onSubmit={() => void submit()} error={error} name={t('mail-texts.form')}>
            {draft.restored && (
              <Alert live>
                <p>{t('ui.kept')}</p>
              </Alert>
            )}
            {theirs.length > 0 && (
              <>
                <Alert tone="warn" live>
                  <p>{t('problem.mail_text.conflict')}</p>
                </Alert>
                <Changes name={t('ui.overtaken')} of={rowsOf(theirs)} />
              </>
            )}
            <div
              ref={fields}
              class="stack"
              lang={language}
              onFocusIn={(event) => setField(event.target instanceof HTMLTextAreaElement ? 'text' : 'subject')}
            >
              <TextField
                label={t('mail-texts.subject')}
                value={own.subject}
                required
                error={inWords(faults, 'subject')}
                hint={t('mail-texts.subject.hint', { most: OWN_TEXT_LIMITS.subject })}
                onValue={(value) => draft.put('subject', value)}
              />
              <TextArea
                label={t('mail-texts.text')}
                value={own.text}
                required
                rows={16}
                error={inWords(faults, 'text')}
                hint={t('mail-texts.text.hint')}
                onValue={(value) => draft.put('text', value)}
              />
            </div>
            <div class="row">
              {of.own && (
                <Act
                  label={t('mail-texts.reset')}
                  title={t('mail-texts.reset.title')}
                  confirm={t('mail-texts.reset')}
                  kind="danger"
                  run={async () => {
                    await remove(`admin/mail-texts${query({ language, kind, version })}`);
                    draft.reset();
                    showOutcome(t('mail-texts.was-reset'));
                    onChanged();
                  }}
                >
                  <p>{t('mail-texts.reset.text')}</p>
                </Act>
              )}
            </div>
            <SaveBar
              changes={rowsOf(changes)}
              busy={busy}
              blocked={faults.length > 0}
              onDiscard={() => {
                clear();
                draft.reset();
              }}
            />
          </Form>
        ) : (
          <section class="stack" aria-label={t('mail-texts.form')} lang={language}>
            <p>{own.subject}</p>
            <pre class="listing">{own.text}</pre>
          </section>
        )}
        <MailPreview mail={mail} from={from} title={t(`mail-texts.kind.${kind}`)} />
        <Unsaved dirty={changes.length > 0} />
      </Split>
    </div>
  );
}
