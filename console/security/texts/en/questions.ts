/** The catalogue of security questions. */
export const questions = {
  'questions.title': 'Security questions',
  'questions.lead': 'The questions that users choose from. How many they answer is in the settings.',
  'questions.catalogue': 'Catalogue',
  'questions.none': 'There are no questions yet. Import a catalogue below.',
  'questions.language': 'Language',
  'questions.set': { one: '{language}: {count} question', other: '{language}: {count} questions' },
  'questions.search': 'Search in this language',
  'questions.search.none': 'No question holds “{text}”.',
  'questions.shown': '{count} of {of}',
  'questions.import': 'Import questions',
  'questions.import.text':
    'An XML file replaces the questions of the languages that it holds; other languages stay. First you see what that means, then you decide.',
  'questions.file': 'XML file',
  'questions.xml': 'Or the XML itself',
  'questions.preview': 'See what would change',
  'questions.preview.name': 'What would change',
  'questions.counting': {
    one: 'Looking at users, page {pages}: {count} answer would be lost so far',
    other: 'Looking at users, page {pages}: {count} answers would be lost so far',
  },
  'questions.kept': { one: '{count} kept', other: '{count} kept' },
  'questions.added': { one: '{count} added', other: '{count} added' },
  'questions.removed': { one: '{count} removed', other: '{count} removed' },
  'questions.added.list': 'Added questions',
  'questions.removed.list': 'Removed questions',
  'questions.lost': { one: '{count} answer would be lost for good.', other: '{count} answers would be lost for good.' },
  'questions.lost.users': {
    one: '{count} user would have to choose and answer questions again.',
    other: '{count} users would have to choose and answer questions again.',
  },
  'questions.lost.none': 'No answer would be lost.',
  'questions.spared': {
    one: 'The answers of {count} user with a role stay: only a super-administrator who is another one may drop them.',
    other:
      'The answers of {count} users with a role stay: only a super-administrator who is another one may drop them.',
  },
  'questions.incomplete': 'Not all users have been looked at yet.',
  'questions.do': 'Import these questions',
  'questions.sure': 'Import and lose answers?',
  'questions.sure.text': 'Nobody can bring the answers back.',
  'questions.dropping': { one: 'Dropping answers: {count} so far', other: 'Dropping answers: {count} so far' },
  'questions.imported': {
    one: 'The questions are imported; {count} answer was dropped.',
    other: 'The questions are imported; {count} answers were dropped.',
  },
  'questions.too-large': 'That is more than {kilobytes} KB. Import the languages one by one.',
  'questions.encoding':
    'The file can’t be read as text: it is damaged, or not in the encoding that it names. Save it as UTF-8.',
  'questions.at-line': 'Look at line {line}.',
  'questions.at-question': 'Look at question {question} of {language}.',
  'questions.at-language': 'Look at the set {language}.',
  'questions.drop': 'Answers to questions that are gone',
  'questions.drop.text':
    'An import drops them by itself. If it broke off, finish it here; what is done already costs nothing.',
  'questions.drop.do': 'Drop these answers',
  'questions.drop.sure': 'Drop answers to questions that are gone?',
  'questions.drop.sure.text':
    'All users are looked at. Answers to questions that the catalogue no longer holds are gone for good.',
  'questions.dropped': { one: '{count} answer was dropped.', other: '{count} answers were dropped.' },
  'problem.questions.unreadable': 'This is not a catalogue of security questions that can be read.',
  'problem.questions.conflict':
    'Somebody else imported questions at the same moment. Look at the catalogue, then try again.',
} as const;
