/**
 * The last page of a recovery: the security questions, where they are asked, and the new password. The answers are sent first, all
 * together, and the API does not say which one was wrong (Q4); with the grant that right ones give the password is set. A refusal of
 * either leaves what was typed in both, and right answers are not asked for again.
 */
import { useRef, useState } from 'preact/hooks';
import { isRefusal, post, Unreachable } from '../../../shared/http/api.ts';
import type { Consoles, RecoveryGrant, RecoveryStep } from '../../../shared/http/api-types.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { SecretField } from '../../../shared/ui/field.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { readArrival } from '../../state/arrival.ts';
import { keepStep } from '../../state/recovery-step.ts';
import { t } from '../../texts/index.ts';
import { HiddenUserId } from '../password/hidden-user-id.tsx';
import { isAboutPassword, NewPassword } from '../password/new-password.tsx';

type Asking = Extract<RecoveryStep, { ask: 'questions' }>;
type SetPasswordProps = {
  step: Asking | Extract<RecoveryStep, { ask: 'password' }>;
  consoles: Consoles;
  onDone: () => void;
  /** @param lost an answer was lost before: the password is probably set */
  onOver: (lost: boolean) => void;
};

export function SetPassword({ step, consoles, onDone, onOver }: SetPasswordProps) {
  const asking = step.ask === 'questions' ? step : undefined;
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({});
  const [password, setPassword] = useState('');
  const [grant, setGrant] = useState(step.ask === 'password' ? step.grant : undefined);
  // Whether an answer was lost: a later refusal of the grant then means that the password was set.
  const lost = useRef(false);
  const { userId = '' } = readArrival();
  const { busy, error, submit, clear } = useSubmit(async () => {
    try {
      const proved = grant ?? (await proveAnswers(asking!, answers));
      setGrant(proved);
      await reset(proved);
    } catch (refused) {
      if (isRefusal(refused, 'recovery.failed')) onOver(lost.current);
      throw refused;
    }
  });
  async function reset(proved: string) {
    try {
      await post('forgot-password/reset', { grant: proved, password });
      onDone();
    } catch (refused) {
      if (refused instanceof Unreachable) lost.current = true;
      throw refused;
    }
  }
  const open = asking !== undefined && grant === undefined;
  return (
    <Page title={t('forgot.new.title')} lead={open ? t('forgot.new.lead') : undefined}>
      <Form onSubmit={() => void submit()} error={isAboutPassword(error) ? undefined : error} once="step">
        <HiddenUserId userId={userId} />
        {open && (
          <section class="stack close">
            <h2>{t('forgot.questions.title')}</h2>
            {asking.questions.map(({ id, question, language }) => (
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
            <p class="soft small">{t('forgot.questions.lead')}</p>
          </section>
        )}
        {asking !== undefined && !open && <Alert tone="good">{t('forgot.questions.right')}</Alert>}
        <section class="stack close">
          {open && <h2>{t('forgot.new.part')}</h2>}
          <NewPassword
            value={password}
            onValue={(value) => {
              clear();
              setPassword(value);
            }}
            minLength={consoles.passwordMinLength}
            leastStrength={consoles.passwordLeastStrength}
            words={[userId, consoles.organisation]}
            error={error}
          />
        </section>
        <Button type="submit" kind="primary" full busy={busy}>
          {t('forgot.new.submit')}
        </Button>
      </Form>
    </Page>
  );
}

/** @returns the grant, which a page that is loaded again still has. @throws Refusal, Unreachable */
async function proveAnswers(
  { challenge, questions }: Asking,
  answers: Readonly<Record<string, string>>,
): Promise<string> {
  const given = questions.map(({ id }) => ({ id, answer: answers[id] ?? '' }));
  const came = await post<Extract<RecoveryGrant, { grant: string }>>('forgot-password/answers', {
    challenge,
    answers: given,
  });
  keepStep({ ask: 'password', grant: came.grant }, Date.now());
  return came.grant;
}
