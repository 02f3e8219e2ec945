/** All runs, newest first. */
import { useState } from 'preact/hooks';
import { get } from '../../../shared/http/api.ts';
import type { Runs } from '../../../shared/http/api-types.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import { Button, LinkButton } from '../../../shared/ui/button.tsx';
import { Empty, ErrorAlert, Loaded } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { pathOfPage, useRuns } from '../../run/read.ts';
import { RunTable } from '../../run/table.tsx';
import { t } from '../../texts/index.ts';

export function RunList() {
  const first = useRuns();
  const [more, setMore] = useState<Runs>();
  const load = useSubmit(async (next: string) => {
    const page = await get<Runs>(pathOfPage(next));
    setMore((before) => ({ ...page, runs: [...(before?.runs ?? []), ...page.runs] }));
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
        {({ runs, next }) => {
          const seen = new Set(runs.map(({ id }) => id));
          const all = [...runs, ...(more?.runs ?? []).filter(({ id }) => !seen.has(id))];
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
              <RunTable of={all} />
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
