/** `#/campaigns`, `#/campaigns/new`, `#/campaigns/<id>` */
import { hrefOf } from '../../../shared/browser/route.ts';
import type { Campaign } from '../../../shared/http/api-types.ts';
import { dateTime, number } from '../../../shared/i18n/language.ts';
import type { PageProps } from '../../../shared/state/page-props.ts';
import { LinkButton } from '../../../shared/ui/button.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { CampaignBadge, isOver, nameOf, useCampaigns } from '../../run/campaign.tsx';
import { t } from '../../texts/index.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { MailAccountSection } from './account.tsx';
import { NewCampaign } from './new.tsx';
import { OneCampaign } from './one.tsx';

const COLUMNS = (): readonly Column<Campaign>[] => [
  {
    key: 'name',
    name: t('campaigns.column.name'),
    cell: (one) => (
      <a href={hrefOf(['campaigns', one.id])} class="wrap">
        {nameOf(one)}
      </a>
    ),
  },
  { key: 'status', name: t('campaigns.column.status'), short: true, cell: (one) => <CampaignBadge of={one} /> },
  { key: 'started', name: t('campaigns.column.started'), short: true, cell: ({ createdAt }) => dateTime(createdAt) },
  { key: 'sent', name: t('campaigns.column.sent'), number: true, cell: ({ counts }) => number(counts.sent) },
  {
    key: 'left',
    name: t('campaigns.column.left'),
    number: true,
    cell: (one) => (one.left === undefined || isOver(one) ? '–' : number(one.left)),
  },
  {
    key: 'returned',
    name: t('campaigns.column.returned'),
    number: true,
    cell: ({ counts }) => number(counts.bounced + counts.complained + counts.refused + counts.uncertain),
  },
  {
    key: 'done',
    name: t('campaigns.column.done'),
    short: true,
    cell: ({ doneAt, finishedAt, ...one }) => {
      const at = isOver(one) ? finishedAt : doneAt;
      return at === undefined ? '–' : isOver(one) ? dateTime(at) : t('campaigns.about', { time: dateTime(at) });
    },
  },
];

function CampaignList() {
  const list = useCampaigns();
  const rows = list.data?.campaigns ?? [];
  return (
    <Page
      title={t('campaigns.title')}
      lead={t('campaigns.lead')}
      actions={
        <LinkButton kind="primary" href="#/campaigns/new">
          {t('campaigns.new')}
        </LinkButton>
      }
    >
      <DataTable
        label={t('campaigns.title')}
        columns={COLUMNS()}
        rows={rows}
        keyOf={({ id }) => id}
        loading={list.loading}
        error={list.error}
        onRetry={list.reload}
        count={list.data && t('campaigns.count', { count: rows.length })}
        empty={list.data ? t('campaigns.none') : undefined}
      />
      <MailAccountSection />
    </Page>
  );
}

export function CampaignsPage({ route: { path, values } }: PageProps) {
  const [, id, ...rest] = path;
  if (id === undefined) return <CampaignList />;
  if (id === 'new' && rest.length === 0) return <NewCampaign values={values} />;
  if (rest.length === 0) return <OneCampaign id={id} />;
  return (
    <Page title={t('app.not-found')} lead={t('app.not-found.text')}>
      <LinkButton href="#/campaigns">{t('campaigns.title')}</LinkButton>
    </Page>
  );
}
