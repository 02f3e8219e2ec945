/** The e-mails of a run. */
export const campaign = {
  'campaign.title': 'E-mail to the users',
  'campaign.goes-on': 'The rest of the e-mails goes out in a campaign.',
  'campaign.goes-on.show': 'Open the campaign',
  'campaign.sent': 'Sent',
  'campaign.bounced': 'Bounced',
  'campaign.bounced.text': {
    one: '{count} e-mail came back: nobody has that mailbox. Correct the address, or tell this person in another way.',
    other:
      '{count} e-mails came back: nobody has those mailboxes. Correct the addresses, or tell these people in another way.',
  },
  'campaign.bounced.show': 'Show whose e-mail came back',
  'campaign.complained': 'Called spam',
  'campaign.complained.text': {
    one: '{count} recipient called the e-mail spam. Tell this person in another way that it is genuine.',
    other: '{count} recipients called the e-mail spam. Tell them in another way that it is genuine.',
  },
  'campaign.complained.show': 'Show who called it spam',
  'campaign.not-informed': 'Not informed',
  'campaign.failed': 'Sending failed',
  'campaign.claimed': 'Uncertain',
  'campaign.claimed.text': {
    one: 'Whether {count} e-mail went out is not known: the answer was lost. It is not sent again. Ask this person.',
    other:
      'Whether {count} e-mails went out is not known: the answers were lost. They are not sent again. Ask these people.',
  },
  'campaign.claimed.show': 'Show whose e-mail is uncertain',
  'campaign.not-needed': 'Not needed',
  'campaign.not-able': 'Can’t log on',
  'campaign.not-able.text': {
    one: '{count} user can’t log on, and was not told: disabled, locked, out of the account’s dates, or without a usable token. A later import tells the user once that is mended.',
    other:
      '{count} users can’t log on, and were not told: disabled, locked, out of the account’s dates, or without a usable token. A later import tells them once that is mended.',
  },
  'campaign.not-able.show': 'Show who can’t log on',
  'campaign.not-possible': 'Not possible',
  'campaign.not-possible.text': {
    one: '{count} user was not told: no token alone logs on to the Self-Service Console, or Forgot Your Password is off.',
    other:
      '{count} users were not told: no token alone logs on to the Self-Service Console, or Forgot Your Password is off.',
  },
  'campaign.not-possible.show': 'Show who could not be told',
  'campaign.not-informed.text': {
    one: '{count} user has no e-mail address. Tell this person in another way how to log on.',
    other: '{count} users have no e-mail address. Tell them in another way how to log on.',
  },
  'campaign.not-informed.show': 'Show who was not informed',
  'campaign.failed.text': {
    one: '{count} e-mail could not be sent. Check the address, or tell this person in another way.',
    other: '{count} e-mails could not be sent. Check the addresses, or tell these people in another way.',
  },
  'campaign.failed.show': 'Show whose e-mail failed',
} as const;
