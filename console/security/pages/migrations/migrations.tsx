/** `#/migrations`, `#/migrations/<id>`, `#/migrations/<id>/records` */

import type { PageProps } from '../../../shared/state/page-props.ts';
import { LinkButton } from '../../../shared/ui/button.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { reaches } from '../../state/rights.ts';
import { t } from '../../texts/index.ts';
import { Records } from '../records/records.tsx';
import { MigrationList } from './list.tsx';
import { OneMigration } from './migration.tsx';

export function MigrationsPage({ route: { path, values }, visit }: PageProps) {
  const [, id, page, ...rest] = path;
  if (id === undefined) return <MigrationList />;
  if (page === undefined) return <OneMigration id={id} decides={reaches(visit.me?.role, 'super-admin')} />;
  if (page === 'records' && rest.length === 0) return <Records id={id} values={values} />;
  return (
    <Page title={t('app.not-found')} lead={t('app.not-found.text')}>
      <LinkButton href="#/migrations">{t('migrations.title')}</LinkButton>
    </Page>
  );
}
