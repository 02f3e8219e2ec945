/** The steps that a user still has to take to a password, for the help desk on the phone. */
import { CheckIcon } from '../../../shared/ui/icons.tsx';
import { Section } from '../../../shared/ui/page.tsx';
import { t } from '../../texts/index.ts';
import { procedureOf } from './account-state.ts';
import type { UserContext } from './context.ts';

export function Procedure({ user }: UserContext) {
  const steps = procedureOf(user);
  const current = steps.find(({ done }) => !done)?.step;
  return (
    <Section title={t('users.procedure')}>
      {current === undefined && <p class="soft">{t('users.procedure.done')}</p>}
      <ol class="steps dense">
        {steps.map(({ step, done }, index) => (
          <li key={step} class={done ? 'done' : step === current ? 'current' : 'later'}>
            <span class="mark" aria-hidden="true">
              {done ? <CheckIcon /> : index + 1}
            </span>
            <div>
              <div class="step-name">{t(`users.procedure.${step}`)}</div>
              <div class="soft small">
                {step === 'questions'
                  ? t('users.procedure.answered-of', { count: user.questionsAnswered, of: user.questionsRequired })
                  : t(done ? 'users.procedure.is-done' : 'users.procedure.is-open')}
              </div>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}
