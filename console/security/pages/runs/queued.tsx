/** A run in the queue of its source: which run it waits for. */
import { hrefOf } from '../../../shared/browser/route.ts';
import type { Run } from '../../../shared/http/api-types.ts';
import { Section } from '../../../shared/ui/page.tsx';
import { fullNameOf } from '../../run/labels.tsx';
import { useRun, useSources } from '../../run/read.ts';
import { t } from '../../texts/index.ts';

function RunLink({ id }: { id: string }) {
  const { data } = useRun(id);
  return <a href={hrefOf(['runs', id])}>{data ? fullNameOf(data) : <code>{id}</code>}</a>;
}

export function QueuedSection({ of: { id, source } }: { of: Run }) {
  const sources = useSources();
  const known = sources.data?.sources.find(({ name }) => name === source?.deployment);
  const ahead = known?.queued.slice(0, Math.max(0, known.queued.indexOf(id))) ?? [];
  const before = [...(known?.writer === undefined ? [] : [known.writer]), ...ahead];
  return (
    <Section title={t('run.queued.title')}>
      <p>{t('run.queued.text')}</p>
      {before.length > 0 && (
        <>
          <p>{t('run.queued.behind')}</p>
          <ol class="plain-list">
            {before.map((one) => (
              <li key={one}>
                <RunLink id={one} />
              </li>
            ))}
          </ol>
        </>
      )}
    </Section>
  );
}
