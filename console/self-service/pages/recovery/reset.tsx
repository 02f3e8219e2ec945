/** The last step: the new password. After a refusal the user may choose another one with the same grant. */
import { useRef, useState } from 'preact/hooks';
import { isRefusal, post, Unreachable } from '../../../shared/http/api.ts';
import type { Consoles } from '../../../shared/http/api-types.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { readArrival } from '../../state/arrival.ts';
import { t } from '../../texts/index.ts';
import { HiddenUserId } from '../password/hidden-user-id.tsx';
import { isAboutPassword, NewPassword } from '../password/new-password.tsx';

type ResetProps = { grant: string; consoles: Consoles; onDone: () => void; onOver: (lost: boolean) => void };

export function ResetPassword({ grant, consoles, onDone, onOver }: ResetProps) {
  const [password, setPassword] = useState('');
  // Whether an answer was lost: a later refusal of the grant then means that the password was set.
  const lost = useRef(false);
  const { userId = '' } = readArrival();
  const { busy, error, submit, clear } = useSubmit(async () => {
    try {
      await post('forgot-password/reset', { grant, password });
      onDone();
    } catch (refused) {
      if (isRefusal(refused, 'recovery.failed')) onOver(lost.current);
      if (refused instanceof Unreachable) lost.current = true;
      throw refused;
    }
  });
  return (
    <Page title={t('forgot.new.title')}>
      <Form onSubmit={() => void submit()} error={isAboutPassword(error) ? undefined : error} once="step">
        <HiddenUserId userId={userId} />
        <NewPassword
          value={password}
          onValue={(value) => {
            clear();
            setPassword(value);
          }}
          minLength={consoles.passwordMinLength}
          leastStrength={consoles.passwordLeastStrength}
          words={[userId, consoles.organisation]}
          error={error}
        />
        <Button type="submit" kind="primary" full busy={busy}>
          {t('forgot.new.submit')}
        </Button>
      </Form>
    </Page>
  );
}
