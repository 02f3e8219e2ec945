/** The steps of the procedure and which one is next, taken from the account, so that every device shows the same. */
import type { Me } from '../../shared/http/api-types.ts';
import { CheckIcon } from '../../shared/ui/icons.tsx';
import { t } from '../texts/index.ts';

type Item = Me['checklist'][number];

const STEPS: readonly Item['step'][] = ['log-on-with-token', 'set-security-questions', 'log-off', 'forgot-password'];

/** The first `done` steps are done. */
export const upTo = (done: number): Item[] => STEPS.map((step, index) => ({ step, done: index < done }));

export function Checklist({ items }: { items: readonly Item[] }) {
  const current = items.findIndex((item) => !item.done);
  return (
    <section class="stack" aria-label={t('steps.title')}>
      <ol class="steps">
        {items.map(({ step, done }, index) => {
          const state = done ? 'done' : index === current ? 'current' : 'later';
          return (
            <li key={step} class={state} aria-current={state === 'current' ? 'step' : undefined}>
              <span class="mark" aria-hidden="true">
                {done ? <CheckIcon /> : index + 1}
              </span>
              <span class="step-name">
                {t(`steps.${step}`)}
                {state !== 'later' && <span class="unseen"> ({t(`steps.${state}`)})</span>}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
