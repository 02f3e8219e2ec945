/** The logon page. */
import { Logon } from '../../../shared/logon/logon.tsx';
import type { Visit } from '../../../shared/state/visit.ts';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { forgetArrival, readArrival } from '../../state/arrival.ts';
import { t } from '../../texts/index.ts';

export function LogonPage({ visit }: { visit: Visit }) {
  const { consoles } = visit;
  return (
    <Logon
      console="self-service"
      title={t('logon.title')}
      consoles={consoles}
      userId={readArrival().userId}
      notice={visit.ended && <Alert tone="warn">{t('frame.ended')}</Alert>}
      below={<LogonLinks forgotPassword={consoles.forgotPassword} />}
      onLogon={() => {
        forgetArrival();
        visit.refresh();
      }}
    />
  );
}

/** Forgot Your Password is shown while its feature is enabled. */
export function LogonLinks({ forgotPassword }: { forgotPassword: boolean }) {
  return (
    <div class="stack tight">
      {forgotPassword && (
        <p>
          <a href="#/forgot-password">{t('logon.forgot')}</a>
        </p>
      )}
      <p class="soft small">
        {t('logon.first-time')} <a href="#/welcome">{t('logon.first-time.link')}</a>
      </p>
    </div>
  );
}
