/** One entry: a row that says what happened, and all its details when it is opened. */
import { useId, useState } from 'preact/hooks';
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

/** In a body of its own, so that a row and its details belong together. */
export function EntryItem({ entry }: { entry: Entry }) {
  // The details are rendered only when they are opened, so that thousands of entries stay fast.
  const [open, setOpen] = useState(false);
  const id = useId();
  const { actor, action, object, outcome, source } = entry;
  const whom = object !== actor && object !== 'settings' && object !== 'questions' ? object : '–';
  return (
    <tbody>
      <tr class="entry">
        <th scope="row" class="short">
          <button
            type="button"
            class="opener"
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            onClick={() => setOpen(!open)}
          >
            <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
              <path d="M3 1.5 7 5 3 8.5" />
            </svg>
            <time dateTime={entry.time}>{dateTime(entry.time)}</time>
          </button>
        </th>
        <td data-name={t('audit.action')}>{actionName(action)}</td>
        <td data-name={t('audit.actor')}>{actorName(actor)}</td>
        <td data-name={t('audit.object')}>{whom}</td>
        <td data-name={t('audit.outcome')} class={outcome === 'failure' ? undefined : 'minor'}>
          {outcome === 'failure' ? (
            <Badge tone="bad">{t('audit.outcome.failure')}</Badge>
          ) : (
            <span class="soft">{t('audit.outcome.success')}</span>
          )}
        </td>
        <td data-name={t('audit.source')} class="soft minor">
          {source}
        </td>
      </tr>
      {open && (
        <tr id={id} class="details-row">
          <td colSpan={6}>
            <Details entry={entry} />
          </td>
        </tr>
      )}
    </tbody>
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
        columns
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
