import type { Translation } from '../../../shared/i18n/language.ts';
import type { questions as en } from '../en/questions.ts';

export const questions: Translation<typeof en> = {
  'questions.title': 'Sicherheitsfragen',
  'questions.lead': 'Die Fragen, aus denen Benutzer wählen. Wie viele sie beantworten, steht in den Einstellungen.',
  'questions.catalogue': 'Katalog',
  'questions.none': 'Es gibt noch keine Fragen. Importieren Sie unten einen Katalog.',
  'questions.language': 'Sprache',
  'questions.set': { one: '{language}: {count} Frage', other: '{language}: {count} Fragen' },
  'questions.search': 'In dieser Sprache suchen',
  'questions.search.none': 'Keine Frage enthält „{text}“.',
  'questions.shown': '{count} von {of}',
  'questions.import': 'Fragen importieren',
  'questions.import.text':
    'Eine XML-Datei ersetzt die Fragen der Sprachen, die sie enthält; andere Sprachen bleiben. Zuerst sehen Sie, was das bedeutet, dann entscheiden Sie.',
  'questions.file': 'XML-Datei',
  'questions.xml': 'Oder das XML selbst',
  'questions.preview': 'Zeigen, was sich ändern würde',
  'questions.preview.name': 'Was sich ändern würde',
  'questions.counting': {
    one: 'Benutzer werden durchgesehen, Seite {pages}: bisher ginge {count} Antwort verloren',
    other: 'Benutzer werden durchgesehen, Seite {pages}: bisher gingen {count} Antworten verloren',
  },
  'questions.kept': { one: '{count} bleibt', other: '{count} bleiben' },
  'questions.added': { one: '{count} kommt hinzu', other: '{count} kommen hinzu' },
  'questions.removed': { one: '{count} entfällt', other: '{count} entfallen' },
  'questions.added.list': 'Neue Fragen',
  'questions.removed.list': 'Entfallende Fragen',
  'questions.lost': {
    one: '{count} Antwort ginge endgültig verloren.',
    other: '{count} Antworten gingen endgültig verloren.',
  },
  'questions.lost.users': {
    one: '{count} Benutzer müsste noch einmal Fragen wählen und beantworten.',
    other: '{count} Benutzer müssten noch einmal Fragen wählen und beantworten.',
  },
  'questions.lost.none': 'Es ginge keine Antwort verloren.',
  'questions.spared': {
    one: 'Die Antworten von {count} Benutzer mit einer Rolle bleiben: Nur ein anderer Super-Administrator darf sie löschen.',
    other:
      'Die Antworten von {count} Benutzern mit einer Rolle bleiben: Nur ein anderer Super-Administrator darf sie löschen.',
  },
  'questions.incomplete': 'Noch sind nicht alle Benutzer durchgesehen.',
  'questions.do': 'Diese Fragen importieren',
  'questions.sure': 'Importieren und Antworten verlieren?',
  'questions.sure.text': 'Niemand kann die Antworten zurückholen.',
  'questions.dropping': {
    one: 'Antworten werden gelöscht: bisher {count}',
    other: 'Antworten werden gelöscht: bisher {count}',
  },
  'questions.imported': {
    one: 'Die Fragen sind importiert; {count} Antwort wurde gelöscht.',
    other: 'Die Fragen sind importiert; {count} Antworten wurden gelöscht.',
  },
  'questions.too-large': 'Das sind mehr als {kilobytes} KB. Importieren Sie die Sprachen einzeln.',
  'questions.encoding':
    'Die Datei ist nicht als Text lesbar: Sie ist beschädigt oder nicht so kodiert, wie sie angibt. Speichern Sie sie als UTF-8.',
  'questions.at-line': 'Sehen Sie in Zeile {line} nach.',
  'questions.at-question': 'Sehen Sie bei Frage {question} von {language} nach.',
  'questions.at-language': 'Sehen Sie bei der Sprache {language} nach.',
  'questions.drop': 'Antworten auf entfallene Fragen',
  'questions.drop.text':
    'Ein Import löscht sie von selbst. Ist er abgebrochen, bringen Sie ihn hier zu Ende; was schon getan ist, kostet nichts.',
  'questions.drop.do': 'Diese Antworten löschen',
  'questions.drop.sure': 'Antworten auf entfallene Fragen löschen?',
  'questions.drop.sure.text':
    'Alle Benutzer werden durchgesehen. Antworten auf Fragen, die der Katalog nicht mehr enthält, sind endgültig weg.',
  'questions.dropped': { one: '{count} Antwort wurde gelöscht.', other: '{count} Antworten wurden gelöscht.' },
  'problem.questions.unreadable': 'Das ist kein lesbarer Katalog von Sicherheitsfragen.',
  'problem.questions.conflict':
    'Jemand anderes hat im selben Moment Fragen importiert. Sehen Sie sich den Katalog an, und versuchen Sie es dann noch einmal.',
};
