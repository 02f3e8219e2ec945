/** What happened to one user, newest first; read only when it is asked for. */
import { useState } from 'preact/hooks';
import { query } from '../../../shared/http/api.ts';
import type { Timeline as Answer } from '../../../shared/http/api-types.ts';
import { dateTime, hasText, text } from '../../../shared/i18n/language.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Section } from '../../../shared/ui/page.tsx';
import { usePages } from '../../state/paging.ts';
import { t } from '../../texts/index.ts';
import { ErrorLine } from '../../ui/searching.tsx';

type Entry = Answer['entries'][number];
const pageOf = ({ entries, next }: Answer) => ({ items: entries, next, upgrading: undefined });

const words = (key: string, code: string): string => (hasText(`${key}.${code}`) ? text(`${key}.${code}`) : code);
const happened = ({ code }: Entry): string =>
  hasText(`callers.happened.${code}`) ? text(`callers.happened.${code}`) : words('audit.action', code);

export function Timeline({ userId }: { userId: string }) {
  const [shown, setShown] = useState(false);
  const pages = usePages<Answer, Entry>(
    shown ? (next) => `admin/users/timeline${query({ userId, next })}` : undefined,
    shown ? userId : '',
    pageOf,
    1,
  );
  return (
    <Section title={t('callers.timeline')}>
      {!shown && (
        <div>
          <Button small onClick={() => setShown(true)}>
            {t('callers.timeline.show')}
          </Button>
        </div>
      )}
      <ErrorLine error={pages.error} onRetry={pages.more} />
      {shown && pages.begun && !pages.busy && (pages.items ?? []).length === 0 && (
        <p class="soft">{t('callers.timeline.none')}</p>
      )}
      {(pages.items ?? []).length > 0 && (
        <ul class="records">
          {(pages.items ?? []).map((entry, index) => (
            <li key={index} class="stack tight">
              <div class="row apart">
                <span>{happened(entry)}</span>
                <time class="soft small">{dateTime(new Date(entry.at).toISOString())}</time>
              </div>
              <div class="soft small">{detail(entry)}</div>
            </li>
          ))}
        </ul>
      )}
      {pages.next !== undefined && !pages.busy && (
        <div>
          <Button small onClick={pages.more}>
            {t('callers.timeline.more')}
          </Button>
        </div>
      )}
    </Section>
  );
}

/** Who, and the facts that there are: no free text. */
function detail({ by, who, failed, reason, facts = {} }: Entry): string {
  const { source, run, fields, from, serial } = facts;
  const refused =
    failed && t('callers.timeline.failed', { reason: reason === undefined ? '–' : words('audit.reason', reason) });
  return [who ?? t(`callers.by.${by}`), refused, source, run, fields?.join(', '), from, serial]
    .filter(Boolean)
    .join(' · ');
}
