/** What several pages of the Security Console say. */
export const parts = {
  'parts.search': 'Search',
  'parts.searching': { one: 'Searching … {count} found so far', other: 'Searching … {count} found so far' },
  'parts.found': { one: '{count} result', other: '{count} results' },
  'parts.stop': 'Stop',
  'parts.reset': 'Discard changes',
  'parts.changes': 'Changes to be saved',
  'parts.changes.field': 'Field',
  'parts.changes.before': 'Before',
  'parts.changes.after': 'After',
  'parts.unsaved': 'Leave without saving?',
  'parts.unsaved.text': 'What you typed here is not saved yet.',
  'parts.unsaved.stay': 'Stay here',
  'parts.unsaved.leave': 'Leave without saving',
  'parts.overtaken': 'What somebody else saved',
  'problem.request.next': 'The list has changed meanwhile. Begin again from the first page.',
} as const;
