/** Shown after logging off: the last step for a user who is still to set a password, else nothing more. */

import type { Visit } from '../../../shared/state/visit.ts';
import { Button, LinkButton } from '../../../shared/ui/button.tsx';
import { Alert, ErrorAlert } from '../../../shared/ui/feedback.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { readArrival } from '../../state/arrival.ts';
import { useBegin, wayOf } from '../../state/go-on.ts';
import { t } from '../../texts/index.ts';
import { Procedure, upTo } from '../../ui/checklist.tsx';

export function LoggedOff({ visit }: { visit: Visit }) {
  const { loggedOff, noMailbox, goesOn } = readArrival();
  const way = wayOf(visit.consoles, !noMailbox);
  const { busy, error, submit } = useBegin(visit);
  if (!loggedOff || way === 'none')
    return (
      <Page title={t('off.title')} lead={t('off.text')}>
        <LinkButton href="#/logon">{t('off.again')}</LinkButton>
      </Page>
    );
  return (
    <Procedure items={upTo(3)}>
      <Page
        title={t('off.next')}
        lead={t(way === 'passcode' ? 'off.next.text.no-mailbox' : `off.next.text.${visit.consoles.recoveryMode}`)}
      >
        {goesOn === '' && error === undefined && <Alert tone="warn">{t('off.not-begun')}</Alert>}
        <ErrorAlert error={error} />
        <Button kind="primary" full busy={busy} onClick={() => void submit()}>
          {t(way === 'link' ? 'forgot.send' : 'do.continue')}
        </Button>
        <p>
          <a href="#/logon">{t('off.again')}</a>
        </p>
      </Page>
    </Procedure>
  );
}
