/** The user's profile, read-only: the help desk changes it. */
import { dateTime, languageName } from '../../../shared/i18n/language.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { Facts, Page } from '../../../shared/ui/page.tsx';
import { t } from '../../texts/index.ts';

export function Account({ visit }: { visit: Visit }) {
  const me = visit.me!;
  const { answered, required } = me.enrolment;
  const name = [me.firstName, me.middleName, me.lastName].filter(Boolean).join(' ');
  return (
    <Page title={t('account.title')} lead={t('account.mend')}>
      <div class="card">
        <Facts
          of={[
            [t('logon.user-id'), me.userId],
            ...(name === '' ? [] : [[t('account.name'), name] as const]),
            [t('account.email'), me.email ?? t('account.email.none')],
            ...(me.preferredLanguage ? [[t('account.language'), languageName(me.preferredLanguage)] as const] : []),
            [t('account.password'), t(me.hasPassword ? 'account.password.yes' : 'account.password.no')],
            [t('account.questions'), t('account.questions.count', { answered, required })],
            [
              t('account.session'),
              t('account.session.idle', { time: dateTime(me.session.expiresAt), minutes: me.session.idleMinutes }),
            ],
          ]}
        />
      </div>
    </Page>
  );
}
