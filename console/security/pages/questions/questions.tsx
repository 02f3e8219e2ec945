/** The catalogue of security questions: shown set by set, and replaced from XML after a preview. */
import { useState } from 'preact/hooks';
import { comparable } from '#core/text.ts';
import type { QuestionCatalogue } from '../../../shared/http/api-types.ts';
import { tagOf } from '../../../shared/i18n/language.ts';
import type { PageProps } from '../../../shared/state/page-props.ts';
import { useResource } from '../../../shared/state/resource.ts';
import { Empty, Loaded } from '../../../shared/ui/feedback.tsx';
import { SelectField, TextField } from '../../../shared/ui/field.tsx';
import { Page, Section } from '../../../shared/ui/page.tsx';
import { reaches } from '../../state/rights.ts';
import { t } from '../../texts/index.ts';
import { Split, Toolbar } from '../../ui/layout.tsx';
import { DropAnswers } from './drop.tsx';
import { ImportQuestions } from './import.tsx';

export function QuestionsPage({ visit }: PageProps) {
  const catalogue = useResource<QuestionCatalogue>('admin/questions');
  const imports = reaches(visit.me?.role, 'admin');
  return (
    <Page title={t('questions.title')} lead={t('questions.lead')}>
      <Split
        aside={
          imports && (
            <>
              <ImportQuestions onImported={catalogue.reload} />
              <DropAnswers />
            </>
          )
        }
      >
        <Section title={t('questions.catalogue')}>
          <Loaded from={catalogue}>
            {({ sets }) => (sets.length === 0 ? <Empty>{t('questions.none')}</Empty> : <Sets sets={sets} />)}
          </Loaded>
        </Section>
      </Split>
    </Page>
  );
}

function Sets({ sets }: { sets: QuestionCatalogue['sets'] }) {
  const [chosen, setChosen] = useState('');
  const [text, setText] = useState('');
  const set = sets.find(({ language }) => language === chosen) ?? sets[0]!;
  const wanted = comparable(text);
  const found = set.questions.filter((question) => comparable(question).includes(wanted));
  return (
    <>
      <Toolbar
        end={
          <p class="soft" role="status">
            {t('questions.shown', { count: found.length, of: set.questions.length })}
          </p>
        }
      >
        <SelectField
          label={t('questions.language')}
          value={set.language}
          onValue={setChosen}
          options={sets.map(({ language, questions }) => [
            language,
            t('questions.set', { language, count: questions.length }),
          ])}
        />
        <TextField label={t('questions.search')} type="search" autocomplete="off" value={text} onValue={setText} />
      </Toolbar>
      {found.length === 0 ? (
        <Empty>{t('questions.search.none', { text })}</Empty>
      ) : (
        <ul class="plain-list" lang={tagOf(set.language)}>
          {found.map((question) => (
            <li key={question} class="plain-item">
              {question}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
