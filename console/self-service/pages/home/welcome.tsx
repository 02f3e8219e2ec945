/** The page that the migration mail links to: it says what will happen and leads to the logon with the token. */
import { useEffect, useState } from 'preact/hooks';
import { changeAddress, go, type Route } from '../../../shared/browser/route.ts';
import { useSteps } from '../../../shared/browser/steps.ts';
import { post } from '../../../shared/http/api.ts';
import { Logon } from '../../../shared/logon/logon.tsx';
import { useSubmit } from '../../../shared/state/resource.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { Button, LinkButton } from '../../../shared/ui/button.tsx';
import { Alert, ErrorAlert } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { readArrival, rememberArrival } from '../../state/arrival.ts';
import { readMigrationLink } from '../../state/migration-link.ts';
import { t } from '../../texts/index.ts';
import { Checklist, upTo } from '../../ui/checklist.tsx';
import { LogonLinks } from './logon.tsx';

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

export function Welcome({ visit, route }: { visit: Visit; route: Route }) {
  const [link] = useState(() => {
    const token = route.values['t'];
    const read = token === undefined ? undefined : readMigrationLink(token, Date.now());
    if (read) rememberArrival({ userId: read.userId, loggedOff: false });
    if (token !== undefined) changeAddress('#/welcome');
    return read;
  });
  // The link belongs to one user, and another is logged on in this browser.
  const { busy, error, submit } = useSubmit(async () => {
    await post('logoff');
    visit.leave();
    forward('logon');
  });
  const { place, forward } = useSteps<'steps' | 'logon'>(
    () => 'steps',
    () => 'steps',
  );
  const begun = place === 'logon';
  const { userId } = readArrival();
  useEffect(() => {
    if (begun && visit.me) go('#/', { replace: true });
  }, [begun, visit.me]);

  if (begun)
    return (
      <Logon
        console="self-service"
        title={t('steps.log-on-with-token')}
        consoles={visit.consoles}
        userId={userId}
        prefer="SecurID_Native"
        below={<LogonLinks forgotPassword={visit.consoles.forgotPassword} />}
        onLogon={visit.refresh}
      />
    );
  return (
    <Page title={t('welcome.title')} lead={t('welcome.lead')}>
      {link?.expired && <Alert tone="warn">{t('welcome.expired')}</Alert>}
      {userId !== undefined && <p class="wrap">{t('welcome.hello', { userId })}</p>}
      <Checklist items={upTo(0)} />
      {visit.me ? (
        <>
          <LinkButton kind="primary" full href="#/">
            {t('welcome.go-on', { userId: visit.me.userId })}
          </LinkButton>
          {userId !== undefined && !isSame(userId, visit.me.userId) && (
            <>
              <ErrorAlert error={error} />
              <Button full busy={busy} onClick={() => void submit()}>
                {t('welcome.other', { userId })}
              </Button>
            </>
          )}
        </>
      ) : (
        <Button kind="primary" full onClick={() => forward('logon')}>
          {t('welcome.start')}
        </Button>
      )}
      <p class="soft small">{t('welcome.never')}</p>
    </Page>
  );
}
