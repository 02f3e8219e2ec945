/** The page that the migration mail links to: what will happen, and the logon with the token, which is its first step. */
import { useEffect, useState } from 'preact/hooks';
import { changeAddress, go, type Route } from '../../../shared/browser/route.ts';
import { post } from '../../../shared/http/api.ts';
import { Logon } from '../../../shared/logon/logon.tsx';
import { useSubmit } from '../../../shared/state/resource.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { Button, LinkButton } from '../../../shared/ui/button.tsx';
import { Alert, ErrorAlert, Waiting } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { arriveAs, arrived, isSameUser, onwardOf, readArrival, rememberArrival } from '../../state/arrival.ts';
import { readMigrationLink } from '../../state/migration-link.ts';
import { t } from '../../texts/index.ts';
import { Procedure, upTo } from '../../ui/checklist.tsx';

export function Welcome({ visit, route }: { visit: Visit; route: Route }) {
  const [link] = useState(() => {
    const token = route.values['t'];
    const read = token === undefined ? undefined : readMigrationLink(token, Date.now());
    if (read) arriveAs(read.userId);
    if (token !== undefined) changeAddress('#/welcome');
    return read;
  });
  const { me, consoles } = visit;
  const arrival = readArrival();
  // The link belongs to one user, and another is logged on in this browser.
  const { userId } = arrival;
  const isOther = me !== undefined && userId !== undefined && !isSameUser(userId, me.userId);
  const onward = me ? (isOther ? undefined : '#/') : onwardOf(arrival, Date.now());
  useEffect(() => {
    if (onward !== undefined) go(onward, { replace: true });
  }, [onward]);
  if (onward !== undefined) return <Waiting />;
  if (isOther) return <OtherUser visit={visit} userId={userId} />;
  return (
    <Procedure items={upTo(0)}>
      <Logon
        console="self-service"
        title={t('welcome.title')}
        lead={t('welcome.lead')}
        consoles={consoles}
        userId={userId}
        prefer="SecurID_Native"
        only
        notice={link?.expired && <Alert tone="warn">{t('welcome.expired')}</Alert>}
        onUserId={(typed) => rememberArrival({ userId: typed })}
        below={
          <div class="stack tight">
            <p class="small">
              <a href="#/logon">{t('welcome.to-logon')}</a>
            </p>
            <p class="soft small">{t('welcome.never')}</p>
          </div>
        }
        onLogon={() => {
          arrived();
          visit.refresh();
        }}
      />
    </Procedure>
  );
}

function OtherUser({ visit, userId }: { visit: Visit; userId: string }) {
  const { busy, error, submit } = useSubmit(async () => {
    await post('logoff');
    visit.leave();
  });
  return (
    <Page title={t('welcome.title')} lead={t('welcome.lead')}>
      <LinkButton kind="primary" full href="#/">
        {t('welcome.go-on', { userId: visit.me!.userId })}
      </LinkButton>
      <ErrorAlert error={error} />
      <Button full busy={busy} onClick={() => void submit()}>
        {t('welcome.other', { userId })}
      </Button>
    </Page>
  );
}
