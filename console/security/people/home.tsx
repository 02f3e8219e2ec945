/** How many are home, large; as of when; and what the pace says. */
import { number, timeOfDay } from '../../shared/i18n/language.ts';
import { Badge } from '../../shared/ui/feedback.tsx';
import { t } from '../texts/index.ts';
import type { Forecast } from './days.ts';
import { Bar, percentText } from './funnel.tsx';
import type { Freshness } from './read.ts';
import { percentOf, type Summed } from './totals.ts';

export function AsOf({ of }: { of: Freshness | undefined }) {
  // Its line stays as high.
  if (!of) return <span class="as-of">&nbsp;</span>;
  return (
    <span class="as-of figures">
      {of.stale && <Badge tone="warn">{t('people.stale')}</Badge>}{' '}
      <span class="soft">{t('people.as-of', { time: timeOfDay(of.asOf) })}</span>
    </span>
  );
}

export function forecastText({ perDay, days }: Forecast): string {
  const pace = t('people.pace', { rate: number(perDay, { maximumFractionDigits: perDay < 10 ? 1 : 0 }) });
  return days === undefined ? pace : `${pace} ${t('people.forecast', { count: days })}`;
}

export function Home({ of }: { of: Summed }) {
  const { home } = of.stages;
  return (
    <div class="home">
      <p class="home-number">
        <strong>{percentText(home, of.people)}</strong>
        <span>{t('people.home', { count: of.people, home: number(home), people: number(of.people) })}</span>
      </p>
      <Bar of={percentOf(home, of.people)} class="thick" />
    </div>
  );
}
