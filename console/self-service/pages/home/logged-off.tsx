/** Shown after logging off: the last step for a user who is still to set a password, else nothing more. */

import type { Visit } from '../../../shared/state/visit.ts';
import { LinkButton } from '../../../shared/ui/button.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { readArrival } from '../../state/arrival.ts';
import { BY_TOKEN } from '../../state/recovery-step.ts';
import { t } from '../../texts/index.ts';
import { Checklist, upTo } from '../../ui/checklist.tsx';

export function LoggedOff({ visit }: { visit: Visit }) {
  const { forgotPassword, recoveryMode } = visit.consoles;
  const { loggedOff, noMailbox } = readArrival();
  if (!loggedOff || !forgotPassword)
    return (
      <Page title={t('off.title')} lead={t('off.text')}>
        <LinkButton href="#/logon">{t('off.again')}</LinkButton>
      </Page>
    );
  const withoutLink = noMailbox === true && recoveryMode !== 'questions';
  return (
    <Page title={t('off.next')} lead={t(withoutLink ? 'off.next.text.no-mailbox' : `off.next.text.${recoveryMode}`)}>
      <Checklist items={upTo(3)} />
      <LinkButton kind="primary" full href={withoutLink ? BY_TOKEN : '#/forgot-password'}>
        {t('forgot.title')}
      </LinkButton>
      <p>
        <a href="#/logon">{t('off.again')}</a>
      </p>
    </Page>
  );
}
