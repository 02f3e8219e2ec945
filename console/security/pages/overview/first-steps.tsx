/** Shown before the first migration: the steps to a first preview. */
import { Section } from '../../../shared/ui/page.tsx';
import { t } from '../../texts/index.ts';

const STEPS = [
  ['key', '#/export-key'],
  ['packers', '#/packers'],
  ['pack', '#/export-key'],
  ['upload', '#/upload'],
] as const;

export function FirstSteps() {
  return (
    <Section title={t('first.title')}>
      <p class="soft">{t('first.lead')}</p>
      <ol class="steps">
        {STEPS.map(([step, href], index) => (
          <li key={step}>
            <span class="mark" aria-hidden="true">
              {index + 1}
            </span>
            <div class="stack tight">
              <a class="step-name" href={href}>
                {t(`first.${step}`)}
              </a>
              <span class="soft">{t(`first.${step}.text`)}</span>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}
