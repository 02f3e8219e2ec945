/** All migrations, newest first. */
import { useState } from 'preact/hooks';
import { get } from '../../../shared/http/api.ts';
import type { Migrations } from '../../../shared/http/api-types.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import { Button, LinkButton } from '../../../shared/ui/button.tsx';
import { Empty, ErrorAlert, Loaded } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { pathOfPage, useMigrations } from '../../migration/read.ts';
import { MigrationTable } from '../../migration/table.tsx';
import { t } from '../../texts/index.ts';

export function MigrationList() {
  const first = useMigrations();
  const [more, setMore] = useState<Migrations>();
  const load = useSubmit(async (next: string) => {
    const page = await get<Migrations>(pathOfPage(next));
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
