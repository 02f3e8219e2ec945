/** An import taken back: its preview, and the button that carries it out. */
import { useState } from 'preact/hooks';
import { hrefOf } from '../../../shared/browser/route.ts';
import { at } from '../../../shared/http/api.ts';
import type { Run } from '../../../shared/http/api-types.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog, DialogButtons } from '../../../shared/ui/dialog.tsx';
import { Alert, ErrorAlert } from '../../../shared/ui/feedback.tsx';
import { TextField } from '../../../shared/ui/field.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { Section } from '../../../shared/ui/page.tsx';
import { useSources } from '../../run/read.ts';
import { useFollow } from '../../run/start.tsx';
import { t } from '../../texts/index.ts';

const pathOf = (id: string) => `admin/${at('runs', id, 'rollback')}`;

/** Of the newest import of a source, to a super-admin. */
export function RollbackOffer({ of: { id, source, rollback }, decides }: { of: Run; decides: boolean }) {
  const sources = useSources(decides && !rollback);
  const preview = useFollow();
  if (rollback)
    return (
      <Section title={t('rollback.title')}>
        <p>{t('rollback.by')}</p>
        <a href={hrefOf(['runs', rollback.run])}>{t('rollback.by.show')}</a>
      </Section>
    );
  const known = sources.data?.sources.find(({ name }) => name === source?.deployment);
  if (!decides || !known || (known.lastRun ?? known.newestRun) !== id) return null;
  return (
    <Section title={t('rollback.title')}>
      <p>{t('rollback.text')}</p>
      <ErrorAlert error={preview.error} />
      <div class="row">
        <Button busy={preview.busy} onClick={() => void preview.submit(pathOf(id), { preview: true })}>
          {t('rollback.preview')}
        </Button>
      </div>
    </Section>
  );
}

/** A rollback can't be undone, so its source's name is typed. */
function Confirm({ of, onStarted, onClose }: { of: Run; onStarted: () => void; onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const { busy, error, submit } = useFollow(onStarted);
  const name = of.source?.deployment ?? '';
  function send() {
    const right = typed.trim() === name;
    setWrong(!right);
    if (right) void submit(pathOf(of.of ?? ''), { preview: false });
  }
  return (
    <Dialog title={t('rollback.do.confirm')} onClose={() => !busy && onClose()}>
      <Form onSubmit={send} error={error} name={t('rollback.do.confirm')}>
        <p>{t('rollback.do.lead')}</p>
        <TextField
          label={t('rollback.do.type', { source: name })}
          error={wrong ? t('rollback.do.mistyped') : undefined}
          autocomplete="off"
          exact
          required
          value={typed}
          onValue={setTyped}
        />
        <DialogButtons onCancel={onClose} busy={busy}>
          <Button kind="danger" type="submit" busy={busy}>
            {t('rollback.do')}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}

/** What a rollback does with the settings. */
export function RestoredSettings({ of: { settingsRestored } }: { of: Run }) {
  if (!settingsRestored) return null;
  const { status, why } = settingsRestored;
  return (
    <Section title={t('rollback.settings')}>
      <p>{t(`rollback.settings.${status}`)}</p>
      {why !== undefined && <Alert tone="warn">{t(`rollback.why.${why}`)}</Alert>}
    </Section>
  );
}

/** The next step of a rollback: carried out after its preview, or gone on with after a failure. */
export function RollbackStep({ of: run, decides, onStarted }: { of: Run; decides: boolean; onStarted: () => void }) {
  const [asked, setAsked] = useState(false);
  const goOn = useFollow(onStarted);
  const { status, preview } = run;
  const failed = status === 'failed';
  if (!failed && !(preview && status === 'succeeded')) return null;
  return (
    <Section title={t(failed ? 'rollback.go-on' : 'plan.do.title')}>
      {!failed && <p>{t('rollback.do.lead')}</p>}
      <ErrorAlert error={goOn.error} />
      {!decides ? (
        <Alert tone="info">{t('approval.who')}</Alert>
      ) : failed ? (
        <div class="row">
          <Button
            kind="primary"
            busy={goOn.busy}
            onClick={() => void goOn.submit(pathOf(run.of ?? ''), { preview: preview === true })}
          >
            {t('rollback.go-on')}
          </Button>
        </div>
      ) : (
        <div class="row">
          <Button kind="danger" onClick={() => setAsked(true)}>
            {t('rollback.do')}
          </Button>
        </div>
      )}
      {asked && <Confirm of={run} onStarted={onStarted} onClose={() => setAsked(false)} />}
    </Section>
  );
}
