/**
 * The steps of the procedure and which one is next, beside each page of it: taken from the account, so that every device shows the
 * same, and after the logoff from what this tab or the mailed link knows. Where there is little room it says "Step 2 of 4".
 */
import type { ComponentChildren } from 'preact';
import type { Me } from '../../shared/http/api-types.ts';
import { CheckIcon } from '../../shared/ui/icons.tsx';
import { t } from '../texts/index.ts';

type Item = Me['checklist'][number];

const STEPS: readonly Item['step'][] = ['log-on-with-token', 'set-security-questions', 'log-off', 'forgot-password'];

/** The first `done` steps are done. */
export const upTo = (done: number): Item[] => STEPS.map((step, index) => ({ step, done: index < done }));

function Checklist({ items }: { items: readonly Item[] }) {
  const current = items.findIndex((item) => !item.done);
  const stateOf = ({ done }: Item, index: number) => (done ? 'done' : index === current ? 'current' : 'later');
  const step = items[current]?.step;
  return (
    <section class="way stack tight" aria-label={t('steps.title')}>
      <p class="brief">
        {step === undefined ? (
          t('steps.all-done')
        ) : (
          <>
            <strong>{t('steps.brief', { number: current + 1, total: items.length })}</strong> {t(`steps.${step}`)}
          </>
        )}
      </p>
      <div class="bars" aria-hidden="true">
        {items.map((item, index) => (
          <span key={item.step} class={stateOf(item, index)} />
        ))}
      </div>
      <ol class="steps">
        {items.map((item, index) => {
          const state = stateOf(item, index);
          return (
            <li key={item.step} class={state} aria-current={state === 'current' ? 'step' : undefined}>
              <span class="mark" aria-hidden="true">
                {item.done ? <CheckIcon /> : index + 1}
              </span>
              <span class="step-name">
                {t(`steps.${item.step}`)}
                {state !== 'later' && <span class="unseen"> ({t(`steps.${state}`)})</span>}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** A page of the procedure beside its steps. Without `items` the page alone. */
export function Procedure({ items, children }: { items: readonly Item[] | undefined; children: ComponentChildren }) {
  return (
    <div class={items ? 'procedure' : undefined}>
      {items && <Checklist items={items} />}
      <div>{children}</div>
    </div>
  );
}
