/** A passcode instead of the link (with the user ID), or after the link (with its challenge). */
import { useState } from 'preact/hooks';
import { isRefusal, post } from '../../../shared/http/api.ts';
import type { RecoveryGrant, RecoveryStep } from '../../../shared/http/api-types.ts';
import { type PinRules, pinInputMode } from '../../../shared/logon/own-pin.tsx';
import { useSubmit } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { SecretField, TextField } from '../../../shared/ui/field.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { readArrival, rememberArrival } from '../../state/arrival.ts';
import { t } from '../../texts/index.ts';

type ProvePasscodeProps = {
  rules: PinRules;
  /** Absent in the first step. */
  challenge?: string;
  onStep: (step: RecoveryStep) => void;
  onOver: () => void;
  onBack?: () => void;
};

export function ProvePasscode({ rules, challenge, onStep, onOver, onBack }: ProvePasscodeProps) {
  const [userId, setUserId] = useState(readArrival().userId ?? '');
  const [passcode, setPasscode] = useState('');
  const { busy, error, submit } = useSubmit(async () => {
    const proof = passcode.replace(/\s/gu, '');
    if (challenge === undefined) rememberArrival({ userId: userId.trim() });
    try {
      if (challenge === undefined) {
        onStep(await post<RecoveryStep>('forgot-password/verify', { userId: userId.trim(), passcode: proof }));
        return;
      }
      const came = await post<RecoveryGrant>('forgot-password/answers', { challenge, passcode: proof });
      onStep('grant' in came ? { ask: 'password', grant: came.grant } : came);
    } catch (refused) {
      // A passcode works once, and a wrong one is useless: the field is emptied.
      if (isRefusal(refused)) setPasscode('');
      // The challenge allowed one attempt.
      if (challenge !== undefined && isRefusal(refused, 'recovery.failed')) onOver();
      throw refused;
    }
  });
  const after = challenge !== undefined;
  return (
    <Page
      title={t(after ? 'forgot.passcode2.title' : 'forgot.passcode.title')}
      lead={t(after ? 'forgot.passcode2.lead' : 'forgot.passcode.lead')}
    >
      <Form onSubmit={() => void submit()} error={error} once="code">
        {!after && (
          <TextField
            label={t('logon.user-id')}
            name="username"
            autocomplete="username"
            exact
            required
            value={userId}
            onValue={setUserId}
          />
        )}
        <SecretField
          label={t('logon.passcode')}
          hint={t('logon.passcode.hint')}
          name="passcode"
          autocomplete="one-time-code"
          inputMode={pinInputMode(rules)}
          required
          value={passcode}
          onValue={setPasscode}
        />
        <Button type="submit" kind="primary" full busy={busy}>
          {t('do.continue')}
        </Button>
      </Form>
      {onBack && (
        <div>
          <Button kind="plain" onClick={onBack}>
            {t('forgot.link.link')}
          </Button>
        </div>
      )}
    </Page>
  );
}
