/** Gives a user a password again, in one of three ways (A1). */
import { useState } from 'preact/hooks';
import { post, query } from '../../../shared/http/api.ts';
import type { PasswordReset, PasswordResetDone } from '../../../shared/http/api-types.ts';
import { describeError } from '../../../shared/http/describe-error.ts';
import { dateTime } from '../../../shared/i18n/language.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import { Button, CopyButton } from '../../../shared/ui/button.tsx';
import { Dialog, DialogButtons } from '../../../shared/ui/dialog.tsx';
import { FaultFocus } from '../../../shared/ui/fault-focus.tsx';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { SecretField } from '../../../shared/ui/field.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { Section } from '../../../shared/ui/page.tsx';
import { t } from '../../texts/index.ts';
import { Radios } from '../../ui/radios.tsx';
import type { UserContext } from './context.ts';
import { isAboutPassword } from './first-password.tsx';

export function Password(context: UserContext) {
  const { user, credentials, self } = context;
  const [open, setOpen] = useState(false);
  return (
    <Section
      title={t('users.password')}
      actions={
        credentials &&
        !self && (
          <Button small onClick={() => setOpen(true)}>
            {t('users.reset')}
          </Button>
        )
      }
    >
      <p>
        {user.passwordChangedAt === undefined
          ? t(user.hasPassword ? 'users.password.set' : 'users.password.none')
          : t('users.password.since', { time: dateTime(user.passwordChangedAt) })}{' '}
        {user.mustChangePassword && t('users.password.must-change')}
      </p>
      {open && <Reset {...context} onClose={() => setOpen(false)} />}
    </Section>
  );
}

export function Reset({ user, settings, done, onClose }: UserContext & { onClose: () => void }) {
  const typing = settings?.administratorReset.allowTypedPassword ?? true;
  const waits = user.linksWaitUntil;
  const linkless = user.email === undefined || waits !== undefined;
  const [method, setMethod] = useState<PasswordReset['method']>(linkless ? 'one-time' : 'link');
  const [typed, setTyped] = useState('');
  const [handed, setHanded] = useState<string>();
  const { busy, error, submit, clear } = useSubmit(async () => {
    const body: PasswordReset = method === 'typed' ? { method, password: typed } : { method };
    const answer = await post<PasswordResetDone>(`admin/user/reset-password${query({ userId: user.userId })}`, body);
    if (answer.oneTimePassword === undefined) {
      done(t(method === 'link' ? 'users.reset.mailed' : 'users.reset.typed.done'));
      onClose();
    } else setHanded(answer.oneTimePassword);
  });
  if (handed !== undefined)
    return (
      <OneTime
        password={handed}
        onClose={() => {
          done(t('users.reset.one-time.done'));
          onClose();
        }}
      />
    );
  const atField = method === 'typed' && isAboutPassword(error);
  return (
    <Dialog title={t('users.reset.title', { userId: user.userId })} onClose={() => !busy && onClose()}>
      <Form onSubmit={() => void submit()} error={atField ? undefined : error}>
        <Radios
          legend={t('users.reset.how')}
          value={method}
          onValue={(chosen) => {
            clear();
            setMethod(chosen);
          }}
          options={[
            {
              value: 'link',
              label: t('users.reset.link'),
              hint:
                user.email === undefined
                  ? t('users.reset.link.none')
                  : waits === undefined
                    ? t('users.reset.link.hint')
                    : t('users.reset.link.waits', { time: dateTime(waits) }),
              disabled: linkless,
            },
            { value: 'one-time', label: t('users.reset.one-time'), hint: t('users.reset.one-time.hint') },
            {
              value: 'typed',
              label: t('users.reset.typed'),
              hint: t(typing ? 'users.reset.typed.hint' : 'users.reset.typed.forbidden'),
              disabled: !typing,
            },
          ]}
        />
        {method === 'typed' && (
          <FaultFocus on={error}>
            <SecretField
              label={t('users.reset.typed.label')}
              error={atField ? describeError(error) : undefined}
              name="new-password"
              autocomplete="new-password"
              required
              value={typed}
              onValue={setTyped}
            />
          </FaultFocus>
        )}
        <DialogButtons onCancel={onClose} busy={busy}>
          <Button type="submit" kind="primary" busy={busy}>
            {t('users.reset.do')}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}

/** The password is shown only once, so the dialog closes by its button only, not by Escape. */
function OneTime({ password, onClose }: { password: string; onClose: () => void }) {
  return (
    <Dialog title={t('users.reset.one-time')} onClose={() => undefined}>
      <Alert tone="warn">{t('users.reset.once')}</Alert>
      <output class="secret" aria-label={t('users.reset.one-time')}>
        {password}
      </output>
      <div>
        <CopyButton text={password} what={t('users.reset.one-time')} />
      </div>
      <p>{t('users.reset.tell')}</p>
      <ol class="bullets">
        <li>{t('users.reset.tell.1')}</li>
        <li>{t('users.reset.tell.2')}</li>
        <li>{t('users.reset.tell.3')}</li>
      </ol>
      <div class="row end">
        <Button kind="primary" onClick={onClose}>
          {t('users.reset.passed-on')}
        </Button>
      </div>
    </Dialog>
  );
}
