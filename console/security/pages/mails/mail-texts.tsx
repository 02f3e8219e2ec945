/** `#/mail-texts`: all mails; `#/mail-texts/migration/de`: one of them in one language; `#/mail-texts/branding`: colour and logo. */
import { LANGUAGES } from '#core/languages.ts';
import { MAIL_KINDS } from '#core/mail/texts/model.ts';
import type { MailTexts, Settings } from '../../../shared/http/api-types.ts';
import type { PageProps } from '../../../shared/state/page-props.ts';
import { useResource } from '../../../shared/state/resource.ts';
import { LinkButton } from '../../../shared/ui/button.tsx';
import { Alert, Loaded } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { reaches } from '../../state/rights.ts';
import { t } from '../../texts/index.ts';
import { Tabs } from '../../ui/layout.tsx';
import { BrandingEditor } from './branding.tsx';
import { LanguageTabs, MailTextEditor } from './editor.tsx';
import { MailTextList } from './list.tsx';

function PageTabs({ open }: { open: 'texts' | 'branding' }) {
  const items = [
    { href: '#/mail-texts', label: t('mail-texts.title'), current: open === 'texts' },
    { href: '#/mail-texts/branding', label: t('branding.title'), current: open === 'branding' },
  ];
  return <Tabs label={t('mail-texts.menu')} items={items} />;
}

export function MailTextsPage({ route, visit }: PageProps) {
  const [, first, second] = route.path;
  const writes = reaches(visit.me?.role, 'super-admin');
  const readOnly = !writes && <Alert>{t('settings.read-only')}</Alert>;
  const texts = useResource<MailTexts>(first === 'branding' ? undefined : 'admin/mail-texts');
  const settings = useResource<Settings>(second === undefined ? undefined : 'admin/settings');
  if (first === undefined)
    return (
      <Page title={t('mail-texts.title')} lead={t('mail-texts.lead')} tabs={<PageTabs open="texts" />}>
        {readOnly}
        <Loaded from={texts}>{(answer) => <MailTextList texts={answer.texts} />}</Loaded>
      </Page>
    );
  if (first === 'branding' && second === undefined)
    return (
      <Page title={t('branding.title')} lead={t('branding.lead')} tabs={<PageTabs open="branding" />}>
        {readOnly}
        <BrandingEditor visit={visit} writes={writes} />
      </Page>
    );
  const kind = MAIL_KINDS.find((one) => one === first);
  const language = LANGUAGES.find((one) => one === second);
  if (!kind || !language)
    return (
      <Page title={t('app.not-found')} lead={t('app.not-found.text')}>
        <LinkButton href="#/mail-texts">{t('mail-texts.title')}</LinkButton>
      </Page>
    );
  return (
    <Page
      title={t(`mail-texts.kind.${kind}`)}
      back={{ href: '#/mail-texts', label: t('mail-texts.title') }}
      tabs={<LanguageTabs kind={kind} language={language} />}
    >
      {readOnly}
      <Loaded from={settings}>
        {(answer) => (
          <Loaded from={texts}>
            {({ texts: all }) => (
              <MailTextEditor
                key={`${kind} ${language}`}
                of={all.find((one) => one.kind === kind && one.language === language)!}
                settings={answer.settings}
                visit={visit}
                writes={writes}
                onChanged={texts.reload}
              />
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}
