/** Security questions: which are answered, and the form to answer them. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { query } from '../../../shared/http/api.ts';
import type { SecurityQuestions as Questions } from '../../../shared/http/api-types.ts';
import { currentLanguage, tagOf } from '../../../shared/i18n/language.ts';
import { useResource } from '../../../shared/state/resource.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { Button, LinkButton } from '../../../shared/ui/button.tsx';
import { Alert, Loaded } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { forgetChosen } from '../../state/chosen-questions.ts';
import { goOn } from '../../state/go-on.ts';
import { t } from '../../texts/index.ts';
import { Procedure } from '../../ui/checklist.tsx';
import { GoOnButton, wayFor } from '../../ui/go-on-button.tsx';
import { AnswerForm } from './answer-form.tsx';

export function SecurityQuestions({ visit }: { visit: Visit }) {
  const me = visit.me!;
  const language = currentLanguage();
  const questions = useResource<Questions>(`me/security-questions${query({ language })}`);
  const [saved, setSaved] = useState<'saved' | 'not-logged-off'>();
  const { forced } = me.enrolment;
  async function onSaved(goesOn: boolean) {
    forgetChosen();
    let failed = false;
    if (goesOn)
      failed = await goOn(visit).then(
        () => false,
        () => true,
      );
    if (goesOn && !failed) return;
    setSaved(failed ? 'not-logged-off' : 'saved');
    visit.refresh();
  }
  return (
    <Procedure items={me.hasPassword ? undefined : me.checklist}>
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
          <section class="card stack">
            {saved === 'not-logged-off' && <Alert tone="warn">{t('go-on.failed')}</Alert>}
            <Onward visit={visit}>
              <div>
                <LinkButton href="#/">{t('app.home')}</LinkButton>
              </div>
            </Onward>
          </section>
        ) : (
          <>
            {forced && <Alert>{t('questions.forced')}</Alert>}
            <Loaded from={questions}>{(data) => <Answered questions={data} visit={visit} onSaved={onSaved} />}</Loaded>
          </>
        )}
      </Page>
    </Procedure>
  );
}

/** The next step of a user who is to get a password and has answered the questions; `children` for all others. */
function Onward({ visit, children }: { visit: Visit; children?: ComponentChildren }) {
  if (visit.me?.nextSteps[0] !== 'log-off') return children;
  return (
    <>
      <p>{t(`home.go-on.${wayFor(visit)}`)}</p>
      <GoOnButton visit={visit} />
    </>
  );
}

type AnsweredProps = { questions: Questions; visit: Visit; onSaved: (goesOn: boolean) => Promise<void> };

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
          {changing === undefined && <Onward visit={visit} />}
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
