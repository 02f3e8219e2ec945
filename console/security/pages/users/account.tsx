/** The state of the account, and the actions on it: disable, enable, unlock, clear answers. */
import { useState } from 'preact/hooks';
import { checkNotOwnAccess } from '#core/administration/users/rights.ts';
import type { UserEdit } from '../../../shared/http/api-types.ts';
import { dateTime, duration } from '../../../shared/i18n/language.ts';
import { Facts, Section } from '../../../shared/ui/page.tsx';
import { actorOf, may } from '../../state/rights.ts';
import { t } from '../../texts/index.ts';
import { Act } from '../../ui/act.tsx';
import { accountStateOf } from './account-state.ts';
import type { UserContext } from './context.ts';
import { FirstPassword, isAboutPassword } from './first-password.tsx';
import { saveUser } from './save.ts';

const time = (iso: string | undefined) => (iso === undefined ? t('users.never') : dateTime(iso));

export function Account(context: UserContext) {
  const { user, editable, visit, settings } = context;
  const unlockable = may(() => checkNotOwnAccess(actorOf(visit.me!), user, true));
  const locked = user.lockedOut || user.failures > 0;
  return (
    <Section title={t('users.account')}>
      <Facts
        of={[
          [t('users.account.state'), t(`users.state.${accountStateOf(user, Date.now())}`)],
          [
            t('users.account.lockout'),
            user.lockedOut
              ? t('users.account.locked')
              : user.failures === 0
                ? t('users.account.not-locked')
                : settings && user.failures >= settings.lockout.failures
                  ? t('users.account.locked-out', {
                      count: user.failures,
                      time: duration(settings.lockout.lockoutMinutes * 60),
                    })
                  : t('users.account.failures', { count: user.failures }),
          ],
          [t('users.account.first-logon'), time(user.firstTokenLogonAt)],
          [t('users.account.origin'), t(user.imported ? 'users.account.imported' : 'users.account.created-here')],
          [t('users.account.created'), time(user.createdAt)],
          [t('users.account.updated'), time(user.updatedAt)],
        ]}
      />
      {editable && (
        <div class="row">
          {!context.self && (
            <AccountAct {...context} act={user.enabled ? 'disable' : 'enable'} edit={{ enabled: !user.enabled }} />
          )}
          {locked && unlockable && <AccountAct {...context} act="unlock" edit={{ lockedOut: false }} />}
          {!user.lockedOut && unlockable && !context.self && (
            <AccountAct {...context} act="lock" edit={{ lockedOut: true }} />
          )}
          {user.questionsAnswered > 0 && <AccountAct {...context} act="clear-answers" edit={{ clearAnswers: true }} />}
        </div>
      )}
    </Section>
  );
}

type AccountActProps = UserContext & {
  act: 'disable' | 'enable' | 'unlock' | 'lock' | 'clear-answers';
  edit: Omit<UserEdit, 'version'>;
};

/** Confirmed first; a user without a password may need one in the same save. */
function AccountAct({ act, edit, ...context }: AccountActProps) {
  const { user, done } = context;
  const [password, setPassword] = useState('');
  const takes = act === 'disable' || act === 'clear-answers' || act === 'lock';
  async function run() {
    const saved = await saveUser(context, { ...edit, ...(password === '' ? {} : { password }) });
    setPassword('');
    done(t(`users.${act}.done`), saved);
  }
  return (
    <Act
      label={t(`users.${act}`)}
      title={t(`users.${act}.title`, { userId: user.userId })}
      confirm={t(`users.${act}`)}
      kind={takes ? 'danger' : 'usual'}
      run={run}
      atField={isAboutPassword}
    >
      {(error) => (
        <>
          <p>{t(`users.${act}.text`)}</p>
          <FirstPassword {...context} error={error} value={password} onValue={setPassword} />
        </>
      )}
    </Act>
  );
}
