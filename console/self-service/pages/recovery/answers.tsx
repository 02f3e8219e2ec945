/** Asks the security questions; all answers are sent together, and the API does not say which one was wrong (Q4). */
import { useState } from 'preact/hooks';
import { isRefusal, post } from '../../../shared/http/api.ts';
import type { RecoveryGrant, RecoveryStep } from '../../../shared/http/api-types.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { SecretField } from '../../../shared/ui/field.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { t } from '../../texts/index.ts';

type AnswersProps = {
  step: Extract<RecoveryStep, { ask: 'questions' }>;
  onGrant: (step: RecoveryStep) => void;
  onOver: () => void;
};

export function Answers({ step: { challenge, questions }, onGrant, onOver }: AnswersProps) {
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({});
  const { busy, error, submit } = useSubmit(async () => {
    try {
      const given = questions.map(({ id }) => ({ id, answer: answers[id] ?? '' }));
      const came = await post<RecoveryGrant>('forgot-password/answers', { challenge, answers: given });
      onGrant('grant' in came ? { ask: 'password', grant: came.grant } : came);
    } catch (refused) {
      if (isRefusal(refused, 'recovery.failed')) onOver();
      throw refused;
    }
  });
  return (
    <Page title={t('forgot.questions.title')} lead={t('forgot.questions.lead')}>
      <Form onSubmit={() => void submit()} error={error} once="step">
        {questions.map(({ id, question, language }) => (
          <SecretField
            key={id}
            label={question}
            labelLang={language.replace('_', '-')}
            autocomplete="off"
            required
            value={answers[id] ?? ''}
            onValue={(value) => setAnswers({ ...answers, [id]: value })}
          />
        ))}
        <Button type="submit" kind="primary" full busy={busy}>
          {t('do.continue')}
        </Button>
      </Form>
    </Page>
  );
}
