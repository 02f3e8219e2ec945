/** `#/`: how far the people are, what needs a person, and what runs now. */
import { go, hrefOf } from '../../../shared/browser/route.ts';
import type { Administrators as AdministratorCounts } from '../../../shared/http/api-types.ts';
import { dateTime } from '../../../shared/i18n/language.ts';
import type { PageProps } from '../../../shared/state/page-props.ts';
import { useResource } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Alert, Loaded } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { forecastOf, pointsOf } from '../../people/days.ts';
import { DaysChart } from '../../people/days-chart.tsx';
import { Funnel } from '../../people/funnel.tsx';
import { AsOf, forecastText, Home } from '../../people/home.tsx';
import { useDays, useFreshness, useTotals } from '../../people/read.ts';
import type { SourceTotals } from '../../people/shapes.ts';
import { type ChosenSource, sourceName, sourceOf, sourceValues } from '../../people/source.ts';
import { funnelOf, MADE_HERE, ofSource } from '../../people/totals.ts';
import { useCampaigns } from '../../run/campaign.tsx';
import { isUnderWay } from '../../run/next-step.ts';
import { useRuns } from '../../run/read.ts';
import { reaches } from '../../state/rights.ts';
import { t } from '../../texts/index.ts';
import { Split } from '../../ui/layout.tsx';
import { FirstSteps } from './first-steps.tsx';
import { Needs } from './needs.tsx';
import { newest } from './newest.ts';
import { NewestRun } from './newest-run.tsx';
import { RunsNow } from './now.tsx';
import { StartWall } from './wall-start.tsx';

/** A7: the only super-administrator who loses the token is helped by an operator alone. */
function OnlyOne() {
  const { data } = useResource<AdministratorCounts>('admin/administrators');
  return data?.superAdmins === 1 ? <Alert tone="warn">{t('overview.only-one')}</Alert> : null;
}

const ALL = ' all';
const HERE = ' here';
const optionOf = (source: ChosenSource) => (source === undefined ? ALL : source === MADE_HERE ? HERE : source);

function SourceChoice({ sources, source }: { sources: readonly SourceTotals[]; source: ChosenSource }) {
  if (sources.length < 2 && source === undefined) return null;
  const options: readonly ChosenSource[] = [undefined, ...sources.map((one) => one.source)];
  return (
    <select
      class="button small"
      aria-label={t('people.source')}
      value={optionOf(source)}
      onChange={({ currentTarget: { value } }) =>
        go(hrefOf([], sourceValues(value === ALL ? undefined : value === HERE ? MADE_HERE : value)), { replace: true })
      }
    >
      {options.map((one) => (
        <option key={optionOf(one)} value={optionOf(one)} selected={one === source}>
          {one === undefined ? t('people.source.all') : sourceName(one)}
        </option>
      ))}
    </select>
  );
}

function Days({ source, now, left }: { source: ChosenSource; now: number; left: number }) {
  const { days } = useDays(source);
  // Room is kept, so that nothing below moves as it comes.
  if (!days) return <div class="chart-room" />;
  const forecast = forecastOf(pointsOf(days, now), left);
  return <DaysChart days={days} now={now} note={forecast && <p class="soft small">{forecastText(forecast)}</p>} />;
}

export function OverviewPage({ route: { values }, visit: { me, consoles, refresh } }: PageProps) {
  const administers = reaches(me?.role, 'admin');
  const source = sourceOf(values);
  const totals = useTotals();
  const fresh = useFreshness(totals);
  const runs = useRuns(administers);
  const campaigns = useCampaigns(administers).data?.campaigns ?? [];
  // Campaigns are runs too, and are read with their numbers.
  const known = (runs.data?.runs ?? []).filter(({ kind }) => kind !== 'campaign');
  const first = newest(known);
  const over = newest(known.filter((run) => !isUnderWay(run) && run.status !== 'queued'));
  const sources = totals.data?.sources ?? [];
  const here = sources.find((one) => one.source === MADE_HERE)?.people ?? 0;
  const actions = (
    <>
      <SourceChoice sources={sources} source={source} />
      <Button small onClick={() => window.print()}>
        {t('overview.print')}
      </Button>
      <StartWall source={source} onStarted={refresh} />
    </>
  );
  return (
    <Page title={t('frame.home')} lead={<AsOf of={fresh} />} actions={actions}>
      <p class="print-only">
        {t('overview.printed', { organisation: consoles.organisation, time: dateTime(fresh?.asOf ?? 0) })}
        {source === undefined ? '' : ` · ${sourceName(source)}`}
      </p>
      {administers && <OnlyOne />}
      {/* Numbers that are here stay as they are: the time above says that they are old. */}
      <Loaded from={totals.data ? { ...totals, error: undefined } : totals}>
        {({ sources: counted, filling, asOf }) => {
          const of = ofSource(counted, source);
          if (of.people === 0 && source === undefined) {
            if (administers && !runs.data) return <Loaded from={runs}>{() => null}</Loaded>;
            if (administers && !first) return <FirstSteps />;
            if (!administers) return <p class="soft">{t(filling ? 'people.filling' : 'overview.nobody')}</p>;
          }
          const steps = funnelOf(of, consoles.recoveryMode !== 'email-link+token');
          const left = of.people - of.stages.home - of.stages.stuck;
          return (
            <>
              {filling && <Alert tone="info">{t('people.filling')}</Alert>}
              <Home of={of} />
              <Funnel of={of} steps={steps} source={source} />
              {source === undefined && here > 0 && (
                <p class="soft small">
                  {t('people.beside', { count: here })}{' '}
                  <a href={hrefOf([], { made: 'here' })}>{t('people.beside.show')}</a>
                </p>
              )}
              <Split
                aside={
                  administers && (
                    <>
                      <RunsNow runs={known} campaigns={campaigns} userId={me?.userId ?? ''} />
                      {over && <NewestRun of={over} />}
                    </>
                  )
                }
              >
                <Needs of={of} source={source} runs={known} campaigns={campaigns} administers={administers} />
                <section class="card">
                  <Days source={source} now={asOf} left={left} />
                </section>
              </Split>
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
