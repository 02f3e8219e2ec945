/** The audit: who did what, newest first. The filters are in the address, so that a link can lead to certain entries. */

import { go, hrefOf } from '../../../shared/browser/route.ts';
import { query } from '../../../shared/http/api.ts';
import type { AuditPage as Answer } from '../../../shared/http/api-types.ts';
import type { PageProps } from '../../../shared/state/page-props.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Empty } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { TableBox } from '../../../shared/ui/table.tsx';
import { dayStart } from '../../state/local-time.ts';
import { usePages } from '../../state/paging.ts';
import { useRows } from '../../state/rows.ts';
import { t } from '../../texts/index.ts';
import { ErrorLine, Searching } from '../../ui/searching.tsx';
import { type Entry, EntryItem } from './entry.tsx';
import { AuditFilters, type Filters } from './filters.tsx';

/** Entries on a page. */
const LIMIT = 50;
const NAMES = ['from', 'to', 'user', 'action', 'outcome'] as const;

/** `to` includes the whole day. */
function pathOf({ from = '', to = '', user, action, outcome }: Filters, next: string | undefined): string {
  const values = { from: dayStart(from), to: dayStart(to, 1), user, action, outcome, limit: LIMIT, next };
  return `admin/audit${query(values)}`;
}

export function AuditPage({ route }: PageProps) {
  const filters: Filters = Object.fromEntries(
    NAMES.flatMap((name) => (route.values[name] ? [[name, route.values[name]]] : [])),
  );
  const key = JSON.stringify(filters);
  const pages = usePages<Answer, Entry>(
    (next) => pathOf(filters, next),
    key,
    ({ entries, next }) => ({ items: entries, next }),
  );
  const { items, busy, error, next, begun } = pages;
  const rows = useRows(items, (entry) => <EntryItem key={entry.id} entry={entry} />);
  const narrowed = Object.keys(filters).length > 0;
  return (
    <Page
      title={t('audit.title')}
      lead={t('audit.lead')}
      actions={<Button onClick={pages.reload}>{t('audit.newest')}</Button>}
    >
      <AuditFilters filters={filters} onFilters={(chosen) => go(hrefOf(['audit'], chosen))} />
      {items.length > 0 && (
        <TableBox cards dense label={t('audit.entries')}>
          <thead>
            <tr>
              <th scope="col">{t('audit.when')}</th>
              <th scope="col">{t('audit.action')}</th>
              <th scope="col">{t('audit.actor')}</th>
              <th scope="col">{t('audit.object')}</th>
              <th scope="col">{t('audit.outcome')}</th>
              <th scope="col">{t('audit.source')}</th>
            </tr>
          </thead>
          {rows}
        </TableBox>
      )}
      {begun && !busy && next === undefined && items.length === 0 && (
        <Empty>
          <p>{t(narrowed ? 'audit.none.filtered' : 'audit.none')}</p>
          {filters.from === undefined && <p>{t('audit.span')}</p>}
        </Empty>
      )}
      <ErrorLine error={error} onRetry={pages.more} />
      <Searching busy={busy} count={items.length} onStop={pages.stop} />
      {next !== undefined && !busy && (
        <div>
          <Button onClick={pages.more}>{t('audit.older')}</Button>
        </div>
      )}
      {begun && next === undefined && !busy && items.length > 0 && (
        <p class="soft">{t(filters.from === undefined ? 'audit.span' : 'audit.end')}</p>
      )}
    </Page>
  );
}
