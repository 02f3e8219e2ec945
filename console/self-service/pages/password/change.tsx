/** Changes the password; also where a one-time password must be replaced first. */
import { useState } from 'preact/hooks';
import { go } from '../../../shared/browser/route.ts';
import { put } from '../../../shared/http/api.ts';
import type { PasswordChanged } from '../../../shared/http/api-types.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { Button, LinkButton } from '../../../shared/ui/button.tsx';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { SecretField } from '../../../shared/ui/field.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { t } from '../../texts/index.ts';
import { HiddenUserId } from './hidden-user-id.tsx';
import { isAboutPassword, NewPassword } from './new-password.tsx';

export function ChangePassword({ visit }: { visit: Visit }) {
  const me = visit.me!;
  const forced = me.session.scope === 'change-password';
  const [changed, setChanged] = useState(false);
  if (!me.hasPassword)
    return (
      <Page title={t('password.none.title')} lead={t('password.none.text')}>
        <div>
          <LinkButton kind="primary" href="#/">
            {t('password.none.next')}
          </LinkButton>
        </div>
      </Page>
    );
  return (
    <Page title={t('password.title')} lead={forced ? t('password.forced') : undefined}>
      {changed && (
        <Alert tone="good" live>
          {t('password.changed')}
        </Alert>
      )}
      <ChangeForm
        visit={visit}
        onChanged={() => {
          setChanged(true);
          visit.refresh();
          if (forced) go('#/', { replace: true });
        }}
      />
    </Page>
  );
}

function ChangeForm({ visit, onChanged }: { visit: Visit; onChanged: () => void }) {
  const { me, consoles } = visit;
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const { busy, error, submit, clear } = useSubmit(async () => {
    await put<PasswordChanged>('me/password', { currentPassword: current, newPassword: password });
    setCurrent('');
    setPassword('');
    onChanged();
  });
  const forced = me!.session.scope === 'change-password';
  return (
    <Form onSubmit={() => void submit()} error={isAboutPassword(error) ? undefined : error} once="step">
      <HiddenUserId userId={me!.userId} />
      <SecretField
        label={t(forced ? 'password.one-time' : 'password.current')}
        name="current-password"
        autocomplete="current-password"
        required
        value={current}
        onValue={setCurrent}
      />
      <NewPassword
        value={password}
        onValue={(value) => {
          clear();
          setPassword(value);
        }}
        minLength={consoles.passwordMinLength}
        leastStrength={consoles.passwordLeastStrength}
        words={[me!.userId, me!.firstName ?? '', me!.lastName ?? '', consoles.organisation]}
        error={error}
      />
      <div>
        <Button type="submit" kind="primary" busy={busy}>
          {t('password.save')}
        </Button>
      </div>
    </Form>
  );
}
