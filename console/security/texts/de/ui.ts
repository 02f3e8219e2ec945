import type { Translation } from '../../../shared/i18n/language.ts';
import type { ui as en } from '../en/ui.ts';

export const ui: Translation<typeof en> = {
  'fresh.prove':
    'Melden Sie sich mit dem an, was die neue Methode verlangt ({method}), damit sie Sie nicht aussperrt. Danach wird sie gespeichert.',
  'fresh.title': 'Eine neue Anmeldung ist nötig',
  'fresh.logon': 'Erneut anmelden',
  'fresh.text':
    'Wie andere sich anmelden, wird nur kurz nach einer Anmeldung geändert. Ihre Eingaben bleiben und werden danach gesendet.',
  'ui.chart.table': 'Die Zahlen als Tabelle',
  'ui.filters': 'Filter',
  'ui.search': 'Suchen',
  'ui.searching': { one: 'Suche läuft … bisher {count} Treffer', other: 'Suche läuft … bisher {count} Treffer' },
  'ui.found': { one: '{count} Treffer', other: '{count} Treffer' },
  'ui.stop': 'Anhalten',
  'ui.reset': 'Änderungen verwerfen',
  'ui.changes': 'Zu speichernde Änderungen',
  'ui.changes.field': 'Feld',
  'ui.changes.before': 'Vorher',
  'ui.changes.after': 'Nachher',
  'ui.save-bar': { one: '{count} Änderung ist nicht gespeichert', other: '{count} Änderungen sind nicht gespeichert' },
  'ui.save-bar.label': 'Nicht gespeicherte Änderungen',
  'ui.kept': 'Was Sie vor dem Ende Ihrer Sitzung eingegeben haben, ist noch da. Geheimnisse müssen Sie neu eingeben.',
  'ui.unsaved': 'Ohne Speichern verlassen?',
  'ui.unsaved.text': 'Was Sie hier eingegeben haben, ist noch nicht gespeichert.',
  'ui.unsaved.stay': 'Hier bleiben',
  'ui.unsaved.leave': 'Ohne Speichern verlassen',
  'ui.overtaken': 'Was jemand anderes gespeichert hat',
  'problem.request.next': 'Die Liste hat sich inzwischen geändert. Beginnen Sie wieder auf der ersten Seite.',
};
