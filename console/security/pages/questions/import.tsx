/**
 * Imports questions from XML: first a preview of what it adds, keeps and removes and which answers users lose; then the import,
 * confirmed once more where answers are lost.
 */
import { useRef, useState } from 'preact/hooks';
import { isRefusal, post } from '../../../shared/http/api.ts';
import type { QuestionsImported } from '../../../shared/http/api-types.ts';
import { describeError } from '../../../shared/http/describe-error.ts';
import { useTypedText } from '../../../shared/state/kept.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog, DialogButtons } from '../../../shared/ui/dialog.tsx';
import { FaultFocus } from '../../../shared/ui/fault-focus.tsx';
import { TextArea } from '../../../shared/ui/field.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { Section } from '../../../shared/ui/page.tsx';
import { t } from '../../texts/index.ts';
import { showOutcome } from '../../ui/outcome.tsx';
import { FileField } from './file-field.tsx';
import { importAll, type Losses, type Preview, preview } from './losses.ts';
import { PreviewOf } from './preview.tsx';
import { Progress } from './progress.tsx';
import { saidOf } from './said.ts';
import { MAX_BYTES, sizeOf } from './xml-file.ts';

const send = (body: unknown) => post<QuestionsImported>('admin/questions', body);

/** The fault of the XML and its place, as far as the API says. */
function faultOf(error: unknown): string {
  if (!isRefusal(error, 'questions.unreadable')) return describeError(error);
  const { line, language, question } = error.facts;
  const what = t('problem.questions.unreadable');
  if (typeof line === 'number') return `${what} ${t('questions.at-line', { line })}`;
  if (typeof question === 'number')
    return `${what} ${t('questions.at-question', { question, language: `${language}` })}`;
  return language === undefined ? what : `${what} ${t('questions.at-language', { language: `${language}` })}`;
}

export function ImportQuestions({ onImported }: { onImported: () => void }) {
  const [xml, setXml] = useTypedText('questions');
  const [fault, setFault] = useState<string>();
  const [seen, setSeen] = useState<Preview>();
  const [dropped, setDropped] = useState<Losses>();
  const [asking, setAsking] = useState(false);
  const stopped = useRef(false);

  const looking = useSubmit(async () => {
    stopped.current = false;
    setDropped(undefined);
    await preview(send, xml, (so) => {
      setSeen(so);
      return !stopped.current;
    });
  });
  const importing = useSubmit(async () => {
    setAsking(false);
    let last: Losses | undefined;
    try {
      await importAll(send, xml, (so) => {
        last = so;
        setDropped(so);
        return true;
      });
    } finally {
      // The first request writes the sets; later ones only remove answers.
      if (last) onImported();
    }
    if (last) showOutcome(saidOf('questions.imported', last));
    setDropped(undefined);
    setSeen(undefined);
    setXml('');
  });
  function put(text: string) {
    looking.clear();
    importing.clear();
    setFault(undefined);
    setSeen(undefined);
    setXml(text);
  }
  function look() {
    if (sizeOf(xml) > MAX_BYTES) setFault(t('questions.too-large', { kilobytes: MAX_BYTES / 1000 }));
    else void looking.submit();
  }
  const unreadable = isRefusal(looking.error, 'questions.unreadable');
  const complete = seen !== undefined && seen.lost.next === undefined && !looking.busy;
  return (
    <Section title={t('questions.import')}>
      <Form
        name={t('questions.import')}
        onSubmit={look}
        error={(unreadable ? undefined : looking.error) ?? importing.error}
      >
        <p class="soft">{t('questions.import.text')}</p>
        <FileField label={t('questions.file')} onText={put} onFault={setFault} />
        <FaultFocus on={unreadable ? looking.error : undefined}>
          <TextArea
            label={t('questions.xml')}
            hint={<code>{'<SECURITY_QUESTIONS><LANGUAGE id="en_US"><QUESTION>…'}</code>}
            error={fault ?? (unreadable ? faultOf(looking.error) : undefined)}
            required
            rows={8}
            value={xml}
            onValue={put}
          />
        </FaultFocus>
        <div>
          <Button type="submit" kind={complete ? 'usual' : 'primary'} busy={looking.busy}>
            {t('questions.preview')}
          </Button>
        </div>
      </Form>
      {looking.busy && seen && (
        <Progress
          words={t('questions.counting', { count: seen.lost.answers, pages: seen.lost.pages })}
          onStop={() => {
            stopped.current = true;
          }}
        />
      )}
      {seen && (
        <PreviewOf preview={seen} complete={complete}>
          <Button
            kind={seen.lost.answers > 0 ? 'danger' : 'primary'}
            disabled={!complete}
            busy={importing.busy}
            onClick={() => (seen.lost.answers > 0 ? setAsking(true) : void importing.submit())}
          >
            {t('questions.do')}
          </Button>
        </PreviewOf>
      )}
      {importing.busy && dropped && <Progress words={t('questions.dropping', { count: dropped.answers })} />}
      {asking && seen && (
        <Dialog title={t('questions.sure')} onClose={() => setAsking(false)}>
          <p>
            {t('questions.lost', { count: seen.lost.answers })} {t('questions.lost.users', { count: seen.lost.users })}
          </p>
          <p>{t('questions.sure.text')}</p>
          <DialogButtons onCancel={() => setAsking(false)}>
            <Button kind="danger" onClick={() => void importing.submit()}>
              {t('questions.do')}
            </Button>
          </DialogButtons>
        </Dialog>
      )}
    </Section>
  );
}
