/** All migrations, newest first. */
import { useState } from 'preact/hooks';
import { get, query } from '../../../shared/api.ts';
import type { Migration, Migrations } from '../../../shared/api-types.ts';
import { dateTime, number } from '../../../shared/i18n.ts';
import { useResource, useSubmit } from '../../../shared/resource.ts';
import { hrefOf } from '../../../shared/route.ts';
import { Button, LinkButton } from '../../../shared/ui/button.tsx';
import { Empty, ErrorAlert, Loaded } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { TableBox } from '../../../shared/ui/table.tsx';
import { t } from '../../texts/index.ts';
import { LOOK_AGAIN_MS } from './migration.tsx';
import { isUnderWay } from './next-step.ts';
import { nameOf, StatusBadge } from './told.tsx';

const LIMIT = 25;
const path = (next?: string) => `admin/migrations${query({ limit: LIMIT, next })}`;

/** The newest; looked at again while one of them runs. */
export const useMigrations = () =>
  useResource<Migrations>(path(), ({ migrations }) => (migrations.some(isUnderWay) ? 2 * LOOK_AGAIN_MS : undefined));

export function MigrationTable({ of: migrations }: { of: readonly Migration[] }) {
  return (
    <TableBox cards label={t('migrations.title')}>
      <thead>
        <tr>
          <th scope="col">{t('migrations.source')}</th>
          <th scope="col">{t('migrations.status')}</th>
          <th scope="col">{t('migrations.started')}</th>
          <th scope="col" class="number">
            {t('migrations.users')}
          </th>
          <th scope="col" class="number">
            {t('migrations.rejected')}
          </th>
        </tr>
      </thead>
      <tbody>
        {migrations.map((migration) => (
          <tr key={migration.id}>
            <th scope="row">
              <a href={hrefOf(['migrations', migration.id])}>{nameOf(migration)}</a>
            </th>
            <td data-name={t('migrations.status')}>
              <StatusBadge of={migration} />
            </td>
            <td data-name={t('migrations.started')}>{dateTime(migration.startedAt)}</td>
            <td class="number" data-name={t('migrations.users')}>
              {migration.totals ? number(migration.totals.users.created) : '–'}
            </td>
            <td class="number" data-name={t('migrations.rejected')}>
              {migration.totals ? number(migration.totals.records.rejected) : '–'}
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}

export function MigrationList() {
  const first = useMigrations();
  const [more, setMore] = useState<Migrations>();
  const load = useSubmit(async (next: string) => {
    const page = await get<Migrations>(path(next));
    setMore((before) => ({ ...page, migrations: [...(before?.migrations ?? []), ...page.migrations] }));
  });
  return (
    <Page
      title={t('migrations.title')}
      lead={t('migrations.lead')}
      actions={
        <LinkButton kind="primary" href="#/upload">
          {t('migrations.upload')}
        </LinkButton>
      }
    >
      <Loaded from={first}>
        {({ migrations, next }) => {
          const seen = new Set(migrations.map(({ id }) => id));
          const all = [...migrations, ...(more?.migrations ?? []).filter(({ id }) => !seen.has(id))];
          const after = more ? more.next : next;
          if (all.length === 0)
            return (
              <Empty>
                <p>{t('migrations.none')}</p>
                <LinkButton href="#/">{t('migrations.none.steps')}</LinkButton>
              </Empty>
            );
          return (
            <>
              <MigrationTable of={all} />
              <ErrorAlert error={load.error} />
              {after !== undefined && (
                <div class="row">
                  <Button busy={load.busy} onClick={() => void load.submit(after)}>
                    {t('do.more')}
                  </Button>
                </div>
              )}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
