/** What needs a person: what holds most people up first, each with what to do, and a link to where that is done. */
import { hrefOf } from '../../../shared/browser/route.ts';
import type { Campaign, Run } from '../../../shared/http/api-types.ts';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { Section } from '../../../shared/ui/page.tsx';
import { listHref } from '../../people/funnel.tsx';
import { type Need, needsOf } from '../../people/needs.ts';
import type { ChosenSource } from '../../people/source.ts';
import { TodoTable } from '../../people/todo-table.tsx';
import type { Summed } from '../../people/totals.ts';
import { errorText, goesOn, nameOf, needsPerson } from '../../run/campaign.tsx';
import { failureText, fullNameOf } from '../../run/labels.tsx';
import { nextStepOf, waitsForYes } from '../../run/next-step.ts';
import { t } from '../../texts/index.ts';

type Row = {
  readonly key: string;
  readonly name: string;
  /** Which one. */
  readonly which?: string | undefined;
  readonly href: string;
  readonly count?: number | undefined;
  readonly todo: string;
  /** What does it, where that is elsewhere. */
  readonly act?: { readonly href: string; readonly label: string } | undefined;
};

/** Where what is to be done is done; help desk has no campaigns and no settings. */
function actOf(of: Need['of'], source: ChosenSource, administers: boolean): Row['act'] {
  if (!administers) return undefined;
  if (of === 'tell') return { href: hrefOf(['campaigns', 'new'], source ? { source } : {}), label: t('need.tell.act') };
  if (of === 'not-possible') return { href: '#/settings', label: t('need.not-possible.act') };
  return undefined;
}

function runRows(runs: readonly Run[]): Row[] {
  const newest = new Map(runs.toReversed().map((run) => [run.source?.deployment ?? run.id, run]));
  return runs.flatMap((run): Row[] => {
    const step = nextStepOf(run);
    const yes = waitsForYes(run);
    const failed =
      run.status === 'failed' && newest.get(run.source?.deployment ?? run.id) === run && run.kind !== 'preview';
    if (!yes && step !== 'decide' && !failed) return [];
    const [name, todo] = yes
      ? [t('need.run.yes'), t('confirm.overview')]
      : step === 'decide'
        ? [t('need.run.approval'), t('overview.waits')]
        : [t('need.run.failed'), run.error ? failureText(run.error) : t('migration.failed.inside')];
    const { id: key, totals } = run;
    return [{ key, name, which: fullNameOf(run), href: hrefOf(['runs', key]), count: totals?.users.created, todo }];
  });
}

const campaignRows = (campaigns: readonly Campaign[]): Row[] =>
  campaigns.filter(needsPerson).map((one) => ({
    key: one.id,
    name: t(one.status === 'held' ? 'need.campaign.on-hold' : 'need.campaign.stopped'),
    which: nameOf(one),
    href: hrefOf(['campaigns', one.id]),
    count: one.left,
    todo: one.error ? errorText(one.error) : t('need.campaign.held'),
  }));

type Props = {
  readonly of: Summed;
  readonly source: ChosenSource;
  readonly runs: readonly Run[];
  readonly campaigns: readonly Campaign[];
  readonly administers: boolean;
};

export function Needs({ of, source, runs, campaigns, administers }: Props) {
  const people = needsOf(of, !administers || campaigns.some(goesOn)).map(
    ({ of: need, count, passes }): Row & { readonly passes: boolean } => ({
      key: need,
      name: t(need === 'tell' ? 'need.tell' : `stuck.${need}`),
      href: listHref(need === 'tell' ? { stage: 'imported' } : { stuck: need }, source),
      count,
      todo: t(`need.${need}.do`),
      act: actOf(need, source, administers),
      passes,
    }),
  );
  const acted = [...runRows(runs), ...campaignRows(campaigns)];
  const waits = [...people.filter(({ passes }) => !passes), ...acted].toSorted(
    (a, b) => (b.count ?? 0) - (a.count ?? 0),
  );
  const rows: readonly Row[] = [...waits, ...people.filter(({ passes }) => passes)];
  return (
    <Section title={t('overview.needs')}>
      {rows.length === 0 ? (
        <Alert tone="good">{t('overview.needs.nothing')}</Alert>
      ) : (
        <TodoTable label={t('overview.needs')} rows={rows} />
      )}
    </Section>
  );
}
