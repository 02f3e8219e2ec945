/** Asks an idle user whether the session shall go on, before it expires (WCAG 2.2.1). */
import { useEffect, useState } from 'preact/hooks';
import { lastRequest } from '../http/api.ts';
import type { Session } from '../http/api-types.ts';
import { SESSION_ENDED } from '../state/resource.ts';
import { type Warning, warningOf } from '../state/session-end.ts';
import { t } from '../texts/index.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

const LOOK_MS = 5000;

export function SessionWatch({ session, onStay }: { session: Session; onStay: () => void }) {
  const [warning, setWarning] = useState<Warning>();
  const { idleMinutes, expiresAt } = session;
  useEffect(() => {
    function look() {
      const overallEnd = Date.parse(expiresAt);
      const found = warningOf({ lastRequest: lastRequest(), idleMinutes, overallEnd }, Date.now());
      setWarning((before) => (before?.minutesLeft === found?.minutesLeft ? before : found));
      if (found?.minutesLeft === 0) window.dispatchEvent(new Event(SESSION_ENDED));
    }
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [idleMinutes, expiresAt]);
  const [seen, setSeen] = useState(false);
  if (!warning || (seen && !warning.extendable)) return null;
  const stay = () => {
    setWarning(undefined);
    if (warning.extendable) onStay();
    else setSeen(true);
  };
  return (
    <Dialog title={t('session.title')} onClose={stay}>
      <p role="status">{t(warning.extendable ? 'session.idle' : 'session.overall', { count: warning.minutesLeft })}</p>
      <div class="row">
        <Button kind="primary" onClick={stay}>
          {t(warning.extendable ? 'session.stay' : 'do.close')}
        </Button>
      </div>
    </Dialog>
  );
}
