/** What several pages of the Security Console say. */
export const ui = {
  'fresh.prove':
    'Log on with what the new method asks for ({method}), so that it can’t lock you out. It is saved after that.',
  'fresh.title': 'A fresh logon is needed',
  'fresh.logon': 'Log on again',
  'fresh.text': 'How others log on is changed only shortly after a logon. What you typed stays, and is sent after it.',
  'ui.search': 'Search',
  'ui.searching': { one: 'Searching … {count} found so far', other: 'Searching … {count} found so far' },
  'ui.found': { one: '{count} result', other: '{count} results' },
  'ui.stop': 'Stop',
  'ui.reset': 'Discard changes',
  'ui.changes': 'Changes to be saved',
  'ui.changes.field': 'Field',
  'ui.changes.before': 'Before',
  'ui.changes.after': 'After',
  'ui.kept': 'What you typed before your session ended is still here. Secrets must be typed again.',
  'ui.unsaved': 'Leave without saving?',
  'ui.unsaved.text': 'What you typed here is not saved yet.',
  'ui.unsaved.stay': 'Stay here',
  'ui.unsaved.leave': 'Leave without saving',
  'ui.overtaken': 'What somebody else saved',
  'problem.request.next': 'The list has changed meanwhile. Begin again from the first page.',
} as const;
