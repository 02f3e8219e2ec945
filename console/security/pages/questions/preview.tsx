/** What an import adds, keeps and removes, set by set, and how many answers users lose. */
import type { ComponentChildren } from 'preact';
import { tagOf } from '../../../shared/i18n/language.ts';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { t } from '../../texts/index.ts';
import type { Preview } from './losses.ts';

type PreviewProps = { preview: Preview; complete: boolean; children: ComponentChildren };

export function PreviewOf({ preview: { sets, lost }, complete, children }: PreviewProps) {
  return (
    <section class="stack" aria-label={t('questions.preview.name')}>
      {sets.map((set) => (
        <div key={set.language} class="stack tight">
          <h3>{set.language}</h3>
          <p>
            {[
              t('questions.kept', { count: set.kept }),
              t('questions.added', { count: set.added.length }),
              t('questions.removed', { count: set.removed.length }),
            ].join(' · ')}
          </p>
          <Listed name={t('questions.added.list')} language={set.language} questions={set.added} />
          <Listed name={t('questions.removed.list')} language={set.language} questions={set.removed} />
        </div>
      ))}
      <Alert tone={lost.answers > 0 ? 'warn' : 'info'} live>
        {lost.answers > 0 ? (
          <>
            {t('questions.lost', { count: lost.answers })} {t('questions.lost.users', { count: lost.users })}{' '}
          </>
        ) : (
          complete && `${t('questions.lost.none')} `
        )}
        {lost.spared > 0 && `${t('questions.spared', { count: lost.spared })} `}
        {!complete && t('questions.incomplete')}
      </Alert>
      <div>{children}</div>
    </section>
  );
}

type ListedProps = { name: string; language: string; questions: readonly string[] };
function Listed({ name, language, questions }: ListedProps) {
  if (questions.length === 0) return null;
  return (
    <details>
      <summary>{name}</summary>
      <ul class="bullets" lang={tagOf(language)}>
        {questions.map((question) => (
          <li key={question}>{question}</li>
        ))}
      </ul>
    </details>
  );
}
