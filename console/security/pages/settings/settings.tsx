/** `#/settings`: all settings with their values; `#/settings/passwords` and so on: the groups, each a page with one save. */
import { hrefOf } from '../../../shared/browser/route.ts';
import type { Settings as Answer } from '../../../shared/http/api-types.ts';
import type { PageProps } from '../../../shared/state/page-props.ts';
import { useResource } from '../../../shared/state/resource.ts';
import { LinkButton } from '../../../shared/ui/button.tsx';
import { Alert, Loaded } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { reaches } from '../../state/rights.ts';
import { t } from '../../texts/index.ts';
import { Tabs } from '../../ui/layout.tsx';
import { AllSettings } from './all.tsx';
import { GroupForm } from './group.tsx';
import { GROUPS, openedBy, type SettingsGroup } from './pages.ts';

function SettingsTabs({ group }: { group: SettingsGroup | undefined }) {
  return (
    <Tabs
      label={t('settings.title')}
      items={[
        { href: '#/settings', label: t('settings.all'), current: group === undefined },
        ...GROUPS.map((one) => ({
          href: hrefOf(['settings', one]),
          label: t(`settings.group.${one}`),
          current: one === group,
        })),
      ]}
    />
  );
}

export function SettingsPage({ route, visit }: PageProps) {
  const [, segment] = route.path;
  const settings = useResource<Answer>('admin/settings');
  const opened = segment === undefined ? undefined : openedBy(segment);
  const writes = reaches(visit.me?.role, 'super-admin');
  if (segment !== undefined && !opened)
    return (
      <Page title={t('app.not-found')} lead={t('app.not-found.text')}>
        <LinkButton href="#/settings">{t('settings.title')}</LinkButton>
      </Page>
    );
  const readOnly = !writes && <Alert>{t('settings.read-only')}</Alert>;
  if (!opened)
    return (
      <Page title={t('settings.title')} lead={t('settings.lead')} tabs={<SettingsTabs group={undefined} />}>
        {readOnly}
        <Loaded from={settings}>{(answer) => <AllSettings of={answer} />}</Loaded>
      </Page>
    );
  const { group, part } = opened;
  return (
    <Page title={t(`settings.group.${group}`)} tabs={<SettingsTabs group={group} />}>
      {readOnly}
      <Loaded from={settings}>
        {(answer) => (
          <GroupForm
            group={group}
            at={route.values['at'] ?? part?.path}
            answer={answer}
            resource={settings}
            visit={visit}
            writes={writes}
          />
        )}
      </Loaded>
    </Page>
  );
}
