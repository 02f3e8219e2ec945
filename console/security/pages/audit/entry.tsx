/** One entry: a line that says what happened, and all its details when it is opened. */
import { useState } from 'preact/hooks';
import { hrefOf } from '../../../shared/browser/route.ts';
import type { AuditPage } from '../../../shared/http/api-types.ts';
import { dateTime } from '../../../shared/i18n/language.ts';
import { Badge } from '../../../shared/ui/feedback.tsx';
import { Facts } from '../../../shared/ui/page.tsx';
import { t } from '../../texts/index.ts';
import { Changes } from '../../ui/changes.tsx';
import { diffOf, factsOf, pageOf, pageOfActor } from './diff.ts';
import { actionName, actorName, factName, fieldName, shown } from './labels.ts';

export type Entry = AuditPage['entries'][number];

export function EntryItem({ entry }: { entry: Entry }) {
  // The details are rendered only when they are opened, so that thousands of entries stay fast.
  const [open, setOpen] = useState(false);
  const { actor, action, object, outcome } = entry;
  return (
    <li class="entry-item">
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span class="entry">
            <time class="soft small" dateTime={entry.time}>
              {dateTime(entry.time)}
            </time>
            <span>
              <strong>{actionName(action)}</strong>{' '}
              {outcome === 'failure' && <Badge tone="bad">{t('audit.outcome.failure')}</Badge>}
            </span>
            <span class="wrap">
              {actorName(actor)}
              {object !== actor && object !== 'settings' && object !== 'questions' && ` → ${object}`}
            </span>
          </span>
        </summary>
        {open && <Details entry={entry} />}
      </details>
    </li>
  );
}

const link = (path: readonly string[] | undefined, words: string) =>
  path === undefined ? words : <a href={hrefOf(path)}>{words}</a>;

function Details({ entry }: { entry: Entry }) {
  const { actor, action, object, outcome, source, before, after, facts } = entry;
  const rows = diffOf(before, after);
  return (
    <div class="stack entry-details">
      <Facts
        of={[
          [t('audit.time'), new Date(entry.time).toISOString()],
          [t('audit.actor'), link(pageOfActor(actor), actorName(actor))],
          [t('audit.object'), link(pageOf(action, object), object)],
          [t('audit.outcome'), t(`audit.outcome.${outcome}`)],
          [t('audit.source'), source],
          [t('audit.action'), <code>{action}</code>],
          ...factsOf(facts).map(([name, value]) => [factName(name), shown(value, name)] as const),
        ]}
      />
      {rows.length > 0 && (
        <Changes
          name={t('audit.changes')}
          of={rows.map(({ field, before: old, after: next }) => ({
            name: fieldName(field),
            before: shown(old, field),
            after: shown(next, field),
          }))}
        />
      )}
    </div>
  );
}
