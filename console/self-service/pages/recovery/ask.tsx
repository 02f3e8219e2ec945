/** The first step: the user ID. The answer is the same for every user ID (F1). */
import { useState } from 'preact/hooks';
import { post } from '../../../shared/http/api.ts';
import type { Consoles, RecoveryStep } from '../../../shared/http/api-types.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { TextField } from '../../../shared/ui/field.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { readArrival, rememberArrival } from '../../state/arrival.ts';
import { t } from '../../texts/index.ts';
import { Checklist, upTo } from '../../ui/checklist.tsx';

type AskProps = {
  consoles: Consoles;
  onStep: (step: RecoveryStep) => void;
  onSent: () => void;
  onPasscode: () => void;
};

export function AskForLink({ consoles, onStep, onSent, onPasscode }: AskProps) {
  const arrival = readArrival();
  const [userId, setUserId] = useState(arrival.userId ?? '');
  const byLink = consoles.recoveryMode !== 'questions';
  const { busy, error, submit } = useSubmit(async () => {
    const asked = userId.trim();
    rememberArrival({ userId: asked });
    if (byLink) {
      await post('forgot-password', { userId: asked });
      onSent();
    } else onStep(await post<RecoveryStep>('forgot-password/verify', { userId: asked }));
  });
  return (
    <Page title={t('forgot.title')} lead={t(`forgot.lead.${consoles.recoveryMode}`)}>
      {arrival.loggedOff && <Checklist items={upTo(3)} />}
      <Form onSubmit={() => void submit()} error={error}>
        <TextField
          label={t('logon.user-id')}
          name="username"
          autocomplete="username"
          required
          exact
          autofocus={userId === ''}
          value={userId}
          onValue={setUserId}
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

/** The same for every user ID (F1). */
export function Sent({ onAgain, onPasscode }: { onAgain: () => void; onPasscode: () => void }) {
  return (
    <Page title={t('forgot.sent')} lead={t('forgot.sent.text', { userId: readArrival().userId ?? '' })}>
      <Button onClick={onAgain}>{t('forgot.sent.again')}</Button>
      <OtherWay onPasscode={onPasscode} />
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
