/** The sessions of the user, and the act that ends them all; it waits for no fresh logon. */
import type { Sessions } from '../../../shared/http/api-types.ts';
import { dateTime } from '../../../shared/i18n/language.ts';
import type { Resource } from '../../../shared/state/resource.ts';
import { Loaded } from '../../../shared/ui/feedback.tsx';
import { Section } from '../../../shared/ui/page.tsx';
import { t } from '../../texts/index.ts';
import { Act } from '../../ui/act.tsx';
import type { UserContext } from './context.ts';
import { act } from './save.ts';

/** @param sessions read again by the page after each act, since most acts end some */
export function UserSessions({ sessions, ...context }: UserContext & { sessions: Resource<Sessions> }) {
  const { user, editable, self, done } = context;
  return (
    <Section title={t('users.sessions')}>
      <Loaded from={sessions}>
        {({ sessions: list }) => (
          <>
            {list.length === 0 && <p class="soft">{t('users.sessions.none')}</p>}
            <ul class="records">
              {list.map(({ id, console, browser, network, startedAt, lastUsedAt }) => (
                <li key={id}>
                  <p>
                    {[browser ?? t('users.sessions.unknown'), network, t(`audit.console.${console}`)]
                      .filter((text) => text !== undefined)
                      .join(' · ')}
                  </p>
                  <p class="soft small">
                    {t('users.sessions.since', { time: dateTime(startedAt) })},{' '}
                    {t('users.sessions.used', { time: dateTime(lastUsedAt) })}
                  </p>
                </li>
              ))}
            </ul>
            {editable && !self && list.length > 0 && (
              <div>
                <Act
                  label={t('users.end-sessions')}
                  title={t('users.end-sessions.title', { userId: user.userId })}
                  confirm={t('users.end-sessions')}
                  kind="danger"
                  run={async () => done(t('users.end-sessions.done'), await act(context, 'end-sessions'))}
                >
                  <p>{t('users.end-sessions.text')}</p>
                </Act>
              </div>
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}
