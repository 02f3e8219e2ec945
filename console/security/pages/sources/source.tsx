/** One source: what is known of it, what waits, its queue, and its runs. */
import type { ComponentChildren } from 'preact';
import { hrefOf } from '../../../shared/browser/route.ts';
import { patch } from '../../../shared/http/api.ts';
import type { Run, Source } from '../../../shared/http/api-types.ts';
import { dateTime, number } from '../../../shared/i18n/language.ts';
import { Badge } from '../../../shared/ui/feedback.tsx';
import { Facts, Section } from '../../../shared/ui/page.tsx';
import { nameOf } from '../../run/labels.tsx';
import { RunTable } from '../../run/table.tsx';
import { t } from '../../texts/index.ts';
import { Act } from '../../ui/act.tsx';
import type { SourceRuns } from './grouped.ts';

type Props = {
  readonly of: SourceRuns<Run, Source>;
  /** Whether this administrator may close sources. */
  readonly decides: boolean;
  readonly onChanged: (closed: boolean) => void;
};

function Opening({ of: { name, closed }, onChanged }: { of: Source; onChanged: Props['onChanged'] }) {
  const act = closed ? 'reopen' : 'close';
  async function run() {
    await patch<Source>('admin/source', { name, closed: !closed });
    onChanged(!closed);
  }
  return (
    <Act
      label={t(`sources.${act}`)}
      name={`${t(`sources.${act}`)}: ${name}`}
      title={t(`sources.${act}.title`, { source: name })}
      confirm={t(`sources.${act}`)}
      kind={closed ? 'usual' : 'danger'}
      run={run}
    >
      <p>{t(`sources.${act}.text`)}</p>
    </Act>
  );
}

/** Runs by id; one that is not loaded is named by its id. */
function RunLinks({ ids, runs }: { ids: readonly string[]; runs: readonly Run[] }) {
  return (
    <ol class="plain-list">
      {ids.map((id) => {
        const known = runs.find((run) => run.id === id);
        return (
          <li key={id}>
            <a href={hrefOf(['runs', id])}>{known ? nameOf(known) : <code>{id}</code>}</a>
          </li>
        );
      })}
    </ol>
  );
}

type Fact = readonly [name: string, value: ComponentChildren];
const given = (name: string, value: ComponentChildren): readonly Fact[] => (value ? [[name, value]] : []);

export function SourceSection({ of: { name, source, runs }, decides, onChanged }: Props) {
  const kind = source?.kind ?? runs[0]?.source?.kind;
  const newest = runs.find(({ id }) => id === source?.newestRun);
  const people = newest?.counts?.['users'];
  const waiting = runs.filter(({ waitsFor = [], rollback }) => waitsFor.length > 0 && !rollback).map(({ id }) => id);
  const facts: readonly Fact[] = [
    ...given(t('sources.kind'), kind && t(`migration.details.source.${kind}`)),
    ...given(
      t('sources.newest'),
      source?.newestRun !== undefined && source.newestPackedAt !== undefined && (
        <a href={hrefOf(['runs', source.newestRun])}>
          {t('sources.newest.package', { time: dateTime(source.newestPackedAt) })}
        </a>
      ),
    ),
    ...given(t('sources.people'), people !== undefined && number(people)),
    ...given(t('sources.writer'), source?.writer !== undefined && <RunLinks ids={[source.writer]} runs={runs} />),
    ...given(t('sources.queue'), source && source.queued.length > 0 && <RunLinks ids={source.queued} runs={runs} />),
    ...given(t('sources.waits'), waiting.length > 0 && <RunLinks ids={waiting} runs={runs} />),
    ...given(t('sources.renames'), source?.renames !== undefined && source.renames > 0 && number(source.renames)),
    ...given(t('sources.suffix'), source?.userIdSuffix !== undefined && <code>{source.userIdSuffix}</code>),
  ];
  return (
    <Section
      title={name}
      status={
        source ? (
          <Badge tone={source.closed ? 'warn' : 'good'}>{t(source.closed ? 'sources.closed' : 'sources.open')}</Badge>
        ) : (
          <span class="soft">{t('sources.first-import')}</span>
        )
      }
      actions={source && decides && <Opening of={source} onChanged={onChanged} />}
    >
      {facts.length > 0 && <Facts columns of={facts} />}
      {runs.length > 0 && <RunTable of={runs} label={t('sources.runs', { source: name })} />}
    </Section>
  );
}
