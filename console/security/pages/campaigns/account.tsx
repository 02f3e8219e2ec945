/** The sender and what the mail service allows; what to mend before a mail is taken; and a test mail to oneself. */
import { useState } from 'preact/hooks';
import { post } from '../../../shared/http/api.ts';
import type { MailAccount, TestMail, TestMailSent } from '../../../shared/http/api-types.ts';
import { number } from '../../../shared/i18n/language.ts';
import { useResource, useSubmit } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Alert, Badge, ErrorAlert, Loaded } from '../../../shared/ui/feedback.tsx';
import { SelectField } from '../../../shared/ui/field.tsx';
import { Facts, Section } from '../../../shared/ui/page.tsx';
import { errorText, rateText } from '../../run/campaign.tsx';
import { t } from '../../texts/index.ts';
import { showOutcome } from '../../ui/outcome.tsx';

type Mail = NonNullable<TestMail['mail']>;
export const MAILS: readonly Mail[] = ['migration', 'reminder'];

function Test() {
  const [mail, setMail] = useState<Mail>('migration');
  const { busy, error, submit } = useSubmit(async () => {
    const { to } = await post<TestMailSent>('admin/campaigns/test', { mail });
    showOutcome(t('campaigns.test.done', { to }));
  });
  return (
    <>
      <ErrorAlert error={error} />
      <div class="row low">
        <SelectField
          label={t('campaigns.test')}
          value={mail}
          options={MAILS.map((one) => [one, t(`campaigns.mail.${one}`)])}
          onValue={(value) => setMail(value as Mail)}
        />
        <Button busy={busy} onClick={() => void submit()}>
          {t('campaigns.test.do')}
        </Button>
      </div>
    </>
  );
}

function quotaText({ day, sentLast24Hours, left }: MailAccount['quota']): string {
  if (day === undefined) return t('campaigns.quota.none');
  return t('campaigns.quota', { sent: number(sentLast24Hours), day: number(day), left: number(left ?? 0) });
}

function Account({ of }: { of: MailAccount }) {
  return (
    <>
      {of.problem && (
        <Alert tone="bad">
          {errorText(of.problem)} <a href="#/settings/mail">{t('campaigns.account.settings')}</a>
        </Alert>
      )}
      <Facts
        of={[
          [t('campaigns.account.from'), of.from === '' ? '–' : `${of.name} <${of.from}>`],
          ...(of.replyTo === undefined ? [] : [[t('campaigns.account.reply-to'), of.replyTo] as const]),
          [
            t('campaigns.account.state'),
            of.problem ? (
              <Badge tone="bad">{t('campaigns.account.not-ready')}</Badge>
            ) : (
              <Badge tone="good">{t('campaigns.account.ready')}</Badge>
            ),
          ],
          ...(of.sandbox ? [[t('campaigns.account.sandbox'), t('campaigns.account.sandbox.text')] as const] : []),
          [
            t('campaigns.account.rate'),
            t('campaigns.account.rate.of', { share: rateText(of.campaignRate), rate: rateText(of.rate) }),
          ],
          [t('campaigns.account.quota'), quotaText(of.quota)],
        ]}
      />
    </>
  );
}

export function MailAccountSection() {
  const account = useResource<MailAccount>('admin/mail-account');
  return (
    <Section title={t('campaigns.account.title')}>
      <Loaded from={account}>{(of) => <Account of={of} />}</Loaded>
      <Test />
      <ul class="plain-list">
        <li>
          <a href="#/settings/mail">{t('campaigns.account.settings')}</a>
        </li>
        <li>
          <a href="#/settings/reminders">{t('campaigns.account.reminders')}</a>
        </li>
      </ul>
    </Section>
  );
}
