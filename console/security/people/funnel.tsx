/** How far the people have come: a step for each milestone, with those who stand there, and those who are stuck there. */
import { hrefOf } from '../../shared/browser/route.ts';
import { number } from '../../shared/i18n/language.ts';
import { t } from '../texts/index.ts';
import { type ChosenSource, sourceValues } from './source.ts';
import { percentOf, type Step, type Summed } from './totals.ts';

export const percentText = (part: number, whole: number): string =>
  number(percentOf(part, whole) / 100, { style: 'percent', maximumFractionDigits: 1 });

export const listHref = (values: Readonly<Record<string, string>>, source: ChosenSource): string =>
  hrefOf(['people'], { ...values, ...sourceValues(source) });

/** The share as a bar: what stands beside it in words. */
export function Bar({ of, class: look = '' }: { of: number; class?: string }) {
  return (
    <svg class={`bar-of ${look}`} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect class="whole" width="100" height="4" />
      <rect class="part" width={of} height="4" />
    </svg>
  );
}

type Props = { readonly of: Summed; readonly steps: readonly Step[]; readonly source: ChosenSource };

function Standing({
  step: { milestone, far, here, stuck },
  source,
  temporary,
}: {
  step: Step;
  source: ChosenSource;
  temporary: number;
}) {
  const parts = [
    ...(milestone !== 'home' && here > 0
      ? [{ key: 'here', text: t('people.here', { count: here }), href: listHref({ stage: milestone }, source) }]
      : []),
    ...(stuck > 0
      ? [
          {
            key: 'stuck',
            text: t('people.stuck-here', { count: stuck }),
            href: listHref({ stage: 'stuck', at: milestone }, source),
          },
        ]
      : []),
    ...(temporary > 0
      ? [
          {
            key: 'temporary',
            text: t('people.temporary', { count: temporary }),
            href: listHref({ stage: 'temporary-password' }, source),
          },
        ]
      : []),
  ];
  return (
    <div class="funnel-note">
      {parts.length === 0 && (
        <span class="soft">
          {t(far === 0 ? 'people.none-yet' : milestone === 'home' ? 'people.done' : 'people.none-here')}
        </span>
      )}
      {parts.map(({ key, text, href }) => (
        <a key={key} href={href} class={key === 'stuck' ? 'stuck' : undefined}>
          {text}
        </a>
      ))}
    </div>
  );
}

export function Funnel({ of, steps, source }: Props) {
  return (
    <ol class="funnel" aria-label={t('people.funnel')}>
      {steps.map((step) => (
        <li key={step.milestone} class={step.milestone === 'home' ? 'home' : undefined}>
          <span class="funnel-name">{t(`people.step.${step.milestone}`)}</span>
          <div class="funnel-number">
            <a
              href={listHref({ from: step.milestone }, source)}
              aria-label={t('people.step.open', { step: t(`people.step.${step.milestone}`), count: step.far })}
            >
              {number(step.far)}
            </a>
            <span class="soft">{percentText(step.far, of.people)}</span>
          </div>
          <Bar of={percentOf(step.far, of.people)} />
          <Standing
            step={step}
            source={source}
            temporary={step.milestone === 'home' ? of.stages['temporary-password'] : 0}
          />
        </li>
      ))}
    </ol>
  );
}
