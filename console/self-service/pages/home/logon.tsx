/** The logon page. */
import { useEffect } from 'preact/hooks';
import { Logon } from '../../../shared/logon/logon.tsx';
import type { Visit } from '../../../shared/state/visit.ts';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { arrived, rememberArrival } from '../../state/arrival.ts';
import { t } from '../../texts/index.ts';

/** @param userId to begin with: of the link, of the session that ended, or as typed before a reload */
export function LogonPage({ visit, userId }: { visit: Visit; userId: string | undefined }) {
  const { consoles, ended } = visit;
  useEffect(() => {
    if (userId !== undefined) rememberArrival({ userId });
  }, [userId]);
  return (
    <Logon
      console="self-service"
      title={t('logon.title')}
      consoles={consoles}
      userId={userId}
      notice={ended && <Alert tone="warn">{t('frame.ended')}</Alert>}
      onUserId={(typed) => rememberArrival({ userId: typed })}
      below={
        <div class="stack tight">
          {/* Forgot Your Password is shown while its feature is enabled. */}
          {consoles.forgotPassword && (
            <p>
              <a href="#/forgot-password">{t('logon.forgot')}</a>
            </p>
          )}
          <p class="soft small">
            {t('logon.first-time')} <a href="#/welcome">{t('logon.first-time.link')}</a>
          </p>
        </div>
      }
      onLogon={() => {
        arrived();
        visit.refresh();
      }}
    />
  );
}
