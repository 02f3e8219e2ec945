/** The first step: the user ID. The answer is the same for every user ID (F1). */
import { useState } from 'preact/hooks';
import { post } from '../../../shared/http/api.ts';
import type { Consoles, RecoveryStep } from '../../../shared/http/api-types.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { TextField } from '../../../shared/ui/field.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { readArrival, rememberArrival } from '../../state/arrival.ts';
import { SENT } from '../../state/recovery-step.ts';
import { t } from '../../texts/index.ts';

/** Why a user is here again: the link is not valid any more, or the step that was under way. */
export type Again = 'bad' | 'over';

type AskProps = {
  again?: Again | undefined;
  consoles: Consoles;
  onStep: (step: RecoveryStep) => void;
  onSent: () => void;
  onPasscode: () => void;
};

export function AskForLink({ again, consoles, onStep, onSent, onPasscode }: AskProps) {
  const arrival = readArrival();
  const [userId, setUserId] = useState(arrival.userId ?? '');
  const byLink = consoles.recoveryMode !== 'questions';
  const { busy, error, submit } = useSubmit(async () => {
    const asked = userId.trim();
    if (byLink) {
      await post('forgot-password', { userId: asked });
      rememberArrival({ userId: asked, goesOn: SENT });
      onSent();
    } else onStep(await post<RecoveryStep>('forgot-password/verify', { userId: asked }));
  });
  return (
    <Page
      title={t(again ? `forgot.${again}.title` : 'forgot.title')}
      lead={t(again ? `forgot.${again}.text` : `forgot.lead.${consoles.recoveryMode}`)}
    >
      <Form onSubmit={() => void submit()} error={error}>
        <TextField
          label={t('logon.user-id')}
          name="username"
          autocomplete="username"
          required
          exact
          autofocus={userId === ''}
          value={userId}
          onValue={(typed) => {
            setUserId(typed);
            rememberArrival({ userId: typed });
          }}
        />
        <Button type="submit" kind="primary" full busy={busy}>
          {t(byLink ? 'forgot.send' : 'do.continue')}
        </Button>
      </Form>
      {byLink && <OtherWay onPasscode={onPasscode} />}
      <p>
        <a href="#/logon">{t('forgot.to-logon')}</a>
      </p>
    </Page>
  );
}

/** The same for every user ID (F1). To a user of the procedure it says what the press before has done. */
export function Sent({ onAgain, onPasscode }: { onAgain: () => void; onPasscode: () => void }) {
  const { userId = '', loggedOff } = readArrival();
  return (
    <Page title={t('forgot.sent')} lead={t('forgot.sent.text', { userId })}>
      {loggedOff && <Alert tone="good">{t('forgot.sent.logged-off')}</Alert>}
      <div>
        <Button onClick={onAgain}>{t('forgot.sent.again')}</Button>
      </div>
      <OtherWay onPasscode={onPasscode} />
      {loggedOff && (
        <p>
          <a href="#/logon">{t('off.again')}</a>
        </p>
      )}
    </Page>
  );
}

/** Offered for every user ID, whether or not the account has a mailbox (F1). */
function OtherWay({ onPasscode }: { onPasscode: () => void }) {
  return (
    <div>
      <Button kind="plain" onClick={onPasscode}>
        {t('forgot.passcode.link')}
      </Button>
    </div>
  );
}
