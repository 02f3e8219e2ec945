/** New PIN mode: the first PIN of a token, chosen by its user or generated, as the settings say. */
import { useState } from 'preact/hooks';
import { isRefusal, post } from '../http/api.ts';
import type { PinSet } from '../http/api-types.ts';
import { useSubmit } from '../state/resource.ts';
import { t } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import { Alert } from '../ui/feedback.tsx';
import { TextField } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { OwnPin, type PinRules, useOwnPin } from './own-pin.tsx';

type NewPinProps = {
  challenge: string;
  byMail: boolean;
  rules: PinRules;
  onSet: (set: PinSet) => void;
  onRestart: () => void;
};

export function NewPin({ challenge, byMail, rules, onSet, onRestart }: NewPinProps) {
  const ownPin = useOwnPin();
  const [code, setCode] = useState('');
  const { busy, error, submit } = useSubmit(async (chosen: { pin: string } | { generate: true }) => {
    const proof = byMail ? { code: code.replace(/\s/gu, '') } : {};
    onSet(await post<PinSet>('logon/new-pin', { challenge, ...proof, ...chosen }));
  });
  const over = isRefusal(error, 'challenge.invalid', 'pin.proof_wrong');

  function choose() {
    if (ownPin.agrees()) void submit({ pin: ownPin.pin });
  }
  const own = rules.choice !== 'system';
  return (
    <Page title={t('pin.title')} lead={t('pin.lead')}>
      <Form onSubmit={own ? choose : () => void submit({ generate: true })} error={error} once="step">
        {byMail && (
          <TextField
            label={t('pin.code')}
            hint={t('pin.code.hint')}
            name="code"
            autocomplete="one-time-code"
            code
            required
            value={code}
            onValue={setCode}
          />
        )}
        {own ? <OwnPin of={ownPin} rules={rules} /> : <p>{t('pin.system')}</p>}
        {over ? (
          <Button kind="primary" full onClick={onRestart}>
            {t('do.back')}
          </Button>
        ) : (
          <>
            <Button type="submit" kind="primary" full busy={busy}>
              {t(own ? 'pin.set' : 'pin.generate')}
            </Button>
            {rules.choice === 'either' && (
              <Button kind="plain" full onClick={() => void submit({ generate: true })}>
                {t('pin.generate')}
              </Button>
            )}
          </>
        )}
      </Form>
    </Page>
  );
}

/** Stands above the logon form: the next logon takes the PIN and the next code. A PIN of the system's choice is shown this once. */
export function PinIsSet({ pin }: PinSet) {
  return (
    <>
      {pin !== undefined && (
        <>
          <p>{t('pin.generated')}</p>
          <output class="secret">{pin}</output>
        </>
      )}
      <Alert tone="good">{t('pin.done.text')}</Alert>
    </>
  );
}
