/** `#/sources`: each source with its runs, the newest first. */
import { useState } from 'preact/hooks';
import { get } from '../../../shared/http/api.ts';
import type { Runs } from '../../../shared/http/api-types.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import { Button, LinkButton } from '../../../shared/ui/button.tsx';
import { Empty, ErrorAlert, Loaded } from '../../../shared/ui/feedback.tsx';
import { Page, Section } from '../../../shared/ui/page.tsx';
import { pathOfPage, useRuns, useSources } from '../../run/read.ts';
import { RunTable } from '../../run/table.tsx';
import { t } from '../../texts/index.ts';
import { showOutcome } from '../../ui/outcome.tsx';
import { bySource } from './grouped.ts';
import { SourceSection } from './source.tsx';

export function SourceList({ decides }: { decides: boolean }) {
  const sources = useSources();
  const first = useRuns();
  const [more, setMore] = useState<Runs>();
  const load = useSubmit(async (next: string) => {
    const page = await get<Runs>(pathOfPage(next));
    setMore((before) => ({ ...page, runs: [...(before?.runs ?? []), ...page.runs] }));
  });
  function changed(closed: boolean) {
    showOutcome(t(closed ? 'sources.close.done' : 'sources.reopen.done'));
    sources.reload();
    first.reload();
  }
  return (
    <Page
      title={t('sources.title')}
      lead={t('sources.lead')}
      actions={
        <LinkButton kind="primary" href="#/upload">
          {t('sources.upload')}
        </LinkButton>
      }
    >
      <Loaded from={sources}>
        {({ sources: known }) => (
          <Loaded from={first}>
            {({ runs, next }) => {
              const seen = new Set(runs.map(({ id }) => id));
              const all = [...runs, ...(more?.runs ?? []).filter(({ id }) => !seen.has(id))];
              const after = more ? more.next : next;
              const grouped = bySource(known, all);
              if (all.length === 0)
                return (
                  <Empty>
                    <p>{t('sources.none')}</p>
                    <LinkButton href="#/">{t('sources.none.steps')}</LinkButton>
                  </Empty>
                );
              return (
                <>
                  {grouped.sources.map((one) => (
                    <SourceSection key={one.name} of={one} decides={decides} onChanged={changed} />
                  ))}
                  {grouped.unread.length > 0 && (
                    <Section title={t('sources.unread')}>
                      <p class="soft">{t('sources.unread.text')}</p>
                      <RunTable of={grouped.unread} label={t('sources.unread')} />
                    </Section>
                  )}
                  <ErrorAlert error={load.error} />
                  {after !== undefined && (
                    <div class="row">
                      <Button busy={load.busy} onClick={() => void load.submit(after)}>
                        {t('sources.older')}
                      </Button>
                    </div>
                  )}
                </>
              );
            }}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}
