/** Security questions: which are answered, and the form to answer them. */
import { useState } from 'preact/hooks';
import type { SecurityQuestions as Questions } from '../../../shared/http/api-types.ts';
import { useResource } from '../../../shared/state/resource.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { Button, LinkButton } from '../../../shared/ui/button.tsx';
import { Alert, ErrorAlert, Loaded } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { useLogoff } from '../../state/logoff.ts';
import { t } from '../../texts/index.ts';
import { AnswerForm } from './answer-form.tsx';

export function SecurityQuestions({ visit }: { visit: Visit }) {
  const questions = useResource<Questions>('me/security-questions');
  return (
    <Page
      title={t('questions.title')}
      lead={
        questions.data && t('questions.lead', { count: questions.data.enrolment, asked: questions.data.authentication })
      }
    >
      <Loaded from={questions}>
        {(data) => <Answered questions={data} visit={visit} reload={questions.reload} />}
      </Loaded>
    </Page>
  );
}

type AnsweredProps = { questions: Questions; visit: Visit; reload: () => void };

function Answered({ questions, visit, reload }: AnsweredProps) {
  const { chosen, enrolment } = questions;
  const [changing, setChanging] = useState(chosen.length < enrolment);
  const [saved, setSaved] = useState(false);
  if (saved) return <Saved visit={visit} />;
  return (
    <>
      {chosen.length > 0 && (
        <section class="card stack">
          <p>{t('questions.chosen', { count: chosen.length, required: enrolment })}</p>
          <ul class="bullets">
            {chosen.map(({ language, question }) => (
              <li key={question} lang={language.replace('_', '-')}>
                {question}
              </li>
            ))}
          </ul>
          <p class="soft small">{t('questions.replace')}</p>
          {!changing && (
            <div>
              <Button onClick={() => setChanging(true)}>{t('questions.change')}</Button>
            </div>
          )}
        </section>
      )}
      {changing && (
        <AnswerForm
          questions={questions}
          visit={visit}
          onSaved={() => {
            setSaved(true);
            reload();
            visit.refresh();
          }}
        />
      )}
    </>
  );
}

function Saved({ visit }: { visit: Visit }) {
  const { busy, error, submit } = useLogoff(visit);
  const next = visit.me?.nextSteps[0];
  return (
    <section class="card stack">
      <Alert tone="good" live>
        {t('questions.saved')}
      </Alert>
      {next === 'log-off' ? (
        <>
          <p>{t('home.log-off.text')}</p>
          <ErrorAlert error={error} />
          <div>
            <Button kind="primary" busy={busy} onClick={() => void submit()}>
              {t('home.log-off')}
            </Button>
          </div>
        </>
      ) : (
        <div>
          <LinkButton href="#/">{t('app.home')}</LinkButton>
        </div>
      )}
    </section>
  );
}
