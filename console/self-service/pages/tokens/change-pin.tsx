import { useState } from 'preact/hooks';
import { isRefusal, put, query } from '../../../shared/http/api.ts';
import type { PinChanged } from '../../../shared/http/api-types.ts';
import { NextTokencodeForm } from '../../../shared/logon/next-tokencode.tsx';
import { OwnPin, pinInputMode, useOwnPin } from '../../../shared/logon/own-pin.tsx';
import { useSubmit } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog, DialogButtons } from '../../../shared/ui/dialog.tsx';
import { SecretField } from '../../../shared/ui/field.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { t } from '../../texts/index.ts';
import { StaleSession } from '../../ui/stale-session.tsx';
import type { TokenDialogProps } from './dialog-props.ts';

export function ChangePin({ token, visit, onDone, onClose }: TokenDialogProps) {
  const { pin: rules } = visit.consoles;
  const own = rules.choice !== 'system';
  const [passcode, setPasscode] = useState('');
  const ownPin = useOwnPin();
  const [given, setGiven] = useState<string>();
  const [challenge, setChallenge] = useState<string>();
  async function change(proof: { passcode: string } | { challenge: string; tokencode: string }) {
    const chosen = own ? { pin: ownPin.pin } : { generate: true };
    const came = await put<PinChanged>(`me/token/pin${query({ serial: token.serial })}`, { ...proof, ...chosen });
    if (came.status === 'next-tokencode') setChallenge(came.challenge);
    else if (came.pin === undefined) onDone('tokens.pin.done');
    else setGiven(came.pin);
  }
  const { busy, error, submit } = useSubmit(() => change({ passcode: passcode.replace(/\s/gu, '') }));
  const done = () => onDone('tokens.pin.done');

  if (given !== undefined)
    return (
      <Dialog title={t('pin.done')} onClose={done}>
        <p>{t('pin.generated')}</p>
        <output class="secret">{given}</output>
        <Button kind="primary" onClick={done}>
          {t('do.close')}
        </Button>
      </Dialog>
    );
  if (isRefusal(error, 'session.not_fresh'))
    return (
      <Dialog title={t('tokens.pin.title')} onClose={onClose}>
        <StaleSession visit={visit} />
      </Dialog>
    );
  if (challenge !== undefined)
    return (
      <Dialog title={t('tokens.pin.title')} onClose={onClose}>
        <p>{t('next.lead')}</p>
        <NextTokencodeForm
          onCode={(tokencode) => change({ challenge, tokencode })}
          onRestart={() => {
            setPasscode('');
            setChallenge(undefined);
          }}
        />
      </Dialog>
    );
  function save() {
    if (!own || ownPin.agrees()) void submit();
  }
  return (
    <Dialog title={t('tokens.pin.title')} onClose={onClose}>
      <Form onSubmit={save} error={error} once="code">
        <SecretField
          label={t('tokens.pin.passcode')}
          autocomplete="one-time-code"
          inputMode={pinInputMode(rules)}
          required
          value={passcode}
          onValue={setPasscode}
        />
        {own ? <OwnPin of={ownPin} rules={rules} /> : <p>{t('pin.system')}</p>}
        <DialogButtons onCancel={onClose} busy={busy}>
          <Button type="submit" kind="primary" busy={busy}>
            {t('tokens.pin')}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}
