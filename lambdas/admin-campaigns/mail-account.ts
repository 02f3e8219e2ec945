import { mailAccountView } from '#core/campaign/mail-account.ts';
import type { MailQuota } from '#core/campaign/pace.ts';
import { type MailAccount, type Sender, senderOf } from '#core/mail/sender.ts';
import type { Settings } from '#core/settings/model.ts';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { mailAccount } from './campaign.ts';

type Deps = {
  readSettings(): Promise<{ readonly settings: Settings }>;
  readMailAccount(sender: Sender): Promise<MailAccount & MailQuota>;
};

export const showMailAccount = route({
  id: 'showMailAccount',
  method: 'GET',
  path: '/mail-account',
  summary: 'The sender of mails, what the mail service says of it, and what campaigns may take',
  caller: migrating('admin'),
  answer: { status: 200, means: 'As it is now.', body: { name: 'MailAccount', schema: mailAccount } },
  errors: ['sender.not_allowed'],
  handle: async (deps: Deps) => {
    const sender = senderOf((await deps.readSettings()).settings);
    return { body: mailAccountView(await deps.readMailAccount(sender), sender) };
  },
});
