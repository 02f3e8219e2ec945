/** Completes an interrupted import: removes the answers to questions that the catalogue no longer has. */
import { useRef, useState } from 'preact/hooks';
import { post } from '../../../shared/http/api.ts';
import type { QuestionsImported } from '../../../shared/http/api-types.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import { Section } from '../../../shared/ui/page.tsx';
import { t } from '../../texts/index.ts';
import { Act } from '../../ui/act.tsx';
import { showOutcome } from '../../ui/outcome.tsx';
import { ErrorLine } from '../../ui/searching.tsx';
import { drop, type Losses, NOTHING } from './losses.ts';
import { Progress } from './progress.tsx';
import { saidOf } from './said.ts';

const send = (body: unknown) => post<QuestionsImported>('admin/questions', body);

export function DropAnswers() {
  const [so, setSo] = useState<Losses>(NOTHING);
  const stopped = useRef(false);
  const { busy, error, submit } = useSubmit(async (from: Losses) => {
    stopped.current = false;
    let last = from;
    await drop(send, from, (lost) => {
      last = lost;
      setSo(lost);
      return !stopped.current;
    });
    showOutcome(saidOf('questions.dropped', last));
    setSo(NOTHING);
  });
  return (
    <Section title={t('questions.drop')}>
      <p class="soft">{t('questions.drop.text')}</p>
      <ErrorLine error={error} onRetry={() => void submit(so)} />
      {busy ? (
        <Progress
          words={t('questions.dropping', { count: so.answers })}
          onStop={() => {
            stopped.current = true;
          }}
        />
      ) : (
        <div>
          <Act
            label={t('questions.drop.do')}
            title={t('questions.drop.sure')}
            confirm={t('questions.drop.do')}
            kind="danger"
            run={async () => void submit(NOTHING)}
          >
            <p>{t('questions.drop.sure.text')}</p>
          </Act>
        </div>
      )}
    </Section>
  );
}
