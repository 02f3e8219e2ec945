/** Security questions: which are answered, and the form to answer them. */
import { useState } from 'preact/hooks';
import { query } from '../../../shared/http/api.ts';
import type { SecurityQuestions as Questions } from '../../../shared/http/api-types.ts';
import { currentLanguage, tagOf } from '../../../shared/i18n/language.ts';
import { useResource } from '../../../shared/state/resource.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { Button, LinkButton } from '../../../shared/ui/button.tsx';
import { Alert, ErrorAlert, Loaded } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { useLogoff } from '../../state/logoff.ts';
import { t } from '../../texts/index.ts';
import { Checklist } from '../../ui/checklist.tsx';
import { AnswerForm } from './answer-form.tsx';

export function SecurityQuestions({ visit }: { visit: Visit }) {
  const language = currentLanguage();
  const questions = useResource<Questions>(`me/security-questions${query({ language })}`);
  const [saved, setSaved] = useState(false);
  const forced = visit.me?.enrolment.forced === true;
  return (
    <Page
      title={t(saved ? 'questions.saved' : forced ? 'steps.set-security-questions' : 'questions.title')}
      lead={
        saved
          ? undefined
          : questions.data &&
            t('questions.lead', { count: questions.data.enrolment, asked: questions.data.authentication })
      }
    >
      {saved ? (
        <Saved visit={visit} />
      ) : (
        <>
          {forced && (
            <>
              <Alert>{t('questions.forced')}</Alert>
              <div class="card">
                <Checklist items={visit.me!.checklist} />
              </div>
            </>
          )}
          <Loaded from={questions}>
            {(data) => (
              <Answered
                questions={data}
                visit={visit}
                onSaved={() => {
                  setSaved(true);
                  visit.refresh();
                }}
              />
            )}
          </Loaded>
        </>
      )}
    </Page>
  );
}

type AnsweredProps = { questions: Questions; visit: Visit; onSaved: () => void };

function Answered({ questions, visit, onSaved }: AnsweredProps) {
  const { chosen, enrolment } = questions;
  const missing = enrolment - chosen.length;
  // Answers that came over count: a user who keeps two of three adds one.
  const [changing, setChanging] = useState<'add' | 'anew' | undefined>(
    missing <= 0 ? undefined : chosen.length > 0 ? 'add' : 'anew',
  );
  return (
    <>
      {chosen.length > 0 && (
        <section class="card stack">
          <p>{t('questions.chosen', { count: chosen.length, required: enrolment })}</p>
          <ul class="bullets">
            {chosen.map(({ language, question }) => (
              <li key={question} lang={tagOf(language)}>
                {question}
              </li>
            ))}
          </ul>
          <p class="soft small">{t(changing === 'add' ? 'questions.stay' : 'questions.replace', { count: missing })}</p>
          {changing !== 'anew' && (
            <div>
              <Button onClick={() => setChanging('anew')}>{t('questions.change')}</Button>
            </div>
          )}
        </section>
      )}
      {changing !== undefined && (
        <AnswerForm
          key={changing}
          questions={questions}
          kept={changing === 'add' ? chosen : []}
          visit={visit}
          onSaved={onSaved}
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
