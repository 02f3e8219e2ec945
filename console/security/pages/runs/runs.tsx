/** `#/sources`, `#/runs/<id>`, `#/runs/<id>/records` */

import type { PageProps } from '../../../shared/state/page-props.ts';
import { LinkButton } from '../../../shared/ui/button.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { reaches } from '../../state/rights.ts';
import { t } from '../../texts/index.ts';
import { Records } from '../records/records.tsx';
import { SourceList } from '../sources/sources.tsx';
import { OneRun } from './run.tsx';

export function RunsPage({ route: { path, values }, visit }: PageProps) {
  const [, id, page, ...rest] = path;
  const decides = reaches(visit.me?.role, 'super-admin');
  if (id === undefined) return <SourceList decides={decides} />;
  if (page === undefined) return <OneRun id={id} decides={decides} />;
  if (page === 'records' && rest.length === 0) return <Records id={id} values={values} />;
  return (
    <Page title={t('app.not-found')} lead={t('app.not-found.text')}>
      <LinkButton href="#/sources">{t('sources.title')}</LinkButton>
    </Page>
  );
}
