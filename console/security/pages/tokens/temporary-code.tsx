/** Gives out a temporary code for a lost token, which is shown once (A9). */
import { useState } from 'preact/hooks';
import { isRefusal, post, query } from '../../../shared/http/api.ts';
import type { TemporaryCode as Given, TemporaryCodeRequest, Token } from '../../../shared/http/api-types.ts';
import { dateTime } from '../../../shared/i18n/language.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import { Button, CopyButton } from '../../../shared/ui/button.tsx';
import { Dialog, DialogButtons } from '../../../shared/ui/dialog.tsx';
import { FaultFocus } from '../../../shared/ui/fault-focus.tsx';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { t } from '../../texts/index.ts';

type TemporaryCodeProps = { token: Token; done: (text: string) => void; reload: () => void };

export function TemporaryCode({ token, done, reload }: TemporaryCodeProps) {
  const { serial, version } = token;
  const [open, setOpen] = useState(false);
  const [given, setGiven] = useState<Given>();
  const { busy, error, submit, clear } = useSubmit(async () => {
    const body: TemporaryCodeRequest = { version };
    try {
      setGiven(await post<Given>(`admin/tokens/temporary-code${query({ serial })}`, body));
    } catch (refused) {
      if (isRefusal(refused, 'token.conflict', 'token.not_lost', 'token.unassigned')) reload();
      throw refused;
    }
  });
  function close() {
    setOpen(false);
    if (given) done(t('tokens.temporary.done', { serial }));
    setGiven(undefined);
  }
  const title = t('tokens.temporary.title', { serial });
  return (
    <>
      <Button
        small
        name={`${t('tokens.temporary')}: ${serial}`}
        onClick={() => {
          clear();
          setOpen(true);
        }}
      >
        {t('tokens.temporary')}
      </Button>
      {open && !given && (
        <Dialog title={title} onClose={() => !busy && close()}>
          <Form onSubmit={() => void submit()} error={error} name={title}>
            <FaultFocus on={error}>
              <p>{t('tokens.temporary.text')}</p>
              <p>{t('tokens.temporary.text.ends')}</p>
            </FaultFocus>
            <DialogButtons onCancel={close} busy={busy}>
              <Button type="submit" kind="primary" busy={busy}>
                {t('tokens.temporary.give')}
              </Button>
            </DialogButtons>
          </Form>
        </Dialog>
      )}
      {open && given && <Once given={given} onClose={close} />}
    </>
  );
}

/** The code is shown only once, so the dialog closes by its button only, not by Escape. */
function Once({ given: { code, until }, onClose }: { given: Given; onClose: () => void }) {
  const name = t('tokens.temporary.code');
  return (
    <Dialog title={name} onClose={() => undefined}>
      <Alert tone="warn">{t('tokens.temporary.once')}</Alert>
      <output class="secret" aria-label={name}>
        {`${code.slice(0, 4)} ${code.slice(4)}`}
      </output>
      <div>
        <CopyButton text={code} what={name} />
      </div>
      <p>{t('tokens.temporary.tell')}</p>
      <ol class="bullets">
        <li>{t('tokens.temporary.tell.1')}</li>
        <li>{t('tokens.temporary.tell.2', { time: dateTime(until) })}</li>
        <li>{t('tokens.temporary.tell.3')}</li>
      </ol>
      <div class="row end">
        <Button kind="primary" onClick={onClose}>
          {t('tokens.temporary.passed-on')}
        </Button>
      </div>
    </Dialog>
  );
}
