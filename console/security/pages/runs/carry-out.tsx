/** A preview's plan carried out: an import with the same options. */
import { useState } from 'preact/hooks';
import { isRefusal } from '../../../shared/http/api.ts';
import type { NewRun, Run } from '../../../shared/http/api-types.ts';
import { dateTime } from '../../../shared/i18n/language.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog, DialogButtons } from '../../../shared/ui/dialog.tsx';
import { Alert, ErrorAlert } from '../../../shared/ui/feedback.tsx';
import { CheckField, TextField } from '../../../shared/ui/field.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { Section } from '../../../shared/ui/page.tsx';
import { needsAgain } from '../../run/next-step.ts';
import { askedFor, RunOptionsForm, requestOf, WaveField } from '../../run/options.tsx';
import { consequencesOf } from '../../run/plan.ts';
import { useStart } from '../../run/start.tsx';
import { keepWave, waveOf } from '../../run/waves.ts';
import { t } from '../../texts/index.ts';

type Props = { readonly of: Run; readonly decides: boolean; readonly onStarted: () => void };

/** What the import will do, by the counts of the plan. */
function Consequences({ of }: { of: Run }) {
  const some = consequencesOf(of).filter(([, count]) => count > 0);
  if (some.length === 0) return <p>{t('plan.will.nothing')}</p>;
  return (
    <ul class="bullets">
      {some.map(([what, count]) => (
        <li key={what}>{t(`plan.will.${what}`, { count })}</li>
      ))}
      {of.needsYes && <li>{t('plan.will.needs-yes')}</li>}
    </ul>
  );
}

/** Whether an import of this plan would wait for a super-admin. */
const wouldWait = ({ needsYes, totals, settingsChange }: Run): boolean =>
  needsYes !== undefined || (totals?.waiting ?? 0) > 0 || settingsChange?.weakened === true;

/** When and that the package was imported already, and that the source is busy: the same button then asks for it. */
function Obstacle({ error }: { error: unknown }) {
  if (isRefusal(error, 'source.busy')) return <p>{t('plan.queue.text')}</p>;
  if (!isRefusal(error, 'run.done')) return <ErrorAlert error={error} />;
  const { at } = error.facts;
  return (
    <>
      {typeof at === 'number' && <p>{t('plan.done', { time: dateTime(at) })}</p>}
      <p>{t('migration.import.again.text')}</p>
    </>
  );
}

function CarryOutDialog({ of: run, decides, onStarted, onClose }: Props & { onClose: () => void }) {
  const gone = run.totals?.gone?.users ?? 0;
  const [expectGone, setExpectGone] = useState(String(run.options?.expectGone ?? gone));
  const [yes, setYes] = useState(false);
  const kept = waveOf(run.id);
  const [wave, setWave] = useState(kept);
  const [again, setAgain] = useState(needsAgain(run));
  const [queue, setQueue] = useState(false);
  const { busy, error, submit } = useStart(onStarted);
  const done = again || isRefusal(error, 'run.done');
  const queued = queue || isRefusal(error, 'source.busy');
  const wanted: NewRun = {
    key: run.key,
    etag: run.etag,
    kind: 'import',
    ...requestOf(askedFor(run, wave)),
    ...(run.options?.disableGone && expectGone !== '' ? { expectGone: Number(expectGone) } : {}),
    ...(yes ? { confirm: true } : {}),
    ...(done ? { again: true } : {}),
    ...(queued ? { queue: true } : {}),
  };
  function send() {
    setAgain(done);
    setQueue(queued);
    void submit(wanted);
  }
  return (
    <Dialog title={t('plan.do.confirm')} onClose={() => !busy && onClose()}>
      <Form onSubmit={send} name={t('plan.do.confirm')}>
        <Consequences of={run} />
        {again && !isRefusal(error, 'run.done') && <p>{t('migration.import.again.text')}</p>}
        {run.options?.only && kept === '' && (
          <WaveField required label={t('plan.wave')} hint={t('plan.wave.hint')} value={wave} onValue={setWave} />
        )}
        {run.options?.disableGone && (
          <TextField
            type="number"
            min={0}
            max={10_000_000}
            label={t('plan.expect-gone')}
            hint={t('plan.expect-gone.hint')}
            value={expectGone}
            onValue={setExpectGone}
          />
        )}
        {decides && wouldWait(run) && (
          <CheckField label={t('plan.yes')} hint={t('plan.yes.hint')} checked={yes} onChecked={setYes} />
        )}
        {error !== undefined && <Obstacle error={error} />}
        <DialogButtons onCancel={onClose} busy={busy}>
          <Button kind="primary" type="submit" busy={busy}>
            {t(queued ? 'plan.queue' : done ? 'migration.import.again' : 'plan.do')}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}

/** A new preview of the package with other options. */
export function PreviewAgain({ of: run, decides, onStarted }: Props) {
  const [asked, setAsked] = useState(askedFor(run, waveOf(run.id)));
  const preview = useStart((id) => {
    keepWave(id, asked.wave);
    onStarted();
  });
  const { key, etag } = run;
  return (
    <div class="stack">
      <RunOptionsForm of={asked} onChange={setAsked} decides={decides} />
      <ErrorAlert error={preview.error} />
      <div class="row">
        <Button
          busy={preview.busy}
          onClick={() => void preview.submit({ key, etag, kind: 'preview', ...requestOf(asked) })}
        >
          {t('migration.preview.again')}
        </Button>
      </div>
    </div>
  );
}

export function CarryOut(props: Props) {
  const { of: run } = props;
  const [asked, setAsked] = useState(false);
  return (
    <Section title={t('plan.do.title')}>
      <p>{t(needsAgain(run) ? 'plan.do.lead.again' : 'plan.do.lead')}</p>
      {run.needsYes && <Alert tone="warn">{t('plan.will.needs-yes')}</Alert>}
      <div class="row">
        <Button kind="primary" onClick={() => setAsked(true)}>
          {t('plan.do')}
        </Button>
      </div>
      <details>
        <summary>{t('plan.other')}</summary>
        <PreviewAgain {...props} />
      </details>
      {asked && <CarryOutDialog {...props} onClose={() => setAsked(false)} />}
    </Section>
  );
}
