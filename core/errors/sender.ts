/** What an operator has to mend before the mail service takes any mail. Sending stops at once, and no user's mail is used up. */
import type { Definitions } from './definition.ts';

export const SENDER = {
  'sender.unset': {
    status: 409,
    means: 'The sender of mails is still the one that a new deployment begins with.',
    advice:
      'The sender of mails is still the one that a new deployment begins with. Set mail.from to an address that Amazon SES has verified, then start again.',
  },
  'sender.not_verified': {
    status: 409,
    means: 'The mail service has not verified the sender, nor its domain.',
    advice:
      'Amazon SES has not verified the sender that mail.from names, nor its domain, in this region. Verify it there, or set mail.from to one that is; then start again.',
  },
  'sender.sandbox': {
    status: 409,
    means: 'The mail service keeps the account in its sandbox, where it mails verified recipients alone.',
    advice:
      'Amazon SES keeps this account in its sandbox, where it mails verified recipients alone. Ask AWS for production access, or switch mail.sandbox on for a trial with verified recipients; then start again.',
  },
  'sender.configuration_set': {
    status: 409,
    means: 'The mail service does not know the configuration set of this deployment.',
    advice:
      'Amazon SES has no configuration set of this deployment, or it can’t be used. Deploy the stateless stack again, then start again.',
  },
  'sender.paused': {
    status: 409,
    means: 'Sending is switched off, for the account or for the configuration set of this deployment.',
    advice:
      'Sending is switched off in Amazon SES, for the account or for the configuration set of this deployment. Look at the bounces and complaints there, switch it on, then start again.',
  },
  'sender.suspended': {
    status: 409,
    means: 'AWS has suspended sending for the account.',
    advice:
      'AWS has suspended sending for this account. The owner of the account has a mail from AWS about the cause; start again once it is settled.',
  },
  'sender.not_allowed': {
    status: 409,
    means: 'The mail service refuses the request: rights, credentials or clock are wrong.',
    advice:
      'Amazon SES refuses the request itself: the function may not send as this sender, or its credentials or its clock are wrong. Compare landfall:mailIdentity with mail.from, deploy again, then start again.',
  },
  'sender.content': {
    status: 409,
    means: 'The mail service rejects what the mails hold.',
    advice:
      'Amazon SES rejects the mail for what it holds, for every recipient. Look at the names, the reply address and the help desk in the settings, then start again.',
  },
} as const satisfies Definitions;
