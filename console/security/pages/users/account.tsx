/** The state of the account, and the acts on it: each at once, none asks for a password. */
import type { AccountAct } from '#core/administration/users/act.ts';
import { checkNotOwnAccess } from '#core/administration/users/rights.ts';
import { dateTime } from '../../../shared/i18n/language.ts';
import { Facts, Section } from '../../../shared/ui/page.tsx';
import { actorOf, may } from '../../state/rights.ts';
import { t } from '../../texts/index.ts';
import { Act } from '../../ui/act.tsx';
import { mayLogOn, sayFact } from './account-state.ts';
import type { UserContext } from './context.ts';
import { act as actOn } from './save.ts';

const time = (iso: string | undefined) => (iso === undefined ? t('users.never') : dateTime(iso));

export function Account(context: UserContext) {
  const { user, editable, visit } = context;
  const unlockable = may(() => checkNotOwnAccess(actorOf(visit.me!), user, true));
  const locked = user.lockedOut || user.failures > 0;
  return (
    <Section
      title={t('users.account')}
      actions={
        editable && (
          <>
            {!context.self && <ActButton {...context} act={user.enabled ? 'disable' : 'enable'} />}
            {locked && unlockable && <ActButton {...context} act="unlock" />}
            {!user.lockedOut && unlockable && !context.self && <ActButton {...context} act="lock" />}
            {context.credentials && user.questionsAnswered > 0 && <ActButton {...context} act="clear-answers" />}
          </>
        )
      }
    >
      <Facts
        columns
        of={[
          [t('users.account.state'), <State user={user} />],
          [t('users.account.failed'), String(user.failures)],
          [t('users.account.first-logon'), time(user.firstTokenLogonAt)],
          [t('users.account.origin'), t(user.imported ? 'users.account.imported' : 'users.account.created-here')],
          [t('users.account.created'), time(user.createdAt)],
          [t('users.account.updated'), time(user.updatedAt)],
        ]}
      />
    </Section>
  );
}

/** Each fact in a sentence: what prevents a logon, until when, and what else there is to know. */
function State({ user }: { user: UserContext['user'] }) {
  return (
    <ul class="plain-list">
      {mayLogOn(user) && <li>{t('users.fact.enabled')}</li>}
      {user.state.map((one) => (
        <li key={one.fact}>{sayFact(one)}</li>
      ))}
    </ul>
  );
}

/** Confirmed first. */
function ActButton({ act, ...context }: UserContext & { act: AccountAct }) {
  const { user, done } = context;
  const takes = act === 'disable' || act === 'clear-answers' || act === 'lock';
  return (
    <Act
      label={t(`users.${act}`)}
      title={t(`users.${act}.title`, { userId: user.userId })}
      confirm={t(`users.${act}`)}
      kind={takes ? 'danger' : 'usual'}
      run={async () => done(t(`users.${act}.done`), await actOn(context, act))}
    >
      <p>{t(`users.${act}.text`)}</p>
    </Act>
  );
}
