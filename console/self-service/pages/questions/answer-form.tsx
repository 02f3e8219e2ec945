/** As many questions as are missing, each with its answer. A refused answer shows why beside it. */
import { useRef, useState } from 'preact/hooks';
import { isRefusal, put } from '../../../shared/http/api.ts';
import type { SecurityAnswersSaved, SecurityQuestions } from '../../../shared/http/api-types.ts';
import { currentLanguage, hasText, languageName, tagOf, text } from '../../../shared/i18n/language.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { FaultFocus } from '../../../shared/ui/fault-focus.tsx';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { SecretField, SelectField } from '../../../shared/ui/field.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { chosenQuestions, keepChosen } from '../../state/chosen-questions.ts';
import { t } from '../../texts/index.ts';
import { wayFor } from '../../ui/go-on-button.tsx';
import { StaleSession } from '../../ui/stale-session.tsx';

type Refused = { readonly index: number; readonly code?: string };
type Entry = { readonly question: string; readonly answer: string };

/** What the API says about each refused answer, by its position. */
function refusedOf(error: unknown): ReadonlyMap<number, string> {
  const answers = isRefusal(error, 'answers.refused', 'answers.unknown_question') ? error.facts['answers'] : undefined;
  const list = Array.isArray(answers) ? (answers as Refused[]) : [];
  return new Map(
    list.map(({ index, code = '' }) => {
      const key = `answer.${code.replace('answer.', '')}`;
      return [index, hasText(key) ? text(key) : t('answer.refused')];
    }),
  );
}

type AnswerFormProps = {
  questions: SecurityQuestions;
  /** Chosen questions whose answers stay. */
  kept: SecurityQuestions['chosen'];
  visit: Visit;
  /** @param goesOn whether the user is logged off and goes on to the password */
  onSaved: (goesOn: boolean) => Promise<void>;
};

export function AnswerForm({
  questions: { questions, language, enrolment, changeable },
  kept,
  visit,
  onSaved,
}: AnswerFormProps) {
  const me = visit.me!;
  // The questions that were chosen before the session ended or the page was loaded again; never an answer.
  const [before] = useState(() => chosenQuestions(me.userId));
  const [entries, setEntries] = useState<readonly Entry[]>(
    Array.from({ length: enrolment - kept.length }, (_, index) => ({
      question: questions.find((one) => one === before[index]) ?? '',
      answer: '',
    })),
  );
  const chosen = entries.map(({ question }) => question);
  const [twice, setTwice] = useState<{ readonly at: number }>();
  const { busy, error, submit, clear } = useSubmit(async (goesOn: boolean) => {
    const answers = [...entries.map((entry) => ({ language, ...entry })), ...kept];
    await put<SecurityAnswersSaved>('me/security-questions', { answers });
    await onSaved(goesOn);
  });
  if (questions.length === 0) return <Alert tone="warn">{t('questions.none')}</Alert>;
  if (!changeable || isRefusal(error, 'session.not_fresh')) return <StaleSession visit={visit} />;

  const refused = refusedOf(error);
  const tag = tagOf(language);
  const foreign = new Intl.Locale(tag).language !== currentLanguage();
  const offered = questions.filter((one) => !kept.some(({ question }) => question === one));
  function change(at: number, values: Partial<Entry>) {
    setTwice(undefined);
    if (refused.size > 0) clear();
    const next = entries.map((entry, index) => (index === at ? { ...entry, ...values } : entry));
    setEntries(next);
    keepChosen(
      me.userId,
      next.map(({ question }) => question),
    );
  }
  const way = wayFor(visit);
  const arriving = !me.hasPassword && way !== 'none';
  const staying = useRef(false);
  function save(goesOn: boolean) {
    const again = chosen.findIndex((question, index) => chosen.indexOf(question) !== index);
    if (again < 0) void submit(goesOn);
    else setTwice({ at: again });
  }
  return (
    <section class="card stack">
      <Form onSubmit={() => save(arriving && !staying.current)} error={error} name={t('questions.title')}>
        {before.some((question) => question !== '') && <Alert live>{t('questions.kept')}</Alert>}
        {foreign && <Alert>{t('questions.language', { language: languageName(tag) })}</Alert>}
        <FaultFocus on={twice}>
          {entries.map(({ question, answer }, index) => {
            const number = index + 1;
            return (
              <fieldset key={number} class="stack close" disabled={busy}>
                <legend class="unseen">{t('questions.question', { number })}</legend>
                <SelectField
                  label={t('questions.question', { number })}
                  required
                  error={twice?.at === index ? t('questions.twice') : undefined}
                  value={question}
                  onValue={(value) => change(index, { question: value })}
                  options={[['', t('questions.choose')], ...offered.map((one) => [one, one, tag] as const)]}
                />
                <SecretField
                  label={t('questions.answer', { number })}
                  hint={question === '' ? undefined : <span lang={tag}>{question}</span>}
                  autocomplete="off"
                  required
                  minLength={3}
                  error={refused.get(index)}
                  value={answer}
                  onValue={(value) => change(index, { answer: value })}
                />
              </fieldset>
            );
          })}
        </FaultFocus>
        <p class="soft small">{t('questions.answer.hint')}</p>
        <div class="row">
          <Button
            type="submit"
            kind="primary"
            busy={busy}
            onClick={() => {
              staying.current = false;
            }}
          >
            {t(arriving ? `questions.save-and.${way}` : 'questions.save')}
          </Button>
          {arriving && !me.enrolment.forced && (
            <Button
              type="submit"
              onClick={() => {
                staying.current = true;
              }}
            >
              {t('questions.save')}
            </Button>
          )}
        </div>
      </Form>
      <h2>{t('questions.tips')}</h2>
      <ul class="bullets soft small">
        <li>{t('questions.tip.1')}</li>
        <li>{t('questions.tip.2')}</li>
      </ul>
    </section>
  );
}
