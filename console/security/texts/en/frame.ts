/** What stands around every page of the Security Console. One file an area: migrations, users, settings … */
export const frame = {
  'frame.console': 'Security Console',
  'frame.logon': 'Log on to the Security Console',
  'frame.logoff': 'Log off',
  'frame.ended': 'Your session is over. Log on again to go on where you were.',
  'frame.change-password': 'Your password was given to you for one logon: set one of your own first.',
  'frame.change-password.link': 'Set a password in the Self-Service Console',
  'frame.higher-role': 'Your role does not open this page: it takes the role “{role}”.',
  'frame.group.migration': 'Migration',
  'frame.group.identity': 'Identity',
  'frame.group.setup': 'Setup',
  'frame.home': 'Overview',
  // Users read of "a code from your token"; administrators know the term.
  'logon.passcode': 'Passcode',
  'next.code': 'Next tokencode',
  'problem.pin.none': 'This token has no PIN yet: log on with its tokencode to set the first one.',
} as const;
