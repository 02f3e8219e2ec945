/** After logging off: the last step for whoever is on the way to a password, else nothing more. */
import { LinkButton } from '../../../shared/ui/button.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import type { Visit } from '../../../shared/visit.ts';
import { readArrival } from '../../arrival.ts';
import { Checklist, upTo } from '../../checklist.tsx';
import { t } from '../../texts/index.ts';
import { BY_TOKEN } from '../recovery/forgot-password.tsx';

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
