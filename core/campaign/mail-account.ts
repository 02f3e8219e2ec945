/** What the mail service says of the deployment's account and sender, and what campaigns may take of it. */
import { isErrorOf } from '#core/errors.ts';
import { checkAccount, inSandbox, type MailAccount, type Sender } from '#core/mail/sender.ts';
import { campaignShare, type MailQuota } from './pace.ts';
import { type Quota, quotaView } from './view.ts';

export type MailAccountView = {
  readonly from: string;
  readonly name: string;
  /** Where answers go, where it is not the sender. */
  readonly replyTo?: string;
  readonly verified: boolean;
  /** Whether sending is switched on. */
  readonly enabled: boolean;
  readonly sandbox: boolean;
  /** Whether the settings allow to mail verified recipients in the sandbox. */
  readonly sandboxAllowed: boolean;
  /** Mails a second: of the account, and of campaigns all together. */
  readonly rate: number;
  readonly campaignRate: number;
  readonly quota: Quota;
  /** Why no mail would be taken, and what to mend. */
  readonly problem?: { readonly code: string; readonly hint: string };
};

function problemOf(account: MailAccount, sender: Sender): MailAccountView['problem'] {
  try {
    checkAccount(account, sender);
    return undefined;
  } catch (error) {
    if (!isErrorOf(error, 'sender')) throw error;
    return { code: error.code, hint: error.message };
  }
}

export function mailAccountView(account: MailAccount & MailQuota, sender: Sender): MailAccountView {
  const { from, name, replyTo } = sender;
  const problem = problemOf(account, sender);
  return {
    from,
    name,
    ...(replyTo === '' ? {} : { replyTo }),
    verified: account.verified,
    enabled: account.enabled,
    sandbox: inSandbox(account),
    sandboxAllowed: sender.sandbox,
    rate: account.maxSendRate,
    campaignRate: campaignShare(account).rate,
    quota: quotaView(account),
    ...(problem ? { problem } : {}),
  };
}
