/** The password is set: the logon with it stands below, and a user may as well close the window. */
import { useEffect, useState } from 'preact/hooks';
import { go } from '../../../shared/browser/route.ts';
import { Logon } from '../../../shared/logon/logon.tsx';
import type { Visit } from '../../../shared/state/visit.ts';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { arrived, readArrival } from '../../state/arrival.ts';
import { t } from '../../texts/index.ts';

/** @param sure false where the answer to the last step was lost */
export function Done({ visit, sure }: { visit: Visit; sure: boolean }) {
  const [loggedOn, setLoggedOn] = useState(false);
  useEffect(() => {
    // Every session of the user is over, also one in this browser.
    if (visit.me) visit.refresh();
  }, []);
  useEffect(() => {
    if (!loggedOn || !visit.me) return;
    arrived();
    go('#/', { replace: true });
  }, [loggedOn, visit.me]);
  return (
    <Logon
      console="self-service"
      title={t(sure ? 'forgot.done.title' : 'forgot.lost.title')}
      consoles={visit.consoles}
      userId={readArrival().userId}
      prefer="RSA_Password"
      only
      notice={
        <Alert tone={sure ? 'good' : 'warn'} live>
          {t(sure ? 'forgot.done.text' : 'forgot.lost.text')}
        </Alert>
      }
      below={sure && <p class="soft small">{t('forgot.done.later')}</p>}
      onLogon={() => {
        setLoggedOn(true);
        visit.refresh();
      }}
    />
  );
}
