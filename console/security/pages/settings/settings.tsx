/** `#/settings`: the list of pages with some of their values; `#/settings/mail` and so on: the pages. */
import type { ComponentType } from 'preact';
import { hrefOf } from '../../../shared/browser/route.ts';
import type { Settings as Answer } from '../../../shared/http/api-types.ts';
import type { PageProps } from '../../../shared/state/page-props.ts';
import { useResource } from '../../../shared/state/resource.ts';
import { LinkButton } from '../../../shared/ui/button.tsx';
import { Alert, Loaded } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { reaches } from '../../state/rights.ts';
import { t } from '../../texts/index.ts';
import { Authentication } from './authentication.tsx';
import { type EditorProps, SettingsForm } from './form.tsx';
import { shownValue } from './labels.ts';
import { MailSettings } from './mail.tsx';
import { PAGES, type PagePath } from './pages.ts';
import { QuestionSettings } from './questions.tsx';
import { valuesOf } from './values.ts';

/** Pages that have more than fields. */
const EDITORS: Readonly<Partial<Record<PagePath, ComponentType<EditorProps>>>> = {
  'self-service-authentication': Authentication,
  'security-authentication': Authentication,
  'security-questions': QuestionSettings,
  mail: MailSettings,
};

export function SettingsPage({ route, visit }: PageProps) {
  const [, path] = route.path;
  const settings = useResource<Answer>('admin/settings');
  const page = PAGES.find((one) => one.path === path);
  const writes = reaches(visit.me?.role, 'super-admin');
  if (path !== undefined && !page)
    return (
      <Page title={t('app.not-found')} lead={t('app.not-found.text')}>
        <LinkButton href="#/settings">{t('settings.title')}</LinkButton>
      </Page>
    );
  if (!page)
    return (
      <Page title={t('settings.title')} lead={t('settings.lead')}>
        {!writes && <Alert>{t('settings.read-only')}</Alert>}
        <Loaded from={settings}>{(answer) => <Index of={answer} />}</Loaded>
      </Page>
    );
  const Editor = EDITORS[page.path] ?? SettingsForm;
  return (
    <Page title={t(`settings.page.${page.path}`)} lead={t(`settings.page.${page.path}.lead`)}>
      <nav aria-label={t('settings.title')}>
        <a href="#/settings">{t('settings.all')}</a>
      </nav>
      {!writes && <Alert>{t('settings.read-only')}</Alert>}
      <Loaded from={settings}>
        {(answer) => <Editor page={page} answer={answer} resource={settings} visit={visit} writes={writes} />}
      </Loaded>
    </Page>
  );
}

/** How many settings of a page the list shows. */
const SHOWN = 3;

function Index({ of }: { of: Answer }) {
  return (
    <ul class="tiles">
      {PAGES.map(({ path, fields }) => (
        <li key={path} class="card stack tight">
          <h2>
            <a href={hrefOf(['settings', path])}>{t(`settings.page.${path}`)}</a>
          </h2>
          <dl class="soft small tile-facts">
            {Object.entries(valuesOf(of.settings, fields.slice(0, SHOWN))).map(([field, value]) => (
              <div key={field}>
                <dt>{t(`settings.field.${field as (typeof fields)[number]}`)}: </dt>
                <dd class="wrap">{shownValue(field as (typeof fields)[number], value)}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
